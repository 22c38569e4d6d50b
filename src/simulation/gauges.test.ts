import { describe, expect, it } from 'vitest';
import { LINK_GAUGES, NODE_GAUGES } from '../analysis/gauge-names';
import { type GaugeReadings, Gauges } from '../analysis/gauges';
import { RandomStreams } from '../kernel/random';
import { behaviours } from '../kinds/behaviours';
import { catalogue } from '../kinds/catalogue';
import type { FrameList } from '../network/frames/frame-list';
import { NONE, Phase } from '../network/frames/frames';
import { lengthIn } from '../network/frames/list-in-line';
import { Crew } from '../network/serving/crews';
import { Server } from '../network/serving/server';
import { checkScenario } from '../scenario/check-scenario';
import { PRESETS } from '../scenario/presets';
import type { Intervention, Scenario } from '../scenario/scenario';
import { Simulation } from './simulation';

/*
 * The gauges know a run by its facts alone. Here they are compared with what the components and links themselves hold,
 * through crashes, cuts and slow links.
 */

const END_MS = 60_000;
const EVERY_MS = 500;

interface Held {
  readonly proxied?: FrameList;
}

function faults(scenario: Scenario, seed: number): Intervention[] {
  const random = new RandomStreams(seed).stream('faults');
  const crashable = scenario.nodes.filter((node) => node.kind !== 'client');
  return Array.from({ length: 12 }, (): Intervention => {
    const when = { atMs: random.unit() * END_MS, durationMs: random.unit() * 8_000 };
    const link = { link: scenario.links[random.below(scenario.links.length)].id };
    const dice = random.unit();
    if (dice < 0.2) return { ...when, action: 'cut', target: link };
    if (dice < 0.4) return { ...when, action: 'slow', factor: 5, target: link };
    return { ...when, action: 'crash', target: { node: crashable[random.below(crashable.length)].id } };
  });
}

/** What the world itself says, under the names of the gauges; and what the gauges say of the same. */
function compare({ world }: Simulation, scenario: Scenario, readings: GaugeReadings): [unknown, unknown] {
  const { network } = world;
  const { frames } = network;
  const truth: Record<string, number> = {};
  const shown: Record<string, number> = {};
  const nodeGauge = (node: number, gauge: (typeof NODE_GAUGES)[number], value: number) => {
    const name = `${scenario.nodes[node].id}.${gauge}`;
    truth[name] = value;
    shown[name] = readings.nodes[node * NODE_GAUGES.length + NODE_GAUGES.indexOf(gauge)];
  };
  network.nodes.forEach((component, node) => {
    const { proxied } = component.state as Held;
    if (proxied) nodeGauge(node, 'busy', proxied.length);
    if (!(component instanceof Server)) return;
    const [free, busy, blocked] = component.slots.counts();
    nodeGauge(node, 'busy', busy + blocked);
    nodeGauge(node, 'blocked', blocked);
    // A liveness probe stands in the queue as well, but nobody sent it.
    const { words } = network.crews;
    let queued = lengthIn(words, component.line + Crew.queue);
    frames.forEach((frame) => {
      if (frames.node[frame] === node && frames.phase[frame] === Phase.queued && frames.link[frame] === NONE) queued--;
    });
    nodeGauge(node, 'queued', queued);
    // What the machines of the workers are in, and what the frames that hold them are at.
    let blockedFrames = 0;
    frames.forEach((frame) => {
      const holds = frames.node[frame] === node && frames.slot[frame] !== NONE;
      // Who waits for a row of a database waits for no call; who gathers answers does, though none of them is its own.
      const gathers = component.gathered.questions[frames.serial[frame]]?.frame === frame;
      const waits = frames.child[frame] !== NONE || gathers;
      if (holds && frames.phase[frame] === Phase.blocked && waits) blockedFrames++;
    });
    const serving = lengthIn(words, component.line + Crew.serving);
    truth[`${scenario.nodes[node].id} by its frames`] = serving * 1e6 + blockedFrames;
    shown[`${scenario.nodes[node].id} by its frames`] = (busy + blocked) * 1e6 + blocked;
    expect(free).toBe(component.slots.workers - serving);
  });
  network.links.forEach((link, index) => {
    if (link.carriesMessages) return;
    // What waits for a connection has not been sent.
    let unsent = 0;
    frames.forEach((frame) => {
      if (frames.link[frame] === index && frames.phase[frame] === Phase.unconnected) unsent++;
    });
    truth[link.id] = link.inFlight - unsent;
    shown[link.id] = readings.links[index * LINK_GAUGES.length + LINK_GAUGES.indexOf('inFlight')];
  });
  return [shown, truth];
}

describe.each(PRESETS)('the gauges of "$id"', (preset) => {
  it.each([1, 2, 3])('show what is there, whatever fails (seed %i)', (seed) => {
    const checked = checkScenario(preset.load(), catalogue);
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    const scenario = { ...checked.value, seed, interventions: faults(checked.value, seed) };
    const gauges = new Gauges(scenario);
    const simulation = new Simulation(scenario, behaviours, { subscribe: (trace) => trace.subscribe(gauges) });
    for (let atMs = EVERY_MS; atMs <= END_MS; atMs += EVERY_MS) {
      simulation.runUntil(atMs);
      simulation.trace.flush();
      const [shown, truth] = compare(simulation, scenario, gauges.snapshot(atMs));
      expect(shown, `at ${atMs} ms`).toEqual(truth);
    }
  });
});
