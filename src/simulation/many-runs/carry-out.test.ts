import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testPlan, testReport } from '../testing/plans';
import { carryOut, type Runners, type TaskResult } from './carry-out';
import { encodeRecord } from './run-record';

const plan = testPlan();
const runs = Array.from({ length: 9 }, (_, run) => run);

const resultOf = (run: number, failing: ReadonlySet<number>): TaskResult =>
  failing.has(run)
    ? { ok: false, failure: { problem: `run ${run} failed`, limit: 'frames', atMost: 10, node: 'orders', atMs: run } }
    : { ok: true, record: encodeRecord({ run, report: testReport(run) }) };

/** So many runners, of whom any may be the next to be ready: `order` decides. */
function shuffled(count: number, order: readonly number[], failing: ReadonlySet<number>): Runners {
  const waiting: (() => void)[] = [];
  let turn = 0;
  const next = () => {
    const [ready] = waiting.splice(order[turn++ % order.length] % waiting.length, 1);
    ready();
  };
  return {
    count,
    perform: ({ run }, onProgress) =>
      new Promise((resolve) => {
        onProgress(0.5);
        waiting.push(() => resolve(resultOf(run, failing)));
        queueMicrotask(next);
      }),
  };
}

describe('carrying out a plan', () => {
  const anyOrder = fc.array(fc.nat(100), { minLength: 1, maxLength: 20 });
  const anyCount = fc.integer({ min: 1, max: 12 });

  it('has the same outcome with any number of runners, whoever is first', async () => {
    const none = new Set<number>();
    const expected = new Map(runs.map((run) => [run, testReport(run)]));
    await fc.assert(
      fc.asyncProperty(anyCount, anyOrder, async (count, order) => {
        const finished: number[] = [];
        const outcome = await carryOut(plan, runs, shuffled(count, order, none), {
          onFinished: ({ run }) => finished.push(run),
        });
        if (!outcome.ok) throw new Error(outcome.problem);
        expect(new Map([...outcome.reports].sort(([a], [b]) => a - b))).toEqual(expected);
        expect(finished.sort((a, b) => a - b)).toEqual(runs);
      }),
    );
  });

  it('fails with the first in order of those that do, and begins no more', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCount,
        anyOrder,
        fc.uniqueArray(fc.nat(8), { minLength: 1 }),
        async (count, order, failing) => {
          const outcome = await carryOut(plan, runs, shuffled(count, order, new Set(failing)));
          expect(outcome).toEqual({ ok: false, problem: `run ${Math.min(...failing)} failed` });
        },
      ),
    );
    const begun: number[] = [];
    const alone = shuffled(1, [0], new Set([2]));
    await carryOut(plan, runs, {
      count: 1,
      perform: (task, onProgress) => {
        begun.push(task.run);
        return alone.perform(task, onProgress);
      },
    });
    expect(begun).toEqual([0, 1, 2]);
  });

  it('tells a progress that only grows', async () => {
    const told: (readonly [number, number])[] = [];
    await carryOut(plan, runs, shuffled(3, [0], new Set()), {
      onProgress: (share, finished) => told.push([share, finished]),
    });
    const shares = told.map(([share]) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBeCloseTo(0.5 / 9);
    expect(Math.max(...shares)).toBeLessThan(1);
    expect(told[told.length - 1][1]).toBe(8);
  });

  it('ends with its runners', async () => {
    const broken: Runners = { count: 4, perform: () => Promise.reject(new Error('interrupted')) };
    await expect(carryOut(plan, runs, broken)).rejects.toThrow('interrupted');
  });

  it('goes on after a failure where somebody is told of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCount,
        anyOrder,
        fc.uniqueArray(fc.nat(8), { minLength: 1 }),
        async (count, order, failing) => {
          const finished: number[] = [];
          const failed: number[] = [];
          const outcome = await carryOut(plan, runs, shuffled(count, order, new Set(failing)), {
            onFinished: ({ run }) => finished.push(run),
            onFailed: (run, failure) => {
              expect(failure.atMs).toBe(run);
              failed.push(run);
            },
          });
          expect(outcome.ok).toBe(false);
          expect(failed.sort((a, b) => a - b)).toEqual(failing.sort((a, b) => a - b));
          expect([...finished, ...failed].sort((a, b) => a - b)).toEqual(runs);
        },
      ),
    );
  });
});
