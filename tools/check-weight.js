/**
 * Weighs the built page: the JavaScript that a first visit loads before anything can run (the entry, what it preloads,
 * and the worker), compressed as a host would. Exits 1 above the budget.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 230;
const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');

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
const gzippedKb = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length / 1000;

/** @param {string} label @param {number} kb */
const row = (label, kb) => console.log(`${label.padEnd(64)} ${kb.toFixed(1).padStart(7)} kB`);

const page = initialScripts(readFileSync(join(dist, 'index.html'), 'utf8'));
const worker = scriptsIn('assets/worker');
const lazy = scriptsIn('assets').filter((path) => !page.includes(path));

let total = 0;
for (const path of [...page, ...worker]) {
  const kb = gzippedKb(path);
  total += kb;
  row(path, kb);
}
row('initial JavaScript, gzip', total);
for (const path of lazy) row(`(on demand) ${path}`, gzippedKb(path));
if (page.length === 0 || worker.length === 0) {
  console.error(
    `no ${page.length === 0 ? 'script in dist/index.html' : 'worker in dist/assets/worker'}: nothing to weigh`,
  );
  process.exitCode = 1;
} else if (total > BUDGET_KB) {
  console.error(`over the budget of ${BUDGET_KB} kB by ${(total - BUDGET_KB).toFixed(1)} kB`);
  process.exitCode = 1;
}
