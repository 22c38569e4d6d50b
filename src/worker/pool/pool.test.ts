import { describe, expect, it } from 'vitest';
import type { Report } from '../../analysis/report';
import { catalogue } from '../../kinds/catalogue';
import { checkScenario } from '../../scenario/check-scenario';
import { headlessRun } from '../../simulation/headless/headless-run';
import type { SweepReport } from '../../simulation/many-runs/many-reports';
import { testSurroundings } from '../../simulation/testing/headless-surroundings';
import { type RunnerWorker, startCrew } from './crew';
import { allRuns, type Failure, fingerprintOfSweep, type Job, planRuns, reportOnPoint, startRuns } from './many-runs';
import { serveRuns } from './runner';

const document = {
  version: 1,
  title: 'One queue',
  durationMs: 2000,
  nodes: [
    { id: 'shop', kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec: 80 } } },
    { id: 'orders', kind: 'service', params: { concurrency: 1, serviceTime: { dist: 'exponential', meanMs: 10 } } },
  ],
  links: [{ id: 'l1', from: 'shop', to: 'orders', params: { latency: { dist: 'constant', valueMs: 0 } } }],
  goals: ['p95 of shop < 10 s'],
};
const RATE = 'nodes.shop.params.arrivals.ratePerSec';

function jobOf(values: readonly unknown[], path = RATE): Job {
  const checked = checkScenario(document, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  const sweep = [{ path, values }];
  const planned = planRuns(checked.value, { sweep, replications: 3, untilMs: 2_000, warmupMs: 500 });
  if (!planned.ok) throw new Error(planned.problem);
  return planned.job;
}

/** Workers in this very thread, which take what they are told one message at a time, as real ones do. */
function workers() {
  const living = new Set<RunnerWorker>();
  const start = (): RunnerWorker => {
    const port: Parameters<typeof serveRuns>[0] = {
      onmessage: null,
      postMessage: (data) => setImmediate(() => living.has(worker) && worker.onmessage?.({ data } as MessageEvent)),
    };
    const worker: RunnerWorker = {
      onmessage: null,
      onerror: null,
      postMessage: (data) =>
        setImmediate(() => {
          if (!living.has(worker)) return;
          try {
            port.onmessage?.({ data: structuredClone(data) } as MessageEvent);
          } catch (error) {
            worker.onerror?.({ message: (error as Error).message } as ErrorEvent);
          }
        }),
      terminate: () => living.delete(worker),
    };
    living.add(worker);
    setImmediate(() => serveRuns(port, () => 0));
    return worker;
  };
  return { living, start };
}

async function carriedOut(job: Job, most: number) {
  const { living, start } = workers();
  const reports = new Map<number, Report>();
  const failures = new Map<number, Failure>();
  const shares: number[] = [];
  const { done } = startRuns(
    job,
    allRuns(job),
    {
      onFinished: ({ run, report }) => reports.set(run, report),
      onFailed: (run, failure) => failures.set(run, failure),
      onProgress: (share) => shares.push(share),
    },
    (ground, tasks) => startCrew(ground, tasks, { most, start }),
  );
  expect(living.size).toBe(Math.min(most, allRuns(job).length));
  expect(await done).toBe(true);
  expect(living.size).toBe(0);
  return { reports, failures, shares };
}

const pointsOf = (job: Job, reports: ReadonlyMap<number, Report>) =>
  job.plan.sweep[0].values.map((_, point) => {
    const report = reportOnPoint(job, point, reports);
    if (!report) throw new Error(`no run of point ${point}`);
    return report;
  });

describe('the pool', () => {
  it('gives what the command line gives, with any number of workers', async () => {
    const job = jobOf([20, 40, 60]);
    const args = ['a.json', '--until', '2s', '--warmup', '500ms', '--replications', '3', '--sweep', `${RATE}=20:60:20`];
    const { output } = await headlessRun(args, testSurroundings({ 'a.json': JSON.stringify(document) }));
    const expected = JSON.parse(output) as SweepReport;
    for (const most of [1, 2, 7]) {
      const { reports, shares } = await carriedOut(job, most);
      const points = pointsOf(job, reports);
      expect(points).toEqual(expected.rows.map(({ set, ...row }) => row));
      expect(fingerprintOfSweep(job, points)).toBe(expected.fingerprint);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    }
  });

  it('keeps what is finished when it is cancelled, ends the workers, and goes on with the rest', async () => {
    const job = jobOf([20, 40, 60]);
    const { living, start } = workers();
    const crew: typeof startCrew = (ground, tasks) => startCrew(ground, tasks, { most: 2, start });
    const reports = new Map<number, Report>();
    const first = startRuns(
      job,
      allRuns(job),
      {
        onFinished: ({ run, report }) => {
          reports.set(run, report);
          if (reports.size === 4) first.cancel();
        },
        onFailed: () => {},
        onProgress: () => {},
      },
      crew,
    );
    expect(await first.done).toBe(false);
    expect({ living: living.size, finished: reports.size }).toEqual({ living: 0, finished: 4 });
    expect(reportOnPoint(job, 0, reports)?.confidence.replications).toBe(3);
    expect(reportOnPoint(job, 2, reports)).toBeNull();

    const rest = allRuns(job).filter((run) => !reports.has(run));
    const keep = ({ run, report }: { run: number; report: Report }) => reports.set(run, report);
    const second = startRuns(job, rest, { onFinished: keep, onFailed: () => {}, onProgress: () => {} }, crew);
    expect(await second.done).toBe(true);
    expect(pointsOf(job, reports)).toEqual(pointsOf(job, (await carriedOut(job, 1)).reports));
  });

  it('names component and limit of a run that cannot be, and carries out the others', async () => {
    const closed = {
      process: 'closed',
      users: 1,
      thinkTime: { dist: 'constant', valueMs: 0 },
    };
    const job = jobOf([closed, { process: 'poisson', ratePerSec: 20 }], 'nodes.shop.params.arrivals');
    const never = { dist: 'constant', valueMs: 0 };
    const scenario = structuredClone(job.ground.scenario);
    Object.assign(scenario.nodes[1].params as object, { serviceTime: never });
    const { reports, failures } = await carriedOut({ ...job, ground: { ...job.ground, scenario } }, 2);
    expect([...failures.keys()].sort()).toEqual([0, 1, 2]);
    expect(failures.get(0)).toMatchObject({ limit: 'events', node: expect.stringMatching(/shop|orders/), atMs: 0 });
    expect([...reports.keys()].sort()).toEqual([3, 4, 5]);
  });

  it('refuses before it starts what could not be run', () => {
    const { scenario } = jobOf([20]).ground;
    const of = (path: string, values: readonly unknown[]) =>
      planRuns(scenario, { sweep: [{ path, values }], replications: 2, untilMs: 100 });
    expect(of(RATE, [-5])).toEqual({ ok: false, problem: `${RATE}: expected a number from 0 to 1000000, found -5` });
    expect(of(RATE, [5])).toMatchObject({ ok: true });
  });

  it('fails when a worker breaks', async () => {
    const job = jobOf([20, 40]);
    const { living, start } = workers();
    const broken = (): RunnerWorker => {
      const worker = start();
      worker.postMessage = () => setImmediate(() => worker.onerror?.({ message: 'out of memory' } as ErrorEvent));
      return worker;
    };
    const nothing = { onFinished: () => {}, onFailed: () => {}, onProgress: () => {} };
    const { done } = startRuns(job, allRuns(job), nothing, (ground, tasks) =>
      startCrew(ground, tasks, { most: 2, start: broken }),
    );
    await expect(done).rejects.toThrow('out of memory');
    expect(living.size).toBe(0);
  });
});
