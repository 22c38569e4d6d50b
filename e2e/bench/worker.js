/**
 * The engine in a worker of Chromium against the engine in Node: the same file runs in both, in turn, and says how many
 * events a second it reached. Prints one measurement a line.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from '../../tools/find-chromium.js';

const ROUNDS = 3;
/** Nobody is there: the test itself answers. */
const ORIGIN = 'http://bench.invalid/';
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bundle = join(root, 'build', 'node', 'anywhere.js');

/** @param {readonly string[]} program @returns {number} events per second */
function inNode(program) {
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout).eventsPerSec;
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} code
 * @returns {Promise<number>} events per second
 */
async function inWorker(browser, code) {
  const page = await browser.newPage();
  // A page without an origin may not start workers.
  await page.route(ORIGIN, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(ORIGIN);
  const said = page.waitForEvent('console', { timeout: 0 });
  await page.evaluate((text) => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    new Worker(url, { type: 'module' }).onerror = (event) =>
      console.log(JSON.stringify({ error: event.message ?? 'the worker did not start' }));
  }, code);
  const { error, eventsPerSec } = JSON.parse((await said).text());
  await page.close();
  if (error !== undefined) throw new Error(error);
  return eventsPerSec;
}

// Bundles it, and runs it for the first time.
inNode([join(root, 'tools', 'run-in-node.js'), 'src/simulation/bench/anywhere.ts']);
const code = readFileSync(bundle, 'utf8');
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run'],
});
try {
  /** @type {{ node: number, worker: number }[]} */
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ node: inNode([bundle]), worker: await inWorker(browser, code) });
  }
  /** @param {'node' | 'worker'} where */
  const best = (where) => Math.max(...rounds.map((round) => round[where]));
  const name = 'reference graph, as the page runs it';
  const unit = 'events/s';
  console.log(JSON.stringify({ name: `${name}: Node`, value: best('node'), unit }));
  console.log(JSON.stringify({ name: `${name}: Chromium’s worker`, value: best('worker'), unit }));
  const ratios = rounds.map(({ node, worker }) => worker / node).toSorted((a, b) => a - b);
  const ratio = {
    name: `Chromium ${browser.version().split('.')[0]}’s worker against Node ${process.versions.node}`,
    value: best('worker') / best('node'),
    median: ratios[Math.floor(ratios.length / 2)],
    unit: '×',
    target: { atLeast: 0.7, aim: 0.9 },
  };
  console.log(JSON.stringify(ratio));
} finally {
  await browser.close();
}
