import type { Report } from '../../analysis/report';
import type { Checked } from '../../schema/issue';
import { describeEngine, ENGINE_VERSION } from '../engine-version';
import { describeDiffering, firstDifference } from './difference';
import { MOST_RUNS, type Plan, runsIn } from './plan';
import { decodeRecord, encodeRecord, isJsonObject, parseJson, type RunRecord } from './run-record';
import { formatShard, parseShard, runsOfShard, type Shard } from './shard';

/** What a shard brings home: what was to be run, and the report of each of its runs. */
export interface ShardReport {
  readonly shard: Shard;
  /** The engine that ran it; see {@link ENGINE_VERSION}. */
  readonly engine: number;
  readonly plan: Plan;
  readonly runs: readonly RunRecord[];
}

/** A shard's report as JSON: a line for each run. */
export function formatShardReport({ shard, plan, runs }: Omit<ShardReport, 'engine'>): string {
  const whose = `"shard": ${JSON.stringify(formatShard(shard))}, "engine": ${ENGINE_VERSION}`;
  const begin = `{ "version": 1, ${whose},\n"plan": ${JSON.stringify(plan)},\n`;
  return `${begin}"runs": [\n${runs.map(encodeRecord).join(',\n')}\n] }\n`;
}

const refuse = (path: string, expected: string, received: string): Checked<never> => ({
  ok: false,
  issues: [{ path, expected, received }],
});

/** Only what numbering the runs needs: whether a plan is the right one shows when it is compared. */
function isPlan(value: unknown): value is Plan {
  if (!isJsonObject(value) || !isJsonObject(value.scenario)) return false;
  const { scenario, sweep, replications } = value;
  const isAxis = (axis: unknown) => isJsonObject(axis) && typeof axis.path === 'string' && Array.isArray(axis.values);
  return (
    typeof scenario.title === 'string' &&
    typeof scenario.seed === 'number' &&
    (replications === null || (Number.isInteger(replications) && Number(replications) > 0)) &&
    Array.isArray(sweep) &&
    sweep.every(isAxis) &&
    runsIn(value as unknown as Plan) <= MOST_RUNS
  );
}

/** Reads a shard's report, all of whose runs must be there; `name` is what the file is called in issues. */
function parseShardReport(text: string, name: string): Checked<ShardReport> {
  const json = parseJson(text);
  if (json === undefined) return refuse(name, "a shard's report", 'one that is damaged or cut short');
  const isOne = isJsonObject(json) && json.version === 1 && typeof json.shard === 'string' && Array.isArray(json.runs);
  if (!isOne || !isPlan(json.plan)) return refuse(name, "a shard's report, made with --shard", 'something else');
  const { engine } = json;
  if (typeof engine !== 'number') {
    return refuse(name, `a shard's report of engine version ${ENGINE_VERSION}`, describeEngine(engine));
  }
  const shard = parseShard(String(json.shard));
  if (!shard.ok) return { ok: false, issues: shard.issues.map((issue) => ({ ...issue, path: `${name}, shard` })) };
  const all = runsIn(json.plan);
  const expected = runsOfShard(shard.value, all);
  const found = json.runs as readonly unknown[];
  const runs: RunRecord[] = [];
  for (const [index, run] of expected.entries()) {
    const record = decodeRecord(found[index], all);
    if (record?.run !== run) return refuse(`${name}, runs[${index}]`, `the report of run ${run}`, 'something else');
    runs.push(record);
  }
  if (found.length > expected.length) return refuse(`${name}, runs`, `${expected.length} runs`, `${found.length}`);
  return { ok: true, value: { shard: shard.value, engine, plan: json.plan, runs } };
}

/** A file with a shard's report in it. */
export interface ShardFile {
  readonly name: string;
  readonly text: string;
}

/** What all shards together hold. */
export interface Merged {
  readonly plan: Plan;
  readonly reports: ReadonlyMap<number, Report>;
}

/** Puts together the shards of one plan that one engine ran, each of which must be there once, in any order. */
export function mergeShards(files: Iterable<ShardFile>): Checked<Merged> {
  const names = new Map<number, string>();
  const reports = new Map<number, Report>();
  let first: (ShardReport & { readonly name: string }) | null = null;
  for (const { name, text } of files) {
    const parsed = parseShardReport(text, name);
    if (!parsed.ok) return parsed;
    const { shard, engine, plan, runs } = parsed.value;
    first ??= { ...parsed.value, name };
    if (engine !== first.engine) {
      return refuse(name, `${describeEngine(first.engine)}, which ran ${first.name}`, describeEngine(engine));
    }
    if (shard.of !== first.shard.of) {
      return refuse(name, `one of ${first.shard.of} shards, as ${first.name} is`, `shard ${formatShard(shard)}`);
    }
    const twin = names.get(shard.number);
    if (twin !== undefined) return refuse(name, 'each shard once', `shard ${formatShard(shard)}, as in ${twin}`);
    const difference = firstDifference(first.plan, plan);
    if (difference) {
      const { path, one, other } = difference;
      return refuse(
        name,
        `the plan of ${first.name}, where ${path} is ${describeDiffering(one)}`,
        describeDiffering(other),
      );
    }
    names.set(shard.number, name);
    for (const { run, report } of runs) reports.set(run, report);
  }
  if (!first) return refuse('--merge', 'reports of shards', 'none');
  const { of } = first.shard;
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((number) => !names.has(number));
  if (missing.length > 0) {
    const more = missing.length === 1 ? '' : ` and ${missing.length - 1} more`;
    return refuse('--merge', `all ${of} shards`, `no shard ${formatShard({ number: missing[0], of })}${more}`);
  }
  return { ok: true, value: { plan: first.plan, reports } };
}
