/**
 * Random systems with random faults: the books balance at any moment, no frame is lost, a checkpoint goes on alike, and
 * what a visitor does is replayed to the last bit. A failing test names the seed that brings it back.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../kernel/random';
import { catalogue } from '../kinds/catalogue';
import { isBroker } from '../network/messaging/queues-of';
import { interventionSchema } from '../scenario/document-schema';
import type { Scenario } from '../scenario/scenario';
import { arbitraryScenario } from '../scenario/testing/arbitrary-scenario';
import { expectBalanced } from './testing/expect-balanced';
import { expectOperationalLaws } from './testing/expect-operational-laws';
import { randomActions, randomSystem } from './testing/random-system';
import { TestRun } from './testing/test-run';

const END_MS = 1_500;
/** A system that spins, e.g. on a message that no consumer can ever process, is left alone after so many events. */
const MAX_EVENTS = 60_000;

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

/** Ends every fault and stops every arrival that can be stopped. */
function calm(run: TestRun): void {
  const { nodes, links } = run.scenario;
  const { nowMs } = run.simulation;
  for (const { id } of nodes) run.intervene(nowMs, { action: 'heal', target: { node: id } });
  for (const { id } of links) run.intervene(nowMs, { action: 'heal', target: { link: id } });
  for (const node of nodes) {
    if (node.kind === 'client') run.intervene(nowMs, { action: 'rate', target: { node: node.id }, ratePerSec: 0 });
  }
}

const isClosed = (scenario: Scenario): boolean =>
  scenario.nodes.some((node) => (node.params.arrivals as { process?: string } | undefined)?.process === 'closed');

describe('the books of random systems balance', () => {
  test.each(seeds(1, 80))('at any moment, and when all is over nothing is left (seed %i)', (seed) => {
    const run = new TestRun(randomSystem(seed));
    for (let atMs = 100; atMs <= END_MS; atMs += 175) {
      run.advance(atMs, MAX_EVENTS);
      expectBalanced(run);
    }
    expectOperationalLaws(run);
    if (isClosed(run.scenario)) return;
    calm(run);
    expectBalanced(run);
    run.advance(600_000, MAX_EVENTS);
    expectBalanced(run);
    if (run.progress.status !== 'reached') return;
    const { nodes, messages } = run.report;
    const stored = run.scenario.nodes
      .filter((node) => isBroker(node.kind))
      .reduce((sum, node) => sum + nodes[node.id].held, 0);
    const logged = run.simulation.world.nodes.reduce((sum, node) => sum + node.messagesWithoutFrames, 0);
    expect(run.framesInUse).toBe(messages.held - logged);
    expect(messages.held).toBeGreaterThanOrEqual(stored);
    for (const [id, client] of Object.entries(run.report.clients)) expect(client.inFlight, id).toBe(0);
  });
});

test('random systems suffer everything that a scenario can do to them', () => {
  const suffered = seeds(1, 200).flatMap((seed) => randomSystem(seed).interventions.map(({ action }) => action));
  const all = interventionSchema.options.map(({ entries }) => entries.action.literal);
  expect(new Set(suffered)).toEqual(new Set(all));
});

describe('checkpoints of random systems', () => {
  test.each(seeds(1_000, 25))('go on alike, from any event (seed %i)', (seed) => {
    const scenario = randomSystem(seed);
    const whole = new TestRun(scenario).advance(END_MS, MAX_EVENTS);
    const random = new RandomStreams(seed).stream('moments');
    for (let i = 0; i < 3; i++) {
      const first = new TestRun(scenario).advance(END_MS, random.below(whole.simulation.events + 1));
      const second = TestRun.resume(scenario, first.checkpoint());
      second.advance(END_MS, MAX_EVENTS - first.simulation.events);
      expect(second.fingerprint).toBe(whole.fingerprint);
      expect(second.facts).toEqual(whole.facts.slice(first.facts.length));
    }
  });
});

describe('what a visitor does to random systems', () => {
  test.each(seeds(2_000, 30))('is replayed to the last bit from what was recorded (seed %i)', (seed) => {
    const scenario = randomSystem(seed);
    const live = new TestRun(scenario);
    const recorded = randomActions(scenario, seed, 5).map(({ atMs, action }) => live.intervene(atMs, action));
    live.advance(END_MS + 500, MAX_EVENTS);
    const file = JSON.parse(JSON.stringify({ ...scenario, interventions: [...scenario.interventions, ...recorded] }));
    const replayed = new TestRun(file).advance(END_MS + 500, MAX_EVENTS);
    if (live.progress.status !== 'reached') return;
    expect(replayed.fingerprint).toBe(live.fingerprint);
    expect(replayed.facts).toEqual(live.facts);
    expectBalanced(live);
  });
});

describe('any document that the check lets through', () => {
  test('runs, and keeps its books, with whatever values its fields may have (seed 5)', () => {
    fc.assert(
      fc.property(arbitraryScenario(catalogue), (scenario) => {
        const run = new TestRun(scenario, { limits: { maxFrames: 20_000 } });
        run.advance(10, 500).advance(1e9, 2_000);
        expectBalanced(run);
      }),
      { seed: 5, numRuns: 60 },
    );
  }, 30_000);
});
