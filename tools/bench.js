/**
 * `npm run bench`: measures on this machine what the project promises, and prints one table. Themes as arguments measure
 * these alone; `--markdown` prints the table as the documentation has it.
 *
 *     npm run bench                    everything: some minutes
 *     npm run bench -- engine seek     two themes
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { head, row, summary, verdictOf } from './bench-table.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inNode = [join(root, 'tools', 'run-in-node.js'), 'src/simulation/bench.ts'];
const inChromium = join(root, 'e2e', 'bench');

/**
 * Programs by theme; each prints one measurement a line, as JSON. The engine's come first: they leave the machine as it was.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const programs = {
  memory: [...inNode, 'memory'],
  engine: [...inNode, 'engine'],
  scale: [...inNode, 'scale'],
  waiting: [...inNode, 'waiting'],
  seek: [...inNode, 'seek'],
  peers: [...inNode, 'peers'],
  worker: [join(inChromium, 'worker.js')],
  drawing: [join(inChromium, 'drawing.js')],
  large: [join(inChromium, 'large.js')],
  start: [join(inChromium, 'start.js')],
};

/**
 * Runs a program and hands over its measurements one by one.
 * @param {readonly string[]} program
 * @param {(measurement: import('./bench-table.js').Measurement) => void} onMeasurement
 * @returns {Promise<boolean>} whether it ended well
 */
async function measure(program, onMeasurement) {
  const child = spawn(process.execPath, program, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
  for await (const line of createInterface({ input: child.stdout })) onMeasurement(JSON.parse(line));
  return ended;
}

const { values, positionals } = parseArgs({
  options: { markdown: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((theme) => !(theme in programs));
if (unknown.length > 0) {
  console.error(`no theme "${unknown[0]}": there are ${Object.keys(programs).join(', ')}`);
  process.exit(2);
}

/** @type {string[]} */
const verdicts = [];
let failed = false;
for (const line of head(values.markdown)) console.log(line);
for (const theme of positionals.length > 0 ? positionals : Object.keys(programs)) {
  const ended = await measure(programs[theme], (measurement) => {
    verdicts.push(verdictOf(measurement));
    console.log(row(theme, measurement, values.markdown));
  });
  if (!ended) {
    failed = true;
    console.error(`${theme}: failed`);
  }
}
console.log(`\n${summary(verdicts)}`);
process.exitCode = failed ? 1 : 0;
