/** Runs of scenarios: the fingerprint of the trace, and a hash of the whole report. */
import { catalogue } from '../../src/kinds/catalogue';
import '../../src/kinds/every-definition';
import { checkScenario } from '../../src/scenario/check-scenario';
import { PRESETS } from '../../src/scenario/presets';
import type { Scenario } from '../../src/scenario/scenario';
import { sampleSystem } from '../../src/scenario/testing/sample-system';
import { referenceGraph } from '../../src/simulation/bench/reference-graph';
import { runScenario } from '../../src/simulation/run-scenario';
import { randomSystem } from '../../src/simulation/testing/random-system';
import { TestRun } from '../../src/simulation/testing/test-run';
import { Digest } from './digest';
import { DISTRIBUTIONS } from './numbers';
import type { Results } from './results';

/** Every way in which requests come in by themselves. */
const ARRIVALS: readonly { readonly process: string }[] = [
  { process: 'poisson' },
  { process: 'constant' },
  { process: 'closed' },
  { process: 'bursts' },
  { process: 'ramp' },
  { process: 'spike' },
  { process: 'diurnal' },
];
const RANDOM_SYSTEMS = 60;
/** A random system may spin on a message that nobody can process: it is left alone after so many events. */
const MAX_EVENTS = 30_000;

function checked(document: unknown): Scenario {
  const result = checkScenario(document, catalogue);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

export const presets = (): readonly (readonly [id: string, scenario: Scenario])[] =>
  PRESETS.map(({ id, load }) => [id, checked(load())]);

function run(scenario: Scenario, untilMs: number): string {
  const report = runScenario(scenario, { untilMs });
  return `${report.fingerprint} ${new Digest().text(JSON.stringify(report))}`;
}

const smallSystem = (arrivals: object, serviceTime: object): Scenario =>
  checked({
    version: 1,
    nodes: [
      { id: 'client', kind: 'client', params: { arrivals } },
      { id: 'service', kind: 'service', params: { serviceTime, concurrency: 1, queueLimit: 10 } },
    ],
    links: [{ id: 'l', from: 'client', to: 'service', params: { timeoutMs: 40, retry: { maxAttempts: 3 } } }],
  });

function randomRun(seed: number): string {
  const systemRun = new TestRun(randomSystem(seed)).advance(1_500, MAX_EVENTS);
  const report = JSON.stringify(systemRun.report);
  return `${systemRun.fingerprint} ${new Digest().text(report)}`;
}

export function runs(): Results {
  const results: Record<string, string> = {};
  for (const [id, scenario] of presets()) results[`ready-made: ${id}`] = run(scenario, 60_000);
  results['reference graph'] = run(checked(referenceGraph(1, 2_000)), 5_000);
  results['system of 60 components'] = run(sampleSystem(60, catalogue), 20_000);
  for (const arrivals of ARRIVALS) {
    results[`arrivals: ${arrivals.process}`] = run(smallSystem(arrivals, { dist: 'exponential', meanMs: 20 }), 60_000);
  }
  for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
    results[`service time: ${name}`] = run(smallSystem({ process: 'poisson', ratePerSec: 60 }, distribution), 20_000);
  }
  for (let seed = 1; seed <= RANDOM_SYSTEMS; seed++) results[`random system ${seed}`] = randomRun(seed);
  return results;
}
