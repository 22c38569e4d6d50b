import { describe, expect, test } from 'vitest';
import { SentFlag } from '../../network/facts';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const QUICK = { appendTime: constant(1), loadTime: constant(1), perEventMs: 1, startupMs: 50 };

/** A shop that appends to streams, and a projection that takes 10 ms for each event. */
const system = (store: object = {}, subscription: object = {}, projection: object = {}) =>
  scenario()
    .client('shop')
    .node('event-store', 'store', { ...QUICK, ...store })
    .worker('projection', 10, { startupMs: 0, concurrency: 1, ...projection })
    .link('shop', 'store', { latency: constant(0) })
    .link('store', 'projection', { latency: constant(2), ...subscription });

describe('a projection', () => {
  test('gets every event once, in order, and lags behind', () => {
    const run = system().send('shop', 5, { atMs: 1 }).run({ untilMs: 25 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    // The first event goes at once, the others in one page after it.
    expect(run.times('finished', 'projection')).toEqual([14]);
    expect(run.report.nodes.store.detail.queues).toMatchObject([{ name: 'projection', ready: 0, unacked: 4 }]);
    run.advance(500);
    expect(run.times('finished', 'projection')).toEqual([14, 26, 36, 46, 56]);
    expect(run.report.messages).toMatchObject({ copies: 5, delivered: 5, acked: 5, redelivered: 0 });
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('never skips an event that it cannot deal with', () => {
    const run = system({}, { retryDelayMs: 100 })
      .errors('projection', 1, { atMs: 0, durationMs: 250 })
      .send('shop', 2, { atMs: 1 })
      .run({ untilMs: 2_000 });
    expect(run.all('requeued').map(({ outcome }) => outcome)).toEqual(['error', 'error', 'error']);
    expect(run.report.messages).toMatchObject({ acked: 2, redelivered: 3, lost: 0 });
    expectBalanced(run);
  });

  test('goes on from its checkpoint after a crash: what came after that comes again', () => {
    const run = system({}, { checkpointEvery: 4 })
      .send('shop', 8, { atMs: 1 })
      .crash('projection', { atMs: 80, durationMs: 20 })
      .run({ untilMs: 5_000 });
    // Seven were done by then, four of them under a checkpoint.
    expect(run.times('finished', 'projection').filter((atMs) => atMs > 100)).toHaveLength(4);
    expect(run.report.messages).toMatchObject({ replayed: 0, acked: 8, redelivered: 4, lost: 0, held: 0 });
    expect(run.report.nodes.store.detail.deliveries).toMatchObject({ duplicated: 3, outOfOrder: 0 });
    expectBalanced(run);
  });

  test('is rebuilt from the first event on', () => {
    const run = system().send('shop', 5, { atMs: 1 }).run({ untilMs: 500 });
    run.intervene(500, { action: 'rebuild', target: { link: 'store→projection' } });
    run.advance(3_000);
    expect(run.report.messages).toMatchObject({ copies: 5, replayed: 5, acked: 10, held: 0 });
    const again = run.all('delivered').filter(({ atMs }) => atMs >= 500);
    expect(again).toHaveLength(5);
    expect(again.every(({ detail }) => detail & SentFlag.redelivered)).toBe(true);
    expectBalanced(run);
  });

  test('misses nothing of what is written while it or the store is down, or the link is cut', () => {
    const run = system()
      .crash('projection', { atMs: 30, durationMs: 100 })
      .crash('store', { atMs: 300, durationMs: 100 })
      .cut('store→projection', { atMs: 700, durationMs: 400 })
      .send('shop', 10, { atMs: 1 })
      .send('shop', 10, { atMs: 200 })
      .send('shop', 10, { atMs: 720 })
      .run({ untilMs: 10_000 });
    expect(run.report.messages).toMatchObject({ copies: 30, lost: 0, held: 0 });
    expect(
      new Set(
        run
          .all('finished', 'projection')
          .filter((row) => row.outcome === 'ok')
          .map(({ serial }) => serial),
      ).size,
    ).toBe(30);
    expectBalanced(run);
  });

  test('has a copy of its own of everything, and a pace of its own', () => {
    const run = system()
      .worker('other', 1, { startupMs: 0 })
      .link('store', 'other', { latency: constant(0) })
      .send('shop', 10, { atMs: 1 })
      .run({ untilMs: 60 });
    expect(run.times('finished', 'other')).toHaveLength(10);
    expect(run.report.nodes.store.detail.queues).toMatchObject([
      { name: 'projection' },
      { name: 'other', ready: 0, unacked: 0 },
    ]);
    expect(run.report.messages).toMatchObject({ copies: 20 });
    expectBalanced(run);
  });
});

/** Two desks change the same aggregate: each loads it, thinks for 20 ms, and writes. */
const desks = (store: object = {}) => {
  const operations = (desk: string) => ({
    '': [
      { step: 'call', link: `${desk}→store`, operation: 'load' },
      { step: 'work' },
      { step: 'call', link: `${desk}→store`, operation: 'append' },
    ],
  });
  const desk = (id: string) => ({ operations: operations(id), serviceTime: constant(20), startupMs: 0 });
  return scenario()
    .client('a')
    .client('b')
    .node('event-store', 'store', { ...QUICK, ...store })
    .service('one', desk('one'))
    .service('two', desk('two'))
    .link('a', 'one', { latency: constant(0) })
    .link('b', 'two', { latency: constant(0) })
    .link('one', 'store', { latency: constant(0) })
    .link('two', 'store', { latency: constant(0) });
};

describe('an aggregate', () => {
  test('is written by one of two who have loaded the same version; the other hears of the conflict', () => {
    const run = desks().send('a', 1, { atMs: 1 }).send('b', 1, { atMs: 2 }).run({ untilMs: 500 });
    expect([run.outcomes('a'), run.outcomes('b')]).toEqual([['ok'], ['error']]);
    expect(run.report.nodes.store).toMatchObject({ failedBy: { conflict: 1 }, detail: { conflicts: 1 } });
    expectBalanced(run);
  });

  test('is written by both where nobody checks: the second never saw what the first had done', () => {
    const run = desks({ checksVersion: false })
      .send('a', 1, { atMs: 1 })
      .send('b', 1, { atMs: 2 })
      .run({ untilMs: 500 });
    expect([run.outcomes('a'), run.outcomes('b')]).toEqual([['ok'], ['ok']]);
  });

  test('takes the longer to load the more events there are since its snapshot', () => {
    const loads = (snapshotEvery: number | null) => {
      const run = scenario()
        .client('writer')
        .client('reader', { mix: [{ operation: 'load', weight: 1 }] })
        .node('event-store', 'store', { ...QUICK, snapshotEvery, concurrency: 1 })
        .link('writer', 'store', { latency: constant(0) })
        .link('reader', 'store', { latency: constant(0) })
        .send('writer', 25, { atMs: 1 })
        .send('reader', 1, { atMs: 100 })
        .run({ untilMs: 500 });
      return run.settled('reader')[0].latencyMs;
    };
    // A millisecond to open the stream, and one for each event.
    expect([loads(null), loads(10), loads(25)]).toEqual([26, 6, 1]);
  });
});

test('what is written survives a crash of the store', () => {
  const run = system()
    .send('shop', 5, { atMs: 1 })
    .crash('store', { atMs: 20, durationMs: 30 })
    .run({ untilMs: 3_000 });
  expect(run.report.messages).toMatchObject({ copies: 5, acked: 5, lost: 0 });
  expectBalanced(run);
});
