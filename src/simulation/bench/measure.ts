import { Gauges } from '../../analysis/gauges';
import { MetricsFold } from '../../analysis/metrics-fold';
import { ReportFold } from '../../analysis/report-fold';
import type { TraceFold } from '../../kernel/trace';
import { behaviours } from '../../kinds/behaviours';
import { catalogue } from '../../kinds/catalogue';
import { checkScenario } from '../../scenario/check-scenario';
import { explainIssue } from '../../scenario/explain-issue';
import { PRESETS } from '../../scenario/presets';
import type { Scenario } from '../../scenario/scenario';
import { Simulation } from '../simulation';
import { markovianQueue, referenceGraph } from './reference-graph';

/** One line of the table. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** The best of so many runs: what disturbs a run only ever slows it down. */
const RUNS = 5;

type Folds = 'none' | 'all';

function scenarioOf(json: unknown): Scenario {
  const checked = checkScenario(json, catalogue);
  if (!checked.ok) throw new Error(checked.issues.map(explainIssue).join('\n'));
  return checked.value;
}

/** Everything that a page reads from the trace, without the picture. */
const foldsOf = (scenario: Scenario): TraceFold[] => [
  new ReportFold(scenario),
  new Gauges(scenario),
  new MetricsFold(scenario),
];

function simulate(scenario: Scenario, folds: Folds): Simulation {
  return new Simulation(scenario, behaviours, {
    subscribe: (trace) => {
      if (folds === 'all') for (const fold of foldsOf(scenario)) trace.subscribe(fold);
    },
  });
}

/** Events and requests per second of wall clock, the best of {@link RUNS}. */
function speed(scenario: Scenario, untilMs: number, folds: Folds): { events: number; virtualSec: number } {
  let best = Infinity;
  let events = 0;
  for (let run = 0; run < RUNS; run++) {
    const simulation = simulate(scenario, folds);
    const startedAt = performance.now();
    simulation.runUntil(untilMs);
    best = Math.min(best, performance.now() - startedAt);
    events = simulation.events;
  }
  return { events: (events / best) * 1000, virtualSec: untilMs / best };
}

function timed(work: () => void): number {
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    work();
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

/** Bytes that a request in flight costs, with half a million of them: two frames and an event. */
function bytesPerRequest(): number {
  const scenario = scenarioOf({
    version: 1,
    durationMs: null,
    nodes: [
      { id: 'client', kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec: 100_000 } } },
      {
        id: 'slow',
        kind: 'service',
        params: { concurrency: 10_000, replicas: 1_000, serviceTime: { dist: 'constant', valueMs: 60_000 } },
      },
    ],
    links: [{ id: 'l', from: 'client', to: 'slow', params: { latency: { dist: 'constant', valueMs: 0.1 } } }],
  });
  const before = process.memoryUsage().arrayBuffers;
  const simulation = simulate(scenario, 'none');
  // Just short of where the columns double: what is measured is a row, not the room for the next ones.
  simulation.runUntil(5_200);
  const { frames } = simulation.world.network;
  return (process.memoryUsage().arrayBuffers - before) / (frames.inUse / 2);
}

/** Runs every benchmark; takes about a minute. */
export function measureAll(): Measurement[] {
  const lines: Measurement[] = [];
  const add = (name: string, value: number, unit: string) => lines.push({ name, value, unit });
  const graph = scenarioOf(referenceGraph(1, 10_000));

  for (const servers of [1, 8]) {
    const { events } = speed(scenarioOf(markovianQueue(servers)), 400_000 / servers, 'all');
    add(`M/M/${servers}, report, gauges and metrics on`, events, 'events/s');
    // A customer of this queue is four events: arrival, way there, end of service, way back.
    add(`M/M/${servers}, customers`, events / 4, 'customers/s');
  }
  const store = speed(scenarioOf(PRESETS[0].load()), 600_000, 'all');
  add('the online store', store.events, 'events/s');
  add('the online store', store.virtualSec, 'virtual s/s');
  const bare = speed(graph, 10_000, 'none');
  const full = speed(graph, 10_000, 'all');
  add('reference graph, fingerprint only', bare.events, 'events/s');
  add('reference graph, report, gauges and metrics on', full.events, 'events/s');
  add('reference graph, requests at 10,000/s', full.virtualSec * 10_000, 'requests/s');
  const wide = speed(scenarioOf(referenceGraph(77, 10_000)), 4_000, 'all');
  add('1,001 nodes at the same load: time per event', full.events / wide.events, '× of 13 nodes');

  const loaded = simulate(scenarioOf(referenceGraph(1, 100_000)), 'none');
  loaded.runUntil(2_000);
  add('in flight when checkpointed', loaded.world.network.frames.inUse, 'frames');
  const saved = loaded.save();
  add(
    'checkpoint',
    timed(() => loaded.save()),
    'ms',
  );
  add(
    'restore',
    timed(() => loaded.restore(saved)),
    'ms',
  );
  add('memory of a request in flight', bytesPerRequest(), 'bytes');
  return lines;
}
