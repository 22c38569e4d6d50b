import { describe, expect, it } from 'vitest';
import type { Report } from '../../analysis/report';
import type { SweepReport } from '../many-runs/many-reports';
import type { ReplicatedReport } from '../many-runs/summarize';
import { testSurroundings } from '../testing/headless-surroundings';
import { headlessRun } from './headless-run';
import { performHere } from './perform-task';
import { Interrupted, type Outcome, type Surroundings } from './surroundings';

const scenario = {
  version: 1,
  title: 'One queue',
  durationMs: 2000,
  nodes: [
    { id: 'shop', kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec: 80 } } },
    { id: 'orders', kind: 'service', params: { concurrency: 1, serviceTime: { dist: 'exponential', meanMs: 10 } } },
  ],
  links: [{ id: 'l1', from: 'shop', to: 'orders', params: { latency: { dist: 'constant', valueMs: 0 } } }],
  goals: ['p95 of shop < 10 s', 'failed share of shop < 90 %'],
};

const RATE = 'nodes.shop.params.arrivals.ratePerSec';
const WORKERS = 'nodes.orders.params.concurrency';
const sweepOf = (path: string, values: string) => ['--sweep', `${path}=${values}`];

type Files = Record<string, string>;
const files = (): Files => ({ 'a.json': JSON.stringify(scenario) });
const run = (args: readonly string[], there: Files = files(), more: Partial<Surroundings> = {}): Promise<Outcome> =>
  headlessRun(args, testSurroundings(there, more));

async function output(args: readonly string[], there?: Files): Promise<string> {
  const outcome = await run(args, there);
  expect({ ...outcome, output: '' }).toEqual({ exitCode: 0, complaints: [], output: '' });
  return outcome.output;
}
const report = async <T = Report>(...args: string[]): Promise<T> => JSON.parse(await output(['a.json', ...args])) as T;
const swept = (...args: string[]) => report<SweepReport>(...args);

