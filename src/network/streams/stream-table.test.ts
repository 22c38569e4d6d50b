import { expect, test } from 'vitest';
import { TestRun } from '../../simulation/testing/test-run';
import { NONE } from '../frames/frames';
import { one } from './testing/one-stream';

test('a checkpoint in mid-stream goes on to the same end', () => {
  const built = one('bidirectional', 20, { deadlineMs: 1_500 }, [1, 50, 300]).build();
  const straight = new TestRun(built).advance(5_000);
  const first = new TestRun(built).advance(777);
  const resumed = TestRun.resume(built, first.checkpoint()).advance(5_000);
  const tail = straight.facts.filter(({ atMs }) => atMs > 777);
  expect(resumed.facts).toEqual(tail);
});

test('the slot of a stream that is over is used for the next', () => {
  const tableAt = (untilMs: number) => {
    const { network } = new TestRun(one('server', 3, {}, [1, 1_000, 2_000]).build()).advance(untilMs).simulation.world;
    return network.streams?.save();
  };
  expect(tableAt(2_100)).toMatchObject({ streams: [{ frame: expect.any(Number), pending: 1 }], spareSlots: [] });
  expect(tableAt(5_000)).toEqual({ streams: [null], spareSlots: [0], spareCharts: [0] });
});

test('a slot is kept for a stream that is over until the last event for it has come', () => {
  const run = new TestRun(one('server', 50, { deadlineMs: 400 }).build());
  const tableAt = (untilMs: number) => run.advance(untilMs).simulation.world.network.streams?.save();
  // The callee hears at 411 that nobody waits any more; its next message would be due at 461.
  expect(tableAt(412)).toMatchObject({ streams: [{ frame: NONE, pending: 1 }], spareSlots: [] });
  expect(tableAt(462)).toEqual({ streams: [null], spareSlots: [0], spareCharts: [0] });
});
