import { describe, expect, it } from 'vitest';
import { createTraceColumns, Trace, type TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { OUTCOMES, Outcome } from '../../network/outcomes';
import { isChosen, ONE_IN } from './chosen-requests';
import { BLOCK_ROWS } from './extent';
import { DETAIL_BITS, FACT_BITS } from './packed-block';
import { Packer } from './packer';
import { factsOf } from './request-facts';
import { listRequests } from './request-list';
import { TraceArchive } from './trace-archive';
import { unpack } from './trace-block';

const MB = 1024 * 1024;

/** Numbers that look random and are the same in every run. */
function draws(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
}

/** Facts of every shape: far serials, negative and large extras, infinite values, long pauses. */
function anything(rows: number, seed: number): TraceColumns {
  const draw = draws(seed);
  const columns = createTraceColumns(rows);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    at += [0, 0, 1 / 3, 1e-9, 12_345.678][draw(5)];
    columns.at[row] = at;
    columns.fact[row] = 1 + draw(30);
    columns.detail[row] = draw(128);
    columns.place[row] = draw(256);
    columns.serial[row] = [0, draw(50), 1_000_000 + draw(50), 4_000_000_000 + draw(50)][draw(4)];
    columns.extra[row] = [0, 0, 1, -1, draw(50), 1_000_000, -2_000_000_000, 2_147_483_647][draw(8)];
    columns.value[row] = [0, 0, 1 / 3, Infinity, 1e-30, -5][draw(6)];
  }
  return columns;
}

/** Writes facts into the trace that an archive keeps. */
function writerTo(archive: TraceArchive) {
  const clock = new Float64Array(1);
  const trace = new Trace(clock);
  trace.subscribe(archive);
  return ({ at, fact, detail, place, serial, extra, value }: TraceColumns, from = 0, to = at.length) => {
    for (let row = from; row < to; row++) {
      clock[0] = at[row];
      trace.record(fact[row], detail[row], place[row], serial[row], extra[row], value[row]);
    }
    trace.flush();
  };
}

/** What an archive has kept, one row a line. */
function linesOf(archive: TraceArchive): string[] {
  const scratch = createTraceColumns(BLOCK_ROWS);
  return archive.blocks().flatMap((block) => {
    unpack(block, scratch);
    return Array.from({ length: block.rows }, (_, row) => lineOf(scratch, row));
  });
}
const lineOf = ({ at, fact, detail, place, serial, extra, value }: TraceColumns, row: number): string =>
  [at, fact, detail, place, serial, extra, value].map((column) => column[row]).join(' ');
const linesIn = (columns: TraceColumns) => Array.from(columns.at, (_, row) => lineOf(columns, row));

/** Requests one after the other, each with one call; every tenth fails. Ten facts and 10 ms a request. */
function requests(count: number, first = 1): TraceColumns {
  const columns = createTraceColumns(count * 8);
  for (let index = 0; index < count; index++) {
    const root = first + 2 * index;
    const call = root + 1;
    const at = ((root - 1) / 2) * 10;
    const outcome = index % 10 === 9 ? Outcome.timeout : Outcome.ok;
    const rows = [
      [at, Fact.issued, 0, 0, root, 0, 0],
      [at, Fact.sent, 0, 0, call, root, 1],
      [at + 1, Fact.arrived, 0, 1, call, 0, 0],
      [at + 1, Fact.started, 0, 1, call, 0, 0],
      [at + 4, Fact.finished, outcome, 1, call, 1, 3],
      [at + 4, Fact.replied, outcome, 0, call, 0, 1],
      [at + 5, Fact.returned, outcome, 0, call, 0, 5],
      [at + 5, Fact.settled, outcome, 0, root, 0, 5],
    ];
    rows.forEach((row, offset) => {
      const to = index * 8 + offset;
      const names = ['at', 'fact', 'detail', 'place', 'serial', 'extra', 'value'] as const;
      names.forEach((name, column) => {
        columns[name][to] = row[column];
      });
    });
  }
  return columns;
}