describe('a sweep', () => {
  it('is a row for each value, as if each had been run alone', async () => {
    const { rows, ...rest } = await swept(...sweepOf(RATE, '20:60:20'));
    expect(rest).toEqual({
      version: 1,
      title: 'One queue',
      seed: 42,
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      sweep: [{ path: RATE, values: [20, 40, 60] }],
    });
    expect(rows.map(({ set }) => set)).toEqual([{ [RATE]: 20 }, { [RATE]: 40 }, { [RATE]: 60 }]);
    for (const { set, ...row } of rows) expect(row).toEqual(await report('--set', `${RATE}=${set[RATE]}`));
  });

  it('of several parameters is a grid', async () => {
    const { rows, sweep } = await swept(...sweepOf(RATE, '20,40'), ...sweepOf(WORKERS, '1,2'), '--seed', '7');
    expect(sweep.map(({ path }) => path)).toEqual([RATE, WORKERS]);
    expect(rows.map(({ set }) => Object.values(set))).toEqual([
      [20, 1],
      [20, 2],
      [40, 1],
      [40, 2],
    ]);
    expect(rows.every(({ seed }) => seed === 7)).toBe(true);
    const { set, ...last } = rows[3];
    expect(last).toEqual(await report('--seed', '7', '--set', `${RATE}=40`, '--set', `${WORKERS}=2`));
  });

  it('has intervals where there are replications', async () => {
    const { rows } = await swept(...sweepOf(RATE, '20,40'), '--replications', '3');
    for (const { set, ...row } of rows) {
      expect(row).toEqual(await report<ReplicatedReport>('--replications', '3', '--set', `${RATE}=${set[RATE]}`));
      expect(row).toMatchObject({ confidence: { replications: 3 } });
    }
  });

  it('goes through texts, objects and seeds', async () => {
    const seeds = await swept(...sweepOf('seed', '1:3:1'));
    expect(seeds.rows.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    const times = '{"dist":"constant","valueMs":5},{"dist":"constant","valueMs":20}';
    const { rows } = await swept(...sweepOf('nodes.orders.params.serviceTime', times));
    expect(rows.map(({ set }) => set['nodes.orders.params.serviceTime'])).toEqual([
      { dist: 'constant', valueMs: 5 },
      { dist: 'constant', valueMs: 20 },
    ]);
    expect((await swept(...sweepOf('title', 'One,Two'))).rows.map(({ title }) => title)).toEqual(['One', 'Two']);
  });

  it('is a table with a line for each point', async () => {
    const text = await output(['a.json', ...sweepOf(RATE, '20,40'), '--replications', '2', '--format', 'table']);
    const [heading, clients, busy, goals] = text.trimEnd().split('\n\n');
    expect(heading).toMatch(/^One queue\n2 replications each from seed 42 on.*\n2 points; fingerprint [0-9a-f]{16}$/);
    expect(clients.split('\n')).toHaveLength(3);
    expect(clients).toMatch(/^ratePerSec +client +sent +failed +per s/);
    expect(clients).toMatch(/\n +20 {2}shop .*±/);
    expect(busy.split('\n').map((line) => line.trim().split(/ {2,}/)[0])).toEqual(['Busy', 'ratePerSec', '20', '40']);
    expect(goals).toMatch(/yes$/);
    const both = await output(['a.json', ...sweepOf(RATE, '20'), ...sweepOf(WORKERS, '1,2'), '--format=table']);
    expect(both).toMatch(/\nratePerSec +concurrency +client/);
  });

  it('of very many points comes in parts, which together are the same bytes', async () => {
    const { output: begin, more = [] } = await run(['a.json', ...sweepOf('seed', '1:2500:1'), '--until', '1ms']);
    const parts = [begin, ...more];
    const text = parts.join('');
    const whole = JSON.parse(text) as SweepReport;
    expect(parts).toHaveLength(5);
    expect(whole.rows.map(({ seed }) => seed)).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1));
    expect(text).toBe(`${JSON.stringify(whole, null, 2)}\n`);
  });

  it('is checked point by point', async () => {
    const goals = '--set=goals=["throughput of shop > 40 /s"]';
    const { exitCode, complaints } = await run(['a.json', ...sweepOf(RATE, '20,80'), '--check', goals]);
    expect(exitCode).toBe(1);
    expect(complaints).toEqual([
      expect.stringMatching(`^${RATE}=20: goal "throughput of shop > 40 /s" does not hold: it is [\\d.]+$`),
    ]);
  });

  it.each([
    [sweepOf('nodes.nobody.x', '1'), /^--sweep nodes\.nobody: expected one of shop, orders, found "nobody"$/],
    [['--sweep', RATE], `--sweep ${RATE}: expected path=value, found no "="`],
    [sweepOf(RATE, '1:5'), `--sweep ${RATE}: expected from:to:step, such as 10:100:10, found "1:5"`],
    [sweepOf(RATE, '[1'), `--sweep ${RATE}, column 3 of the value: expected "," or "]", found the end`],
    [sweepOf(WORKERS, '1,0'), `${WORKERS}: expected a whole number from 1 to 10000, found 0`],
    [[...sweepOf(RATE, '1'), ...sweepOf(RATE, '2')], `--sweep: expected each path once, found "${RATE}" again`],
    [
      [...sweepOf(RATE, '1:1000:1'), '--replications', '1000'],
      '--sweep: expected at most 100000 runs in all, found 1000000',
    ],
    [
      [...sweepOf('durationMs', '3000,900'), '--warmup', '1s'],
      '--warmup: expected less than the end of the run, 900 ms, found 1000 ms',
    ],
  ])('%j is refused before anything runs', async (args, message) => {
    const { exitCode, output: printed, complaints } = await run(['a.json', ...args]);
    expect({ exitCode, printed }).toEqual({ exitCode: 2, printed: '' });
    expect(complaints).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
  });

  it('names the run that met a limit', async () => {
    const never = 'nodes.orders.params.serviceTime={"dist":"constant","valueMs":0}';
    const closed = '{"process":"closed","users":1,"thinkTime":{"dist":"constant","valueMs":0}}';
    const at = sweepOf('nodes.shop.params.arrivals', `{"process":"manual"},${closed}`);
    const { exitCode, complaints } = await run(['a.json', '--set', never, ...at, '--replications', '2']);
    expect(exitCode).toBe(2);
    expect(complaints).toEqual([
      expect.stringMatching(
        /^the run with nodes\.shop\.params\.arrivals=\{.*\}, seed 42 stopped at 0 ms: more than 1,000,000 events/,
      ),
    ]);
  });
});

describe('shards', () => {
  const options = [...sweepOf(RATE, '20:80:20'), '--replications', '2', '--warmup', '200ms'];

  async function shards(of: number, args = options): Promise<Files> {
    const there = files();
    for (let number = 1; number <= of; number++) {
      there[`${number}.json`] = await output(['a.json', ...args, '--shard', `${number}/${of}`]);
    }
    return there;
  }
  const names = (of: number) => Array.from({ length: of }, (_, index) => `${of - index}.json`);

  it.each([1, 3, 11])('%i of them make the report of the whole, byte for byte', async (of) => {
    const there = await shards(of);
    for (const format of ['json', 'table']) {
      expect(await output(['--merge', ...names(of), '--format', format], there)).toBe(
        await output(['a.json', ...options, '--format', format]),
      );
    }
  });

  it.each([[[]], [['--replications', '3']], [sweepOf('seed', '3,4')]])('of %j, too', async (args: string[]) => {
    expect(await output(['--merge', ...names(2)], await shards(2, args))).toBe(await output(['a.json', ...args]));
  });

  it('do not mind where things stand on the canvas', async () => {
    const there = await shards(2);
    const moved = {
      ...scenario,
      nodes: scenario.nodes.map((node) => ({ ...node, position: { x: 5, y: 5 }, label: 'L' })),
    };
    there['2.json'] = await output(['a.json', ...options, '--shard', '2/2'], { 'a.json': JSON.stringify(moved) });
    expect(await output(['--merge', ...names(2)], there)).toBe(await output(['a.json', ...options]));
  });

  it('are checked when they are put together', async () => {
    const goals = ['--set', 'goals=["throughput of shop > 40 /s"]'];
    const there = await shards(2, [...options, ...goals]);
    expect(await run(['--merge', ...names(2), '--check'], there)).toEqual(
      await run(['a.json', ...options, ...goals, '--check']),
    );
  });

  it('are refused in one line', async () => {
    const there = await shards(2);
    there['other.json'] = await output(['a.json', ...options, '--seed', '1', '--shard', '1/2']);
    const complaints = async (...paths: string[]) => {
      const outcome = await run(['--merge', ...paths], there);
      expect(outcome).toMatchObject({ exitCode: 2, output: '' });
      return outcome.complaints;
    };
    expect(await complaints('1.json', 'gone.json')).toEqual([
      "gone.json: expected a shard's report, found no such file",
    ]);
    expect(await complaints('2.json', 'other.json')).toEqual([
      'other.json: expected the plan of 2.json, where scenario.seed is 42, found 1',
    ]);
    expect(await complaints('a.json')).toEqual([
      "a.json: expected a shard's report, made with --shard, found something else",
    ]);
  });
});

