import { describe, expect, it } from 'vitest';
import { ENGINE_VERSION } from '../engine-version';
import { testPlan, testReport } from '../testing/plans';
import type { Plan } from './plan';
import { runsOfShard } from './shard';
import { formatShardReport, mergeShards } from './shard-report';

const shardFile = (number: number, of: number, plan: Plan = testPlan()) => ({
  name: `${number}.json`,
  text: formatShardReport({
    shard: { number, of },
    plan,
    runs: runsOfShard({ number, of }, 9).map((run) => ({ run, report: testReport(run) })),
  }),
});
const [a, b, c] = [1, 2, 3].map((number) => shardFile(number, 3));

const problem = (...files: readonly { name: string; text: string }[]) => {
  const merged = mergeShards(files);
  if (merged.ok) throw new Error('not refused');
  const [{ path, expected, received }] = merged.issues;
  return `${path}: expected ${expected}, found ${received}`;
};

describe('shards', () => {
  it('are put together in any order', () => {
    for (const files of [
      [a, b, c],
      [c, a, b],
    ]) {
      const merged = mergeShards(files);
      if (!merged.ok) throw new Error(JSON.stringify(merged.issues));
      expect(merged.value.plan).toEqual(testPlan());
      expect(new Map([...merged.value.reports].sort(([one], [other]) => one - other))).toEqual(
        new Map(Array.from({ length: 9 }, (_, run) => [run, testReport(run)])),
      );
    }
  });

  it('may be more than there are runs', () => {
    const many = Array.from({ length: 12 }, (_, index) => shardFile(index + 1, 12));
    expect(mergeShards(many)).toMatchObject({ ok: true });
  });

  it('are of one engine', () => {
    const engine = `"engine": ${ENGINE_VERSION}`;
    const ranBy = (version: string) => ({ ...b, text: b.text.replace(engine, version) });
    expect(problem(a, ranBy('"engine": 7'), c)).toBe(
      `2.json: expected engine version ${ENGINE_VERSION}, which ran 1.json, found engine version 7`,
    );
    expect(problem(ranBy('"engine": null'), c)).toBe(
      `2.json: expected a shard's report of engine version ${ENGINE_VERSION}, found one that names no engine version`,
    );
  });

  it('are JSON, a line for each run', () => {
    expect(JSON.parse(a.text)).toMatchObject({ version: 1, shard: '1/3', runs: [{ run: 0 }, { run: 3 }, { run: 6 }] });
    expect(a.text.split('\n').filter((line) => line.startsWith('{"run"'))).toHaveLength(3);
  });

  it('must all be there, once', () => {
    expect(problem(a, c)).toBe('--merge: expected all 3 shards, found no shard 2/3');
    expect(problem(b)).toBe('--merge: expected all 3 shards, found no shard 1/3 and 1 more');
    expect(problem(a, b, { ...a, name: 'copy.json' })).toBe(
      'copy.json: expected each shard once, found shard 1/3, as in 1.json',
    );
    expect(problem(a, shardFile(2, 4))).toBe('2.json: expected one of 3 shards, as 1.json is, found shard 2/4');
    expect(problem()).toBe('--merge: expected reports of shards, found none');
  });

  it('must be those of one plan', () => {
    const { scenario } = testPlan();
    expect(problem(a, shardFile(2, 3, testPlan({ untilMs: 5 })))).toBe(
      '2.json: expected the plan of 1.json, where untilMs is null, found 5',
    );
    const renamed = testPlan({ scenario: { ...scenario, nodes: [{ ...scenario.nodes[0], id: 'store' }] } });
    expect(problem(a, shardFile(2, 3, renamed))).toBe(
      '2.json: expected the plan of 1.json, where scenario.nodes[0].id is "shop", found "store"',
    );
    const goals = testPlan({ scenario: { ...scenario, goals: ['p95 of shop < 1 s'] } });
    expect(problem(a, shardFile(2, 3, goals))).toBe(
      '2.json: expected the plan of 1.json, where scenario.goals[0] is not there, found "p95 of shop < 1 s"',
    );
  });

  it.each([
    ['', "2.json: expected a shard's report, found one that is damaged or cut short"],
    [b.text.slice(0, -20), "2.json: expected a shard's report, found one that is damaged or cut short"],
    ['{"version":1,"nodes":[]}', "2.json: expected a shard's report, made with --shard, found something else"],
    [JSON.stringify(testReport(1)), "2.json: expected a shard's report, made with --shard, found something else"],
    [b.text.replace('"2/3"', '"3/2"'), /^2\.json, shard: expected number\/count/],
    [b.text.replace('"replications":9', '"replications":-9'), /made with --shard, found something else$/],
    [b.text.replace('"replications":9', '"replications":1e9'), /made with --shard, found something else$/],
    [b.text.replace('{"run":4', '{"run":5'), '2.json, runs[1]: expected the report of run 4, found something else'],
    [b.text.replace('"links":{}', '"links":7'), '2.json, runs[0]: expected the report of run 1, found something else'],
    [
      b.text.replace('"runs": [', '"runs": ['.concat('{},')),
      '2.json, runs[0]: expected the report of run 1, found something else',
    ],
    [b.text.replace('\n] }', ',\n{}] }'), '2.json, runs: expected 3 runs, found 4'],
  ])('are refused when they are damaged: %#', (text, message) => {
    const line = problem(a, { name: '2.json', text });
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
  });
});
