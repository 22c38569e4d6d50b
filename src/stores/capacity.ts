import { create } from 'zustand';
import type { Report } from '../analysis/report';
import type { Scenario } from '../scenario/scenario';
import {
  allRuns,
  type Failure,
  fingerprintOfSweep,
  type Job,
  planRuns,
  pointOf,
  type ReplicatedReport,
  type RunsUnderWay,
  reportOnPoint,
  startRuns,
} from '../worker/pool/many-runs';
import { type FlatMachine, runFlatMachine } from './flat-machine';

type Phase =
  /** Nothing has been asked. */
  | 'idle'
  | 'running'
  /** It was cancelled, and can go on. */
  | 'cancelled'
  | 'done'
  /** It could not be begun or carried out. */
  | 'failed';

type Event = 'start' | 'resume' | 'cancel' | 'finish' | 'fail' | 'clear';

const machine: FlatMachine<Phase, Event, 'begin' | 'end'> = {
  initial: 'idle',
  on: { clear: { target: 'idle', actions: ['end'] }, start: { target: 'running', actions: ['end', 'begin'] } },
  states: {
    idle: { on: { fail: { target: 'failed' } } },
    running: {
      on: {
        cancel: { target: 'cancelled', actions: ['end'] },
        finish: { target: 'done' },
        fail: { target: 'failed', actions: ['end'] },
      },
    },
    cancelled: { on: { resume: { target: 'running', actions: ['begin'] } } },
    done: { on: {} },
    failed: { on: {} },
  },
};

/** What is asked: how a scenario fares as one of its numbers takes several values. */
export interface CapacityQuestion {
  readonly scenario: Scenario;
  /** As in an assignment. */
  readonly path: string;
  readonly values: readonly number[];
  readonly replications: number;
  readonly untilMs: number;
  readonly warmupMs: number;
}

interface CapacityState {
  readonly phase: Phase;
  readonly question: CapacityQuestion | null;
  /** The reports of the points that have any, by point. */
  readonly points: ReadonlyMap<number, ReplicatedReport>;
  /** The first failure of each point that has any, by point. */
  readonly failures: ReadonlyMap<number, Failure>;
  /** 0 … 1 */
  readonly progress: number;
  /** Of the whole sweep: the command line prints the same for the same plan. Null before all of it is there. */
  readonly fingerprint: string | null;
  /** Why it failed, in phase `failed`. */
  readonly problem: string | null;
  start(question: CapacityQuestion): void;
  /** Stops and keeps what is finished. */
  cancel(): void;
  /** Carries out what was missing when it was cancelled. */
  resume(): void;
  clear(): void;
}

const NOTHING = {
  question: null,
  points: new Map<number, ReplicatedReport>(),
  failures: new Map<number, Failure>(),
  progress: 0,
  fingerprint: null,
  problem: null,
} as const;

/** The capacity curve that is being drawn, or that was last: it outlives the panel that shows it. */
export const useCapacity = create<CapacityState>()((set, get) => {
  let job: Job | null = null;
  let underWay: RunsUnderWay | null = null;
  let reports = new Map<number, Report>();
  let failed = new Set<number>();

  const begin = () => {
    const asked = job;
    if (!asked) return;
    const remaining = allRuns(asked).filter((run) => !reports.has(run) && !failed.has(run));
    const all = allRuns(asked).length;
    const before = all - remaining.length;
    const mine = startRuns(asked, remaining, {
      onFinished: ({ run, report }) => {
        if (underWay !== mine) return;
        reports.set(run, report);
        const point = pointOf(asked, run);
        const summary = reportOnPoint(asked, point, reports);
        if (summary) set(({ points }) => ({ points: new Map(points).set(point, summary) }));
      },
      onFailed: (run, failure) => {
        if (underWay !== mine) return;
        failed.add(run);
        const point = pointOf(asked, run);
        if (!get().failures.has(point)) set(({ failures }) => ({ failures: new Map(failures).set(point, failure) }));
      },
      onProgress: (share) => {
        if (underWay === mine) set({ progress: (before + share * remaining.length) / all });
      },
    });
    underWay = mine;
    mine.done.then(
      (complete) => {
        if (underWay === mine && complete) actor.send('finish');
      },
      (error: unknown) => {
        if (underWay !== mine) return;
        set({ problem: error instanceof Error ? error.message : String(error) });
        actor.send('fail');
      },
    );
  };

  const actor = runFlatMachine(
    machine,
    {
      begin,
      end: () => {
        const former = underWay;
        underWay = null;
        former?.cancel();
      },
    },
    (phase) => {
      const { points, question } = get();
      const whole = phase === 'done' && job !== null && points.size === question?.values.length && failed.size === 0;
      const inOrder = [...points].sort(([a], [b]) => a - b).map(([, report]) => report);
      set({ phase, fingerprint: whole && job ? fingerprintOfSweep(job, inOrder) : null });
    },
  );

  return {
    phase: 'idle',
    ...NOTHING,
    start: (question) => {
      actor.send('clear');
      reports = new Map();
      failed = new Set();
      const { scenario, path, values, ...wanted } = question;
      const planned = planRuns(scenario, { ...wanted, sweep: [{ path, values }] });
      set({ ...NOTHING, question });
      if (planned.ok) {
        job = planned.job;
        actor.send('start');
      } else {
        set({ problem: planned.problem });
        actor.send('fail');
      }
    },
    cancel: () => actor.send('cancel'),
    resume: () => actor.send('resume'),
    clear: () => {
      actor.send('clear');
      job = null;
      set(NOTHING);
    },
  };
});