describe('a trace archive', () => {
  it('has room in its bytes for every fact and outcome', () => {
    expect(Math.max(...Object.values(Fact))).toBeLessThanOrEqual(FACT_BITS);
    expect(OUTCOMES.length).toBeLessThanOrEqual(DETAIL_BITS);
  });

  it.each([1, 2, 3])('gives back every bit of what it was told (seed %i)', (seed) => {
    const columns = anything(3 * BLOCK_ROWS + 77, seed);
    const archive = new TraceArchive(256);
    const write = writerTo(archive);
    const draw = draws(seed + 100);
    for (let row = 0; row < columns.at.length; ) {
      const end = Math.min(columns.at.length, row + draw(5_000));
      write(columns, row, end);
      row = end;
    }
    expect(archive.facts).toBe(columns.at.length);
    expect(linesOf(archive)).toEqual(linesIn(columns));
    expect(archive.coverage).toMatchObject({ thinned: false, completeFromMs: 0 });
  });

  it.each([1, 2, 3])('packs what it keeps of the past without losing a bit (seed %i)', (seed) => {
    const columns = anything(BLOCK_ROWS, seed);
    const packer = new Packer(false);
    for (let row = 0; row < BLOCK_ROWS; row += 1024) packer.write(columns, row, row + 1024);
    const lastMs = columns.at[BLOCK_ROWS - 1];
    const block = packer.pack({ first: 0, end: BLOCK_ROWS, lastMs }, (bytes) => new ArrayBuffer(bytes));
    const unpacked = createTraceColumns(BLOCK_ROWS);
    unpack(block, unpacked);
    expect(linesIn(unpacked)).toEqual(linesIn(columns));
  });

  it('knows more than 256 places where there are more', () => {
    const columns = anything(100, 5);
    columns.place[3] = 40_000;
    const archive = new TraceArchive(60_000);
    writerTo(archive)(columns);
    expect(linesOf(archive)).toEqual(linesIn(columns));
  });

  it('never takes more than its budget, and keeps what it says', () => {
    const archive = new TraceArchive(4, 3 * MB);
    const write = writerTo(archive);
    const perChunk = 5_000;
    for (let chunk = 0; chunk < 20; chunk++) {
      write(requests(perChunk, 1 + 2 * perChunk * chunk));
      expect(archive.bytes).toBeLessThanOrEqual(3 * MB);
    }
    const count = 20 * perChunk;
    const { completeFromMs, chosenFromMs, thinned } = archive.coverage;
    expect(thinned).toBe(true);
    expect(completeFromMs).toBeLessThan(count * 10);
    expect(chosenFromMs).toBeGreaterThan(0);
    expect(completeFromMs - chosenFromMs).toBeGreaterThan(count * 10 - completeFromMs);

    const rootAfter = (ms: number) => 2 * Math.floor(ms / 10 + 2) + 1;
    const blocks = archive.blocks();
    const everything = Array.from({ length: 50 }, (_, index) => rootAfter(completeFromMs) + 2 * index);
    expect(factsOf(blocks, new Set(everything)).map(({ root, rows }) => [root, rows])).toEqual(
      everything.map((root) => [root, 8]),
    );
    const sampled = Array.from({ length: 800 }, (_, index) => rootAfter(chosenFromMs) + 2 * index);
    const chosen = sampled.filter(isChosen);
    expect(Math.abs(chosen.length / (800 / ONE_IN) - 1)).toBeLessThan(0.2);
    expect(factsOf(blocks, new Set(sampled)).map(({ root, rows }) => [root, rows])).toEqual(
      chosen.map((root) => [root, 8]),
    );
  });

  it('remembers of the distant past how often what happened, within its budget too', () => {
    const archive = new TraceArchive(4, 3 * MB);
    const write = writerTo(archive);
    for (let chunk = 0; chunk < 20; chunk++) write(requests(5_000, 1 + 10_000 * chunk));
    const windows = [...archive.past.all()];
    const settled = windows.flatMap(({ totals }) => totals.filter(({ fact }) => fact === Fact.settled));
    const sum = (outcome: number) =>
      settled.filter((total) => total.outcome === outcome).reduce((all, { count }) => all + count, 0);
    const thinned = Math.floor(archive.coverage.completeFromMs / 10);
    expect(Math.abs(sum(Outcome.ok) + sum(Outcome.timeout) - thinned)).toBeLessThanOrEqual(1);
    expect(sum(Outcome.timeout) / thinned).toBeCloseTo(0.1, 3);
    expect(settled.every(({ count, sumMs, maxMs }) => sumMs === 5 * count && maxMs === 5)).toBe(true);
    windows.forEach(({ fromMs }, index) => {
      if (index > 0) expect(fromMs).toBe(windows[index - 1].toMs);
    });
  });

  it('goes back to a mark and goes on from there as if nothing had come after it', () => {
    const archive = new TraceArchive(4);
    const write = writerTo(archive);
    write(requests(100));
    const mark = archive.mark();
    write(requests(3_000, 201));
    archive.truncate(mark, 1_000);
    expect(archive.facts).toBe(800);
    write(requests(50, 201));
    expect(linesOf(archive)).toEqual([...linesIn(requests(100)), ...linesIn(requests(50, 201))]);
  });

  it('goes back beyond what it still has, and is complete from there on', () => {
    const archive = new TraceArchive(4, 3 * MB);
    const write = writerTo(archive);
    write(requests(1_000));
    const mark = archive.mark();
    for (let chunk = 0; chunk < 20; chunk++) write(requests(5_000, 2_001 + 10_000 * chunk));
    expect(archive.coverage.chosenFromMs).toBeGreaterThan(10_000);
    archive.truncate(mark, 10_000);
    write(requests(1_000, 2_001));
    expect(archive.coverage).toMatchObject({ completeFromMs: 10_000, chosenFromMs: 10_000 });
    expect(factsOf(archive.blocks(), new Set([2_003]))).toHaveLength(1);
    expect(factsOf(archive.blocks(), new Set([2_003]))[0].rows).toBe(8);
  });
});

describe('the list of requests', () => {
  const archive = new TraceArchive(4);
  writerTo(archive)(requests(5_000));
  const list = (order: 'failed' | 'slowest' | 'newest', most: number) =>
    listRequests(archive.blocks(), archive.coverage, order, most);

  it('has the last to end first', () => {
    const newest = list('newest', 3);
    expect(newest.map(({ serial }) => serial)).toEqual([9_999, 9_997, 9_995]);
    expect(newest[0]).toEqual({ serial: 9_999, client: 0, outcome: Outcome.timeout, endedMs: 49_995, latencyMs: 5 });
  });

  it('or only those that failed', () => {
    const failed = list('failed', 2_000);
    expect(failed).toHaveLength(500);
    expect(failed.every(({ outcome }) => outcome === Outcome.timeout)).toBe(true);
    expect(failed[0].serial).toBe(9_999);
    expect(failed[1].serial).toBe(9_979);
  });

  it('or the slowest', () => {
    const slow = new TraceArchive(4);
    const columns = requests(5_000);
    columns.value[8 * 4_321 + 7] = 99;
    columns.value[8 * 17 + 7] = 98;
    writerTo(slow)(columns);
    const slowest = listRequests(slow.blocks(), slow.coverage, 'slowest', 2);
    expect(slowest.map(({ latencyMs }) => latencyMs)).toEqual([99, 98]);
  });
});
