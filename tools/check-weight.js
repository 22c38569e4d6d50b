/**
 * Weighs the built page: the JavaScript that a first visit loads before the first scenario is on the canvas and runs,
 * compressed as a host would. That is the entry with what it imports, the texts of the first frame in the language that
 * is asked for most, and the worker with the kinds and the parts of links that this scenario uses. Exits 1 above the
 * budget. What follows when the page has time, or when it is asked for, is listed below.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 230;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/**
 * @param {string} html
 * @returns {string[]} paths inside dist/ of the scripts that the page itself asks for
 */
function initialScripts(html) {
  const found = [];
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    if (tag.startsWith('<link') && !/\brel="modulepreload"/.test(tag)) continue;
    const address = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    if (address !== undefined) found.push(address.replace(/^\.?\//, ''));
  }
  return found;
}

/** @param {string} folder @returns {string[]} */
const scriptsIn = (folder) =>
  readdirSync(join(dist, folder))
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${folder}/${name}`);

/** @param {string} path */
const read = (path) => readFileSync(join(dist, path), 'utf8');

/**
 * Scripts with all that they import, directly or by way of others; imports that wait do not count.
 * @param {readonly string[]} paths
 * @returns {string[]}
 */
function withImports(paths) {
  const found = new Set(paths);
  for (const path of found) {
    for (const [, address] of read(path).matchAll(/\b(?:from|import)\s*["'`](\.[^"'`]+\.js)["'`]/g)) {
      found.add(posix.join(posix.dirname(path), address));
    }
  }
  return [...found];
}

/** @param {string} path */
const gzippedKb = (path) => gzipSync(read(path), { level: 9 }).length / 1000;

/** @param {string} label @param {number} kb */
const row = (label, kb) => console.log(`${label.padEnd(64)} ${kb.toFixed(1).padStart(7)} kB`);

/** @param {readonly string[]} paths @param {string} [mark] */
function list(paths, mark = '') {
  let total = 0;
  for (const path of paths) {
    const kb = gzippedKb(path);
    total += kb;
    row(`${mark}${path}`, kb);
  }
  return total;
}

/** The chunks that the worker fetches for parameters of a link (see `src/network/parts/load-parts.ts`), by their names. */
const PARTS = {
  breaker: 'breaker',
  bulkhead: 'bulkhead',
  bytesPerSec: 'wire',
  connections: 'connections',
  contract: 'link-contract',
  fallback: 'fallback',
  hedge: 'hedging',
  idempotency: 'idempotency',
  payload: 'wire',
  rateLimit: 'create-rate-limiter',
};

/** @type {{ nodes: { kind: string }[], links: { params: Record<string, unknown> }[] }} */
const firstScenario = JSON.parse(readFileSync(join(root, 'src/scenario/presets/store.json'), 'utf8'));
const all = [...scriptsIn('assets'), ...scriptsIn('assets/worker')];
/** @param {string} name the chunk's, without folder and hash */
const chunk = (name) => all.filter((path) => path.replace(/-.{8}\.js$/, '') === `assets/${name}`);

const needed = {
  'script in dist/index.html': initialScripts(read('index.html')),
  'chunk of English texts': chunk('en'),
  worker: chunk('worker/worker'),
};
/** None, as long as the worker has the kinds of the first scenario from the start. */
const kinds = [...new Set(firstScenario.nodes.map(({ kind }) => kind))].flatMap((kind) => chunk(`worker/${kind}`));
const usedParts = Object.entries(PARTS).filter(([name]) => firstScenario.links.some(({ params }) => params[name]));
const initial = withImports([
  ...Object.values(needed).flat(),
  ...kinds,
  ...usedParts.flatMap(([, part]) => chunk(`worker/${part}`)),
]);
const later = all.filter((path) => !initial.includes(path));

const total = list(initial);
row('initial JavaScript, gzip', total);
row('all JavaScript, gzip', total + list(later, '(later) '));
const missing = Object.entries(needed).filter(([, paths]) => paths.length === 0);
if (missing.length > 0) {
  console.error(`no ${missing.map(([what]) => what).join(', no ')}: this is not the whole page`);
  process.exitCode = 1;
} else if (total > BUDGET_KB) {
  console.error(`over the budget of ${BUDGET_KB} kB by ${(total - BUDGET_KB).toFixed(1)} kB`);
  process.exitCode = 1;
}
