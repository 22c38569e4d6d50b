import type { Measurement } from './measurement';
import { infiniteServer, referenceGraph } from './reference-graph';
import { pageFolds, runAsThePage, scenarioOf, simulate } from './runs';
import { cpuMs, inTurn, ratio, timesOf } from './timing';

const RATE_PER_SEC = 10_000;
/** How many copies of the reference graph, and how many nodes that makes. */
const SIZES = { few: [1, '13'], some: [8, '104'], many: [77, '1,001'] } as const;
const GRAPH_MS = 4_000;

function* overNodes(): Generator<Measurement> {
  const nanoseconds = ([cells]: readonly [number, string]) => {
    const graph = scenarioOf(referenceGraph(cells, RATE_PER_SEC));
    return () => {
      const { ms, events } = runAsThePage(graph, GRAPH_MS);
      return (ms * 1e6) / events;
    };
  };
  const samples = inTurn({
    few: nanoseconds(SIZES.few),
    some: nanoseconds(SIZES.some),
    many: nanoseconds(SIZES.many),
  });
  for (const size of ['few', 'some', 'many'] as const) {
    const { least, median } = timesOf(samples[size]);
    yield { name: `an event among ${SIZES[size][1]} nodes at the same load`, value: least, median, unit: 'ns' };
  }
  for (const size of ['some', 'many'] as const) {
    const name = `${SIZES[size][1]} nodes against 13`;
    yield { name, value: ratio(samples[size], samples.few), unit: '×', target: { atMost: 1.4, aim: 1.2 } };
  }
}

const IN_FLIGHT = [
  [100, '100'],
  [10_000, '10,000'],
  [1_000_000, '1,000,000'],
] as const;
/** Of all of them, so that only the number in flight differs. */
const CROWD_RATE_PER_SEC = 100_000;
/** After so many means of the service time 95 % of them are there. */
const MEANS_TO_FILL = 3;
const WINDOWS = 7;
const WINDOW_MS = 2_000;

/** Nanoseconds an event takes while so many requests are in flight, window by window. */
function crowded(inFlight: number): number[] {
  const meanMs = (inFlight / CROWD_RATE_PER_SEC) * 1000;
  const scenario = scenarioOf(infiniteServer(CROWD_RATE_PER_SEC, meanMs));
  const simulation = simulate(scenario, pageFolds(scenario).folds);
  let untilMs = MEANS_TO_FILL * meanMs + WINDOW_MS;
  simulation.runUntil(untilMs);
  return Array.from({ length: WINDOWS }, () => {
    const before = simulation.events;
    untilMs += WINDOW_MS;
    const ms = cpuMs(() => simulation.runUntil(untilMs));
    return (ms * 1e6) / (simulation.events - before);
  });
}

/** A heap of a million is three times as deep as one of a hundred. Besides, no cache holds a million requests. */
const LOGARITHMIC = 3;

function* overRequests(): Generator<Measurement> {
  const least: number[] = [];
  for (const [inFlight, text] of IN_FLIGHT) {
    const times = timesOf(crowded(inFlight));
    least.push(times.least);
    const name = `an event with ${text} requests in flight`;
    yield { name, value: times.least, median: times.median, unit: 'ns' };
  }
  yield {
    name: 'a million in flight against a hundred',
    value: least[2] / least[0],
    unit: '×',
    target: { atMost: LOGARITHMIC, aim: LOGARITHMIC },
  };
}

/** Whether an event costs the same in a large system as in a small one. */
export function* scale(): Generator<Measurement> {
  yield* overNodes();
  yield* overRequests();
}
