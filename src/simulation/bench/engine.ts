import { TraceArchive } from '../../analysis/archive/trace-archive';
import { Trace, type TraceFold } from '../../kernel/trace';
import { behaviours } from '../../kinds/behaviours';
import { PRESETS } from '../../scenario/presets';
import type { Scenario } from '../../scenario/scenario';
import { World } from '../world';
import type { Measurement } from './measurement';
import { markovianQueue, referenceGraph } from './reference-graph';
import { placesOf, runAsThePage, scenarioOf, simulate } from './runs';
import { cpuMs, inTurn, ratio, timesOf } from './timing';

const RATE_PER_SEC = 10_000;
const GRAPH_MS = 10_000;
const STORE_MS = 600_000;

const BREAKER = { windowSize: 100, minimumCalls: 10, failureRate: 0.5, openMs: 5_000, probes: 3 };

class FactCount implements TraceFold {
  facts = 0;
  read(_columns: unknown, from: number, to: number): void {
    this.facts += to - from;
  }
}

/** How many facts and events a run has. */
function census(scenario: Scenario, untilMs: number): { readonly facts: number; readonly events: number } {
  const count = new FactCount();
  const simulation = simulate(scenario, [count]);
  simulation.runUntil(untilMs);
  simulation.hash();
  return { facts: count.facts, events: simulation.events };
}

/** A run that records its trace for nobody. */
function unread(scenario: Scenario, untilMs: number): number {
  const world = new World(scenario, behaviours);
  return cpuMs(() => {
    world.start();
    world.kernel.run(untilMs);
  });
}

/** What it takes to write so many facts that nobody reads, ms. */
function recording(facts: number): number {
  const trace = new Trace(new Float64Array(1));
  return cpuMs(() => {
    for (let fact = 0; fact < facts; fact++) trace.record(fact & 15, fact & 3, fact & 31, fact, 0, 1);
  });
}

/** The trace's share of a run, and what breakers cost. */
function* ofTheReferenceGraph(): Generator<Measurement> {
  const graph = scenarioOf(referenceGraph(1, RATE_PER_SEC));
  const guarded = scenarioOf(referenceGraph(1, RATE_PER_SEC, { breaker: BREAKER }));
  // By itself and first, as in a page: what else a process has run, the engine's compiler remembers.
  const { alone } = inTurn({ alone: () => runAsThePage(graph, GRAPH_MS).ms });
  const { facts, events } = census(graph, GRAPH_MS);
  const times = inTurn({
    unread: () => unread(graph, GRAPH_MS),
    bare: () => {
      const simulation = simulate(graph);
      return cpuMs(() => simulation.runUntil(GRAPH_MS));
    },
    kept: () => {
      const archive = new TraceArchive(placesOf(graph));
      const simulation = simulate(graph, [archive]);
      const ms = cpuMs(() => simulation.runUntil(GRAPH_MS));
      archive.close();
      return ms;
    },
    full: () => runAsThePage(graph, GRAPH_MS).ms,
    guarded: () => runAsThePage(guarded, GRAPH_MS).ms,
    recording: () => recording(facts),
  });
  const speed = (samples: readonly number[], count: number) => {
    const { least, median } = timesOf(samples);
    return { value: (count / least) * 1000, median: (count / median) * 1000 };
  };
  const requests = (RATE_PER_SEC * GRAPH_MS) / 1000;
  yield { name: 'reference graph, nobody reads its trace', ...speed(times.unread, events), unit: 'events/s' };
  yield { name: 'reference graph, with its fingerprint', ...speed(times.bare, events), unit: 'events/s' };
  yield {
    name: 'reference graph, as the page runs it',
    ...speed(alone, events),
    unit: 'events/s',
    target: { atLeast: 3_000_000, aim: 6_000_000 },
  };
  yield {
    name: 'reference graph, as the page runs it',
    ...speed(alone, requests),
    unit: 'requests/s',
    target: { atLeast: 150_000, aim: 300_000 },
  };
  yield { name: 'facts to an event', value: facts / events, unit: '' };
  yield { name: 'recording a fact', value: (timesOf(times.recording).least / facts) * 1e6, unit: 'ns' };
  const beyondTheRun = (whole: readonly number[]) =>
    whole.map((ms, round) => ms - times.unread[round] + times.recording[round]);
  yield {
    name: 'the trace: recorded, fingerprinted and kept, of the run',
    value: ratio(beyondTheRun(times.kept), times.full) * 100,
    unit: '%',
    target: { atMost: 33, aim: 33 },
  };
  yield {
    name: 'the same, with report, gauges, charts and messages made of it',
    value: ratio(beyondTheRun(times.full), times.full) * 100,
    unit: '%',
  };
  yield {
    name: 'a breaker on every call: slower by',
    value: (1 - ratio(times.full, times.guarded)) * 100,
    unit: '%',
    target: { atMost: 10, aim: 5 },
  };
}

/** How fast the engine is: single queues, the store of the gallery, and the reference graph. */
export function* engine(): Generator<Measurement> {
  yield* ofTheReferenceGraph();
  for (const servers of [1, 8]) {
    const queue = scenarioOf(markovianQueue(servers));
    let events = 0;
    const { queue: samples } = inTurn({
      queue: () => {
        const run = runAsThePage(queue, 400_000 / servers);
        events = run.events;
        return run.ms;
      },
    });
    const { least, median } = timesOf(samples);
    const name = `M/M/${servers}, as the page runs it`;
    yield { name, value: (events / least) * 1000, median: (events / median) * 1000, unit: 'events/s' };
  }
  const store = scenarioOf(PRESETS[0].load());
  const { store: samples } = inTurn({ store: () => runAsThePage(store, STORE_MS).ms });
  const { least, median } = timesOf(samples);
  yield { name: 'the online store', value: STORE_MS / least, median: STORE_MS / median, unit: 'virtual s/s' };
}
