import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

/**
 * A compacted topic with one partition; every record is a batch and fills a segment, so that all are closed. Of
 * three records two have a key, and these come in turns (key 0 is none). Old segments are looked for every second, and of two groups one does not read at first.
 */
const compacted = (shop: Readonly<Record<string, unknown>> = {}) =>
  scenario()
    .client('shop', { keys: { pattern: 'turns', count: 3 } })
    .kafka('log', {
      topics: [{ name: 'events', partitions: 1, cleanup: 'compact', segmentBytes: 1_000 }],
      groupInitialRebalanceDelayMs: 0,
      retentionCheckMs: 1_000,
      startupMs: 0,
    })
    .service('fast', { serviceTime: constant(1) })
    .service('slow', { serviceTime: constant(1) })
    .link('shop', 'log', { lingerMs: 0, batchBytes: 1, confirm: true, ...shop })
    .link('log', 'fast', { group: 'fast', commit: 'afterProcessing', latency: constant(1) })
    .link('log', 'slow', { group: 'slow', commit: 'afterProcessing', latency: constant(1) });

const startedAt = (run: TestRun, node: string, fromMs: number): number =>
  run.all('started', node).filter(({ atMs }) => atMs >= fromMs).length;

/** The offsets that are still there for a group, and the numbers of their keys. */
const left = (run: TestRun, queue: number) =>
  run.simulation.world
    .node('log')
    ?.liveMessages(queue, 0, 100)
    .messages.map(({ offset, key }) => `${offset}:${key}`);

describe('a compacted topic', () => {
  const behind = () => compacted().stopConsuming('slow', { atMs: 10 });

  test('keeps the latest record of each key, and those without: a group that has not read the others never will, and loses nothing', () => {
    const run = behind().send('shop', 10, { atMs: 100 }).run({ untilMs: 900 });
    expect(run.report.messages).toMatchObject({ published: 10, copies: 10, acked: 10, held: 10 });
    run.advance(1_500);
    expect(run.report.messages).toMatchObject({ acked: 10, expired: 4, lost: 0, held: 6 });
    expect(left(run, 1)?.map((one) => Number(one.split(':')[0]))).toEqual([0, 3, 6, 7, 8, 9]);
    expectBalanced(run);
    run.intervene(1_500, { action: 'heal', target: { node: 'slow' } });
    run.advance(6_000);
    expect(startedAt(run, 'slow', 1_500)).toBe(6);
    expect(run.report.messages).toMatchObject({ acked: 16, expired: 4, held: 0 });
    expectBalanced(run);
  });

  test('is read again without its holes', () => {
    const run = compacted().send('shop', 10, { atMs: 100 }).run({ untilMs: 1_500 });
    expect(run.report.messages).toMatchObject({ acked: 20, expired: 0, held: 0 });
    run.intervene(1_500, {
      action: 'resetOffsets',
      target: { node: 'log' },
      group: '',
      topic: '',
      to: 'earliest',
      value: 0,
    });
    run.advance(3_000);
    expect([startedAt(run, 'fast', 1_500), startedAt(run, 'slow', 1_500)]).toEqual([6, 6]);
    expect(run.report.messages).toMatchObject({ acked: 32, replayed: 12, held: 0 });
    expectBalanced(run);
  });

  test('keeps what producers write without a key', () => {
    const run = compacted({ keyed: false }).send('shop', 10, { atMs: 100 }).run({ untilMs: 1_500 });
    expect(left(run, 0)).toEqual([]);
    run.intervene(1_500, {
      action: 'resetOffsets',
      target: { node: 'log' },
      group: 'fast',
      topic: '',
      to: 'earliest',
      value: 0,
    });
    run.advance(3_000);
    expect(startedAt(run, 'fast', 1_500)).toBe(10);
  });

  test('leaves what a checkpoint has as it was', () => {
    const first = behind().send('shop', 1_000, { atMs: 100 }).run({ untilMs: 999 });
    const saved = first.checkpoint();
    first.advance(1_500);
    const second = TestRun.resume(first.scenario, saved).advance(1_500);
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(left(second, 1)).toEqual(left(first, 1));
    expectBalanced(first);
  });
});
