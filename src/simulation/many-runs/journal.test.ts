import { describe, expect, it } from 'vitest';
import { ENGINE_VERSION } from '../engine-version';
import { testPlan, testReport } from '../testing/plans';
import { journalHeader, readJournal } from './journal';
import { encodeRecord } from './run-record';

const plan = testPlan();
const header = journalHeader(plan);
const line = (run: number) => encodeRecord({ run, report: testReport(run) });
const problem = (lines: readonly string[], unfinished = '') => {
  const read = readJournal(lines, unfinished, plan);
  if (read.ok) throw new Error('not refused');
  const [{ path, expected, received }] = read.issues;
  return `${path}: expected ${expected}, found ${received}`;
};

describe('a journal of runs', () => {
  it('gives back what was written, whatever was not measured in it', () => {
    const read = readJournal([header, line(3), line(0), line(3)], line(1).slice(0, 40), plan);
    expect(read).toEqual({
      ok: true,
      value: new Map([
        [3, testReport(3)],
        [0, testReport(0)],
      ]),
    });
  });

  it('may break off anywhere', () => {
    const none = { ok: true, value: new Map() };
    expect(readJournal([], '', plan)).toEqual(none);
    expect(readJournal([], header.slice(0, 100), plan)).toEqual(none);
    expect(readJournal([header], '', plan)).toEqual(none);
  });

  it('is that of one plan', () => {
    expect(problem([journalHeader({ ...plan, warmupMs: 5 })])).toBe(
      ': expected runs in which warmupMs is 0, as now, found 5',
    );
    const other = { ...plan, scenario: { ...plan.scenario, seed: 7 } };
    expect(problem([journalHeader(other), line(0)])).toBe(
      ': expected runs in which scenario.seed is 42, as now, found 7',
    );
  });

  it('is that of one engine', () => {
    const of = (engine: unknown) => JSON.stringify({ ...JSON.parse(header), engine });
    const expected = `: expected runs of engine version ${ENGINE_VERSION}, as now, found`;
    expect(problem([of(ENGINE_VERSION + 1), line(0)])).toBe(`${expected} engine version ${ENGINE_VERSION + 1}`);
    expect(problem([of(undefined)])).toBe(`${expected} one that names no engine version`);
  });

  it('is not taken for any other file', () => {
    const expected = ': expected a file that --state has made, or none, found something else';
    expect(problem(['{ "version": 1 }'])).toBe(expected);
    expect(problem(['shopping list'])).toBe(expected);
    expect(problem([], '{"version":1}')).toBe(expected);
    expect(problem([''])).toBe(expected);
  });

  it.each(['', '{}', line(9), line(1).slice(0, 40), '{"run":1,"report":{"version":1}}'])(
    'names a damaged line: %s',
    (bad) => {
      expect(problem([header, line(0), bad])).toBe(
        'line 3: expected a run of the plan in line 1, found something else',
      );
    },
  );
});
