/**
 * Checks every import in src/, e2e/ and tools/ against the allowlist in layers.js, and that no files need each other in
 * a circle at run time (two types may well know each other). Exits 1 with one line per offence.
 *
 * Tests and what lies in a folder `testing/` may import whatever they like: they ship nowhere. Nobody else may import them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';
import { layers } from './layers.js';

/**
 * @typedef {{ target: string, typeOnly: boolean }} Import as written: `target` may be a path, a package or a glob
 * @typedef {{ file: string, to: string, typeOnly: boolean }} Edge between two files of the project
 */

const isTest = (/** @type {string} */ file) => /\.(test|bench|spec)\.(tsx?|js)$|\/testing\//.test(file);

/** @param {string} text */
const escaped = (text) => text.replace(/[.+^$()|[\]\\]/g, '\\$&');

/**
 * @param {string} pattern as described in layers.js
 * @param {Readonly<Record<string, string>>} [names] what `{name}` stands for; without, `{name}` matches one segment
 */
function toRegExp(pattern, names) {
  const source = escaped(pattern)
    .replace(/\{(\w+)\}/g, (_, name) => (names ? escaped(names[name] ?? '') : `(?<${name}>[^/]+)`))
    .replace(/\*\*\/|\*\*|\*/g, (stars) => ({ '**/': '(?:.*/)?', '**': '.*' })[stars] ?? '[^/]*');
  return new RegExp(`^${source}$`);
}

/** @param {string} file */
function layerOf(file) {
  for (const layer of layers) {
    const match = toRegExp(layer.files).exec(file);
    if (match) return { layer, names: match.groups ?? {} };
  }
  return null;
}

/**
 * @param {string} file
 * @param {string} code
 * @returns {Import[]}
 */
function importsOf(file, code) {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  /** @type {Import[]} */
  const found = [];
  /** @param {any} source @param {boolean} typeOnly */
  const add = (source, typeOnly) => {
    if (typeof source?.value === 'string') found.push({ target: source.value, typeOnly });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ImportExpression: (node) => add(node.source, false),
    TSImportType: (node) => add(node.source, true),
    CallExpression: (node) => {
      const callee = code.slice(node.callee.start, node.callee.end);
      if (callee !== 'import.meta.glob') return;
      const [patterns] = node.arguments;
      const list = patterns?.type === 'ArrayExpression' ? patterns.elements : [patterns];
      for (const pattern of list) add(pattern, false);
    },
  }).visit(program);
  return found;
}

/**
 * @param {string} file
 * @param {Import[]} imports
 * @param {ReadonlySet<string>} files
 * @returns {{ edges: Edge[], packages: string[], missing: string[] }}
 */
function resolveAll(file, imports, files) {
  /** @type {Edge[]} */
  const edges = [];
  /** @type {string[]} */
  const packages = [];
  /** @type {string[]} */
  const missing = [];
  const here = posix.dirname(file);
  const excluded = imports
    .filter(({ target }) => target.startsWith('!'))
    .map(({ target }) => toRegExp(posix.join(here, target.slice(1))));

  for (const { target, typeOnly } of imports) {
    if (target.startsWith('!')) continue;
    if (!target.startsWith('.')) {
      packages.push(target);
      continue;
    }
    const path = posix.join(here, target.replace(/\?.*$/, ''));
    if (path.includes('*')) {
      const pattern = toRegExp(path);
      for (const to of files) {
        if (pattern.test(to) && !excluded.some((other) => other.test(to))) edges.push({ file, to, typeOnly });
      }
      continue;
    }
    const to = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((candidate) => files.has(candidate));
    if (to === undefined) missing.push(target);
    else edges.push({ file, to, typeOnly });
  }
  return { edges, packages, missing };
}

/** @param {string} specifier */
function packageName(specifier) {
  const [first = '', second] = specifier.split('/');
  if (specifier.startsWith('node:') || builtinModules.includes(first)) return `node:${first.replace(/^node:/, '')}`;
  return first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
}

/**
 * @param {Edge} edge
 * @returns {string | null} what is wrong with it
 */
function offence({ file, to, typeOnly }) {
  if (isTest(file)) return null;
  if (isTest(to) && !file.startsWith('e2e/')) return `${file} imports the test ${to}`;
  const found = layerOf(file);
  if (found === null) return null;
  const matches = (/** @type {string} */ pattern) => toRegExp(pattern, found.names).test(to);
  if (found.layer.values.some(matches)) return null;
  const asType = (found.layer.types ?? []).some(matches);
  if (asType && typeOnly) return null;
  return `${file} may not import ${to}${asType ? ' other than by "import type"' : ''}`;
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @returns {string[][]} circles, each once
 */
function circles(graph) {
  /** @type {string[][]} */
  const found = [];
  /** @type {Map<string, 'open' | 'done'>} */
  const state = new Map();
  /** @type {string[]} */
  const path = [];
  /** @param {string} file */
  const visit = (file) => {
    state.set(file, 'open');
    path.push(file);
    for (const to of graph.get(file) ?? []) {
      if (state.get(to) === 'open') found.push([...path.slice(path.indexOf(to)), to]);
      else if (!state.has(to)) visit(to);
    }
    path.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return found;
}

/**
 * @param {ReadonlyMap<string, string>} sources the code of every module, by its path from the root of the project
 * @param {readonly string[]} [assets] other files that an import may mean
 * @returns {{ offences: string[], imports: number }}
 */
export function checkLayers(sources, assets = []) {
  const files = new Set([...sources.keys(), ...assets]);
  /** @type {string[]} */
  const offences = [];
  /** @type {Map<string, string[]>} */
  const graph = new Map();
  let imports = 0;

  for (const [file, code] of sources) {
    const { edges, packages, missing } = resolveAll(file, importsOf(file, code), files);
    imports += edges.length;
    graph.set(
      file,
      edges.filter(({ typeOnly }) => !typeOnly).map(({ to }) => to),
    );
    for (const target of missing) offences.push(`${file} imports ${target}, which is not there`);
    for (const edge of edges) {
      const wrong = offence(edge);
      if (wrong !== null) offences.push(wrong);
    }
    if (isTest(file)) continue;
    const found = layerOf(file);
    if (found === null) {
      offences.push(`${file} belongs to no layer of tools/layers.js`);
      continue;
    }
    for (const name of new Set(packages.map(packageName))) {
      const allowed = (found.layer.packages ?? []).some((pattern) => toRegExp(pattern).test(name));
      if (!allowed) offences.push(`${file} may not import the package ${name}`);
    }
  }
  for (const circle of circles(graph)) offences.push(`a circle: ${circle.join(' → ')}`);
  return { offences, imports };
}

/** @param {string} root @param {string} folder @returns {string[]} */
const listFiles = (root, folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    );

function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const files = ['src', 'e2e', 'tools'].flatMap((folder) => listFiles(root, folder));
  const modules = files.filter((file) => /\.(ts|tsx|js)$/.test(file));
  const sources = new Map(modules.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  const { offences, imports } = checkLayers(sources, files);
  for (const line of offences) console.error(line);
  console.log(`layers: ${modules.length} files, ${imports} imports, ${offences.length} offences`);
  process.exitCode = offences.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
