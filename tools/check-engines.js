/**
 * Does the same scenario give the same run in every engine? Runs the experiments of e2e/engines in Node and in each
 * browser engine that is installed, and compares everything, bit by bit. An engine that is not installed is named, and
 * is no failure; `npm run test:engines -- --all` makes it one.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build } from 'vite';
import { engines, whileOpen } from './engines.js';
import { staticServer } from './static-server.js';

/** @typedef {import('../e2e/engines/results.ts').Results} Results */
/** @typedef {import('../e2e/engines/results.ts').EngineResults} EngineResults */
/** @typedef {Partial<EngineResults> & { agent: string, error?: string }} HandedIn what a browser's page sends */

/** Some ten seconds on an idle machine of two cores. */
const TIMEOUT_MS = 120_000;
const HOST = '127.0.0.1';
const SHOWN = 5;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outDir = join(root, 'build', 'engines');

const buildPage = () =>
  build({
    root: join(root, 'e2e', 'engines'),
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2_000 },
    worker: { format: 'es' },
  });

/** @returns {Promise<EngineResults>} */
async function inNode() {
  const args = [join(root, 'tools', 'run-in-node.js'), 'e2e/engines/in-node.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

/** @param {import('node:http').IncomingMessage} request @returns {Promise<string>} */
async function bodyOf(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

/**
 * Serves the page with the headers of the real one, and takes what it hands in.
 * @param {(engine: string, handedIn: HandedIn) => void} take
 */
async function serve(take) {
  const site = staticServer(outDir);
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', `http://${HOST}`);
    if (request.method !== 'POST' || pathname !== '/results') {
      site.emit('request', request, response);
      return;
    }
    const body = await bodyOf(request);
    response.writeHead(204).end();
    take(decodeURIComponent(search.slice(1)), JSON.parse(body));
  });
  await new Promise((resolve) => server.listen(0, HOST, () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://${HOST}:${port}/`, close };
}

/**
 * @param {Results} expected
 * @param {Results} found
 * @returns {string[]} the names of the experiments that came out otherwise, or are in only one of them
 */
const differences = (expected, found) =>
  [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter((name) => expected[name] !== found[name]);

/** The browser's version, in the words of its user agent; WebKitGTK's tells none. @param {string} agent */
const versionIn = (agent) => /(?:Firefox|Chrome)\/([\d]+)/.exec(agent)?.[1] ?? '';

/**
 * @param {import('./engines.js').Engine} engine
 * @param {string} address
 * @param {Promise<HandedIn>} handedIn
 * @param {EngineResults} node
 * @returns {Promise<{ same: boolean, lines: string[] }>}
 */
async function judge(engine, address, handedIn, node) {
  const startedAt = performance.now();
  const { agent, results, ownMath, error } = await whileOpen(engine, address, handedIn, TIMEOUT_MS);
  if (!results || !ownMath) throw new Error(error);
  const name = label(`${engine.name} ${versionIn(agent)}`);
  const count = Object.keys(node.results).length;
  const other = differences(node.results, results);
  if (other.length > 0) {
    const shown = other.slice(0, SHOWN).map((one) => `    ${one}: ${node.results[one]} in Node, ${results[one]}`);
    return { same: false, lines: [`✗ ${name} ${other.length} of ${count} came out otherwise`, ...shown] };
  }
  const own = differences(node.ownMath, ownMath).map((one) => `Math.${one}`);
  const contrast = own.length > 0 ? `; ${own.join(', ')} are not` : '';
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return { same: true, lines: [`✓ ${name} ${count} the same to the last bit${contrast} (${seconds} s)`] };
}

/** @param {string} name */
const label = (name) => name.trim().padEnd(14);

async function main() {
  const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
  // A browser is a process group of its own, which an interrupt does not reach: it ends when this process exits.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));

  const [node] = await Promise.all([inNode(), buildPage()]);
  console.log(
    `  ${label(`Node ${process.versions.node.split('.')[0]}`)} ${Object.keys(node.results).length} experiments`,
  );

  /** @type {Map<string, (handedIn: HandedIn) => void>} */
  const awaited = new Map();
  const server = await serve((engine, handedIn) => awaited.get(engine)?.(handedIn));
  let isGood = true;
  for (const engine of engines) {
    if (!engine.isInstalled()) {
      console.log(`${values.all ? '✗' : '–'} ${label(engine.name)} not installed (Debian: ${engine.missing})`);
      isGood &&= !values.all;
      continue;
    }
    /** @type {Promise<HandedIn>} */
    const handedIn = new Promise((resolve) => awaited.set(engine.name, resolve));
    const { same, lines } = await judge(engine, `${server.address}?${engine.name}`, handedIn, node).catch((error) => ({
      same: false,
      lines: [`✗ ${label(engine.name)} ${error instanceof Error ? error.message : error}`],
    }));
    for (const line of lines) console.log(line);
    isGood &&= same;
  }
  server.close();
  rmSync(outDir, { recursive: true, force: true });
  process.exitCode = isGood ? 0 : 1;
}

await main();