describe('--state', () => {
  const options = [...sweepOf(RATE, '20:60:20'), '--replications', '2'];
  const all = ['a.json', ...options, '--state', 'kept'];

  /** Runners that are interrupted at the so-manieth task. */
  const interruptedAt = (last: number): Pick<Surroundings, 'startCrew'> => ({
    startCrew: (ground) => {
      const here = performHere(ground);
      let tasks = 0;
      return {
        count: 1,
        perform: (task, onProgress) =>
          ++tasks === last ? Promise.reject(new Interrupted(130)) : here.perform(task, onProgress),
        close: () => Promise.resolve(),
      };
    },
  });

  it('keeps what is finished, and goes on from there to the same report', async () => {
    const there = files();
    const first = await run(all, there, interruptedAt(3));
    expect(first).toEqual({
      exitCode: 130,
      output: '',
      complaints: ['interrupted: 2 of 6 runs are kept in kept, and the same command goes on from there'],
    });
    // As if the power had failed in the middle of a line.
    there.kept += '{"run":2,"repo';
    const second = await run(all, there, interruptedAt(4));
    expect(second.complaints).toEqual([
      'interrupted: 5 of 6 runs are kept in kept, and the same command goes on from there',
    ]);
    const whole = await output(['a.json', ...options]);
    expect(await output(all, there)).toBe(whole);
    expect(there.kept.trimEnd().split('\n')).toHaveLength(7);
    const done = await run(all, there, interruptedAt(1));
    expect(done).toEqual({ exitCode: 0, output: whole, complaints: [] });
  });

  it('is shared by shards', async () => {
    const there = files();
    for (const number of [1, 2]) there[`${number}.json`] = await output([...all, '--shard', `${number}/2`], there);
    expect(there.kept.trimEnd().split('\n')).toHaveLength(7);
    expect(await output(['--merge', '1.json', '2.json'], there)).toBe(await output(['a.json', ...options]));
    expect((await run(all, there, interruptedAt(1))).exitCode).toBe(0);
  });

  it('tells a progress that counts what was kept', async () => {
    const there = files();
    await run(all, there, interruptedAt(4));
    const told: unknown[] = [];
    await run(all, there, { onProgress: (share, runs) => told.push([share, runs]) });
    expect(told).toEqual([
      [4 / 6, { finished: 4, total: 6 }],
      [5 / 6, { finished: 5, total: 6 }],
    ]);
  });

  it('keeps the runs before one that meets a limit', async () => {
    const there = files();
    const closed = '{"process":"closed","users":1,"thinkTime":{"dist":"constant","valueMs":0}}';
    const args = ['--set', 'nodes.orders.params.serviceTime={"dist":"constant","valueMs":0}', '--state', 'kept'];
    const { exitCode } = await run(
      ['a.json', ...args, ...sweepOf('nodes.shop.params.arrivals', `{"process":"manual"},${closed}`)],
      there,
    );
    expect(exitCode).toBe(2);
    expect(there.kept.trimEnd().split('\n')).toHaveLength(2);
  });

  it('refuses other runs, and other files, and leaves them alone', async () => {
    const there = files();
    await output(all, there);
    const before = { ...there };
    expect(await run([...all, '--seed', '7'], there)).toMatchObject({
      exitCode: 2,
      complaints: ['--state kept: expected runs in which scenario.seed is 7, as now, found 42'],
    });
    expect(await run(['a.json', '--state', 'a.json'], there)).toMatchObject({
      exitCode: 2,
      complaints: ['--state a.json: expected a file that --state has made, or none, found something else'],
    });
    expect(there).toEqual(before);
  });

  it('is recommended to those who interrupt without it', async () => {
    expect(await run(['a.json', ...options], files(), interruptedAt(3))).toEqual({
      exitCode: 130,
      output: '',
      complaints: ['interrupted after 2 of 6 runs; --state <file> would have kept them'],
    });
  });
});
