import { describe, expect, it } from 'vitest';
import { createTraceColumns, TRACE_ROWS, Trace, type TraceColumns, type TraceFold, type TraceKeeper } from './trace';

/** The serials of the facts that it has read. */
class Serials implements TraceFold {
  readonly serials: number[] = [];
  read({ serial }: TraceColumns, from: number, to: number): void {
    this.serials.push(...serial.subarray(from, to));
  }
}

class Keeper extends Serials implements TraceKeeper {
  readonly kept: TraceColumns[] = [];
  take(columns: TraceColumns): TraceColumns {
    this.kept.push(columns);
    return createTraceColumns(TRACE_ROWS);
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, serial) => serial);

function traceWith(...folds: readonly TraceFold[]) {
  const clock = new Float64Array(1);
  const trace = new Trace(clock);
  for (const fold of folds) trace.subscribe(fold);
  let serial = 0;
  const record = (times: number) => {
    for (let time = 0; time < times; time++) trace.record(1, 2, 3, serial++, -4, 0.5);
  };
  return { trace, clock, record };
}

describe('a trace', () => {
  it('shows every fact once, in order, whenever it is flushed', () => {
    const fold = new Serials();
    const { trace, record } = traceWith(fold);
    for (const times of [1, 300, 0, TRACE_ROWS, 7, 2 * TRACE_ROWS + 3]) {
      record(times);
      trace.flush();
    }
    expect(fold.serials).toEqual(upTo(311 + 3 * TRACE_ROWS));
  });

  it('holds what was recorded, at the moment of the clock', () => {
    const keeper = new Keeper();
    const { trace, clock, record } = traceWith(keeper);
    record(1);
    clock[0] = 2.5;
    record(TRACE_ROWS);
    trace.flush();
    const [{ at, fact, detail, place, serial, extra, value }] = keeper.kept;
    expect([at[0], at[1]]).toEqual([0, 2.5]);
    expect([fact[1], detail[1], place[1], serial[1], extra[1], value[1]]).toEqual([1, 2, 3, 1, -4, 0.5]);
  });

  it('gives its columns away when they are full, and all folds have read them, and writes to others', () => {
    const fold = new Serials();
    const keeper = new Keeper();
    const { trace, record } = traceWith(keeper, fold);
    record(TRACE_ROWS + 1);
    expect(keeper.kept.map(({ serial }) => [...serial])).toEqual([upTo(TRACE_ROWS)]);
    expect(fold.serials).toEqual(upTo(TRACE_ROWS));
    record(TRACE_ROWS);
    expect(keeper.kept[0].serial[0]).toBe(0);
    expect(keeper.kept[1].serial[0]).toBe(TRACE_ROWS);
    trace.flush();
    expect(fold.serials).toEqual(upTo(2 * TRACE_ROWS + 1));
  });

  it('lets folds read several full columns together, in order, and all that there is when it is flushed', () => {
    const fold = new Serials();
    const keeper = new Keeper();
    const { trace, record } = traceWith(keeper, fold);
    trace.gather(3);
    record(3 * TRACE_ROWS);
    expect(fold.serials).toEqual([]);
    record(1);
    expect(fold.serials).toEqual(upTo(3 * TRACE_ROWS));
    expect(keeper.kept.map(({ serial }) => serial[0])).toEqual([0, TRACE_ROWS, 2 * TRACE_ROWS]);
    record(2 * TRACE_ROWS);
    trace.flush();
    expect(fold.serials).toEqual(upTo(5 * TRACE_ROWS + 1));
    record(TRACE_ROWS);
    trace.flush();
    expect(fold.serials).toEqual(upTo(6 * TRACE_ROWS + 1));
    expect(keeper.kept.map(({ serial }) => serial[0] / TRACE_ROWS)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is kept by one only', () => {
    expect(() => traceWith(new Keeper(), new Keeper())).toThrow(/only one/);
  });
});
