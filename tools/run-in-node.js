/**
 * Bundles one TypeScript entry for Node and runs it with the remaining arguments:
 *
 *     node tools/run-in-node.js src/simulation/cli.ts scenario.json --until 600s
 *
 * Standard output belongs to the entry alone, so that a report can be piped on. Several runs may start at once: each
 * puts its bundle in place by a rename, so none ever reads half a file.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} entry path from the root of the project
 * @returns {Promise<string>} the bundle: one file with every import inside
 */
async function bundle(entry) {
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      write: false,
      minify: false,
      target: 'node20',
      sourcemap: 'inline',
      rolldownOptions: { output: { format: 'es', codeSplitting: false } },
    },
  });
  const chunks = 'output' in output ? output.output : [];
  const [chunk] = chunks;
  if (chunk?.type !== 'chunk') throw new Error(`${entry} gave no bundle`);

  const folder = join(root, 'build', 'node');
  const file = join(folder, `${basename(entry, '.ts')}.js`);
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(unfinished, chunk.code);
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return file;
}

/**
 * @param {string} file
 * @param {readonly string[]} args
 */
function run(file, args) {
  // npm moves to the project's root; paths on the command line are meant from where the caller stood.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], { stdio: 'inherit', cwd });
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    // As shells tell it; a plain 1 would say that a goal does not hold.
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
  // The child ends by itself, and its exit ends this process too. Where the whole process group was meant, it hears twice.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
}

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined || !existsSync(join(root, entry))) {
  console.error(entry === undefined ? 'usage: node tools/run-in-node.js <entry.ts> [arguments]' : `no file ${entry}`);
  process.exitCode = 2;
} else {
  run(await bundle(entry), args);
}
