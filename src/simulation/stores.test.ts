/** The ready-made stores tell the story that the page promises, before any browser is involved. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { Phase } from '../network/frames/frames';
import { checkScenario } from '../scenario/check-scenario';
import { PRESETS } from '../scenario/presets';
import { expectBalanced } from './testing/expect-balanced';
import { TestRun } from './testing/test-run';

function open(id: string): TestRun {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  const checked = checkScenario(preset?.load(), catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return new TestRun({ ...checked.value, durationMs: null });
}

/** Shares of the requests that ended in an interval, by outcome. */
function shares(run: TestRun, fromMs: number, toMs: number): (outcome: string) => number {
  const ended = run.settled('shop').filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  return (outcome) => ended.filter((request) => request.outcome === outcome).length / ended.length;
}

const KILLED_MS = 20_000;
const HEALED_MS = 60_000;

function killPayments(id: string): TestRun {
  const run = open(id);
  run.intervene(KILLED_MS, { action: 'crash', target: { node: 'payments' } });
  run.intervene(HEALED_MS, { action: 'heal', target: { node: 'payments' } });
  return run.advance(150_000);
}

describe('the synchronous store', () => {
  const run = killPayments('store');

  test('works while nobody touches it', () => {
    expect(shares(run, 0, KILLED_MS)('ok')).toBeGreaterThan(0.99);
    expect(
      run.facts.filter((row) => row.fact === 'finished' && row.atMs < KILLED_MS && row.outcome === 'refused'),
    ).toEqual([]);
  });

  test('fails most of its shoppers when Payments is killed: blocked Orders, then a full gateway', () => {
    expect(shares(run, KILLED_MS + 25_000, HEALED_MS)('ok')).toBeLessThan(0.5);
    const refused = run.all('finished', 'gateway').filter((row) => row.outcome === 'refused');
    expect(refused[0].atMs).toBeGreaterThan(KILLED_MS);
    expect(refused[0].atMs).toBeLessThan(HEALED_MS);
  });

  test('has every worker of Orders blocked before the gateway refuses anybody', () => {
    const story = open('store');
    story.intervene(KILLED_MS, { action: 'crash', target: { node: 'payments' } });
    const { nodes, network } = story.simulation.world;
    const orders = nodes.findIndex((node) => node.id === 'orders');
    const blocked = () => {
      let count = 0;
      network.frames.forEach((frame) => {
        if (network.frames.node[frame] === orders && network.frames.phase[frame] === Phase.blocked) count++;
      });
      return count;
    };
    const workers = story.all('capacity', 'orders')[0].extra;
    while (blocked() < workers && story.simulation.nowMs < HEALED_MS) story.advance(story.simulation.nowMs + 50);
    expect(blocked()).toBe(workers);
    expect(story.all('finished', 'gateway').some((row) => row.outcome === 'refused')).toBe(false);
  });

  test('recovers by itself when Payments is back', () => {
    expect(shares(run, 120_000, 150_000)('ok')).toBeGreaterThan(0.99);
    expectBalanced(run);
  });
});

describe('the store with RabbitMQ', () => {
  const run = killPayments('store-with-rabbitmq');

  test('fails no shopper for the same kill', () => {
    expect(run.report.clients.shop.failed).toBe(0);
    expect(run.report.clients.shop.ok).toBeGreaterThan(5_000);
  });

  test('lets the queue grow meanwhile, and drains it after the restart', () => {
    const { queues } = run.report.nodes.rabbitmq.detail as { queues: { ready: number; maxReady: number }[] };
    expect(queues[0].maxReady).toBeGreaterThan(300);
    expect(queues[0].ready).toBeLessThan(10);
    expect(run.report.messages).toMatchObject({ lost: 0, duplicated: 0 });
    expectBalanced(run);
  });
});
