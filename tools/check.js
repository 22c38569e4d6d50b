/**
 * Every check of the project, in the order in which a mistake shows soonest. All of them run even when one fails; what
 * needs the built page counts as failed where the build failed, so nothing is ever skipped silently.
 */
import { spawnSync } from 'node:child_process';

/** @typedef {{ script: string, needs?: string }} Check `script` of package.json; only if `needs` passed */

/** @type {readonly Check[]} */
const checks = [
  { script: 'check:style' },
  { script: 'check:types' },
  { script: 'check:layers' },
  { script: 'check:dead-code' },
  { script: 'test:unit' },
  { script: 'build' },
  { script: 'check:weight', needs: 'build' },
  { script: 'test:browser', needs: 'build' },
  { script: 'test:engines' },
];

/** @type {Set<string>} */
const passed = new Set();
/** @type {string[]} */
const summary = [];

// Some tools colour what they print even where nobody sees colours, as in a log file.
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' };

for (const { script, needs } of checks) {
  if (needs !== undefined && !passed.has(needs)) {
    summary.push(`✗ ${script.padEnd(16)} not run: ${needs} failed`);
    continue;
  }
  console.log(`\n── ${script}`);
  const startedAt = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (status === 0) passed.add(script);
  summary.push(`${status === 0 ? '✓' : '✗'} ${script.padEnd(16)} ${seconds.padStart(6)} s`);
}

console.log(`\n${summary.join('\n')}\n`);
console.log(`checks: ${passed.size} passed, ${checks.length - passed.size} failed`);
process.exitCode = passed.size === checks.length ? 0 : 1;
