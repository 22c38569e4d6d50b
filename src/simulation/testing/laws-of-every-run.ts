/**
 * Vitest loads this before each file of tests: after every test, each run that it made has to obey the operational laws,
 * whatever the test itself was about.
 */
import { afterEach } from 'vitest';
import { runWatch } from './run-watch';
import type { TestRun } from './test-run';

let runs: TestRun[] = [];
runWatch.onRun = (run) => runs.push(run);

afterEach(async ({ task }) => {
  const whole = runs.filter(({ isWhole }) => isWhole);
  runs = [];
  // What a test says itself comes first.
  if (whole.length === 0 || task.result?.state === 'fail') return;
  const { expectOperationalLaws } = await import('./expect-operational-laws');
  for (const run of whole) expectOperationalLaws(run);
});
