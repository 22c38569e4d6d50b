import type { Report } from '../../analysis/report';
import type { Checked } from '../../schema/issue';
import { describeEngine, ENGINE_VERSION } from '../engine-version';
import { describeDiffering, firstDifference } from './difference';
import { type Plan, runsIn } from './plan';
import { decodeRecord, isJsonObject, parseJson } from './run-record';

/**
 * What keeps the finished runs of a plan: a text to whose end lines are added, the plan first and then the runs as they
 * come. It may break off anywhere.
 */
const FORMAT = 'spillway-runs';

/** The first line. */
export const journalHeader = (plan: Plan): string =>
  JSON.stringify({ format: FORMAT, version: 1, engine: ENGINE_VERSION, plan });

const refuse = (path: string, expected: string, received: string): Checked<never> => ({
  ok: false,
  issues: [{ path, expected, received }],
});

/**
 * The finished runs of a plan, by number, from the whole lines of a journal and from what there is of a last line that
 * was not finished. A text that is no journal, or one of another plan, is refused: it would be overwritten.
 */
export function readJournal(
  lines: readonly string[],
  unfinished: string,
  plan: Plan,
): Checked<ReadonlyMap<number, Report>> {
  const records = new Map<number, Report>();
  const [header, ...rest] = lines;
  if (header === undefined) {
    if (journalHeader(plan).startsWith(unfinished)) return { ok: true, value: records };
    return refuse('', 'a file that --state has made, or none', 'something else');
  }
  const begin = parseJson(header);
  if (!isJsonObject(begin) || begin.format !== FORMAT || begin.version !== 1) {
    return refuse('', 'a file that --state has made, or none', 'something else');
  }
  if (begin.engine !== ENGINE_VERSION) {
    return refuse('', `runs of engine version ${ENGINE_VERSION}, as now`, describeEngine(begin.engine));
  }
  const difference = firstDifference(plan, begin.plan);
  if (difference) {
    const { path, one, other } = difference;
    return refuse('', `runs in which ${path} is ${describeDiffering(one)}, as now`, describeDiffering(other));
  }
  for (const [index, line] of rest.entries()) {
    const record = decodeRecord(parseJson(line), runsIn(plan));
    if (!record) return refuse(`line ${index + 2}`, 'a run of the plan in line 1', 'something else');
    records.set(record.run, record.report);
  }
  return { ok: true, value: records };
}
