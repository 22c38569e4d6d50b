import { describe, expect, test } from 'vitest';
import { autoscalingField } from './autoscaling-field';
import fixture from './fixtures/kubernetes-hpa.json';
import { CPU_INITIALIZATION_MS, isUnready } from './readiness';
import { type PodMetric, replicasByPods, replicasByTotal, replicasByValue } from './replica-calculator';
import {
  decideReplicas,
  emptyMemory,
  type ScalingLimits,
  type ScalingPolicy,
  type ScalingRules,
} from './scaling-behavior';

type Case = Record<string, unknown> & { readonly id: string; readonly category: string };
const TOLERANCE = 0.1;
const tested = new Set<string>();

/** The cases of a category, with their names ticked off. */
function cases<T>(category: string): [id: string, given: T][] {
  const found = (fixture.cases as Case[]).filter((one) => one.category.startsWith(category));
  for (const { id } of found) tested.add(id);
  return found.map((one) => [one.id, one as unknown as T]);
}

interface PodsCase {
  readonly current_replicas: number;
  readonly target: number;
  readonly target_kind: string;
  readonly tolerance: number;
  readonly expect_replicas: number;
  readonly pods: readonly {
    readonly metric_milli: number | null;
    readonly request_milli: number;
    readonly unready_or_initializing: boolean;
    readonly failed_or_deleting: boolean;
  }[];
}

describe('replicas by a metric of every pod', () => {
  test.each(cases<PodsCase>('replica_calculator'))('%s', (_id, given) => {
    const pods = given.pods.map(
      (pod): PodMetric => ({
        usage: pod.metric_milli,
        request: pod.request_milli,
        isUnready: pod.unready_or_initializing,
        isLeaving: pod.failed_or_deleting,
      }),
    );
    const kind = given.target_kind.startsWith('cpu') ? 'utilization' : 'average';
    expect(replicasByPods(given.current_replicas, pods, kind, given.target, given.tolerance)).toBe(
      given.expect_replicas,
    );
  });
});

describe('replicas by a total that they share', () => {
  type TotalCase = Record<'current_replicas' | 'total_metric' | 'target_average_value' | 'expect_replicas', number>;
  test.each(cases<TotalCase>('external_per_pod'))('%s', (_id, given) => {
    const { current_replicas, total_metric, target_average_value, expect_replicas } = given;
    expect(replicasByTotal(current_replicas, total_metric, target_average_value, TOLERANCE)).toBe(expect_replicas);
  });
});

describe('replicas by one value for all', () => {
  type ValueCase = Record<'current_replicas' | 'metric' | 'target' | 'ready_pods' | 'expect_replicas', number>;
  test.each(cases<ValueCase>('object_metric'))('%s', (_id, given) => {
    const { current_replicas, metric, target, ready_pods, expect_replicas } = given;
    expect(replicasByValue(current_replicas, metric, target, ready_pods, TOLERANCE)).toBe(expect_replicas);
  });

  type FormulaCase = Record<'current_replicas' | 'current_metric' | 'target' | 'expect_replicas', number>;
  test.each(cases<FormulaCase>('formula'))('%s', (_id, given) => {
    const { current_replicas, current_metric, target, expect_replicas } = given;
    expect(replicasByValue(current_replicas, current_metric, target, current_replicas, TOLERANCE)).toBe(
      expect_replicas,
    );
  });
});

describe('stabilisation and rates of change', () => {
  interface RulesJson {
    readonly window: number;
    readonly select: string;
    readonly policies: readonly [by: string, value: number, periodSeconds: number][];
  }
  interface BehaviorCase {
    readonly config: { min: number; max: number; scaleUp: RulesJson; scaleDown: RulesJson };
    readonly start: number;
    readonly trace: readonly { t_s: number; recommendation: number; replicas_before: number; replicas_after: number }[];
  }
  const rulesOf = ({ window, select, policies }: RulesJson): ScalingRules => ({
    windowMs: window * 1_000,
    select: select.toLowerCase() as ScalingRules['select'],
    policies: policies.map(
      ([by, value, seconds]): ScalingPolicy => ({
        by: by.toLowerCase() as ScalingPolicy['by'],
        value,
        periodMs: seconds * 1_000,
      }),
    ),
  });

  test.each(cases<BehaviorCase>('behavior'))('%s', (_id, { config, start, trace }) => {
    const limits: ScalingLimits = {
      minReplicas: config.min,
      maxReplicas: config.max,
      scaleUp: rulesOf(config.scaleUp),
      scaleDown: rulesOf(config.scaleDown),
    };
    let memory = emptyMemory();
    let replicas = start;
    const after = trace.map(({ t_s, recommendation }) => {
      replicas = decideReplicas(memory, limits, replicas, recommendation, t_s * 1_000);
      memory = JSON.parse(JSON.stringify(memory));
      return replicas;
    });
    expect(after).toEqual(trace.map(({ replicas_after }) => replicas_after));
  });
});

describe('rules', () => {
  const rules = new Map(cases<{ readonly statement: string }>('rule'));

  test('rule-68: the defaults are those of Kubernetes', () => {
    expect(rules.get('rule-68')?.statement).toContain('sync period 15 s; tolerance 0.1');
    const { syncMs, tolerance, scaleUp, scaleDown } = autoscalingField.default;
    expect({ syncMs, tolerance, scaleUp, scaleDown }).toEqual({
      syncMs: 15_000,
      tolerance: 0.1,
      scaleUp: {
        windowMs: 0,
        select: 'max',
        policies: [
          { by: 'percent', value: 100, periodMs: 15_000 },
          { by: 'pods', value: 4, periodMs: 15_000 },
        ],
      },
      scaleDown: { windowMs: 300_000, select: 'max', policies: [{ by: 'percent', value: 100, periodMs: 15_000 }] },
    });
    expect(CPU_INITIALIZATION_MS).toBe(300_000);
  });

  const pod = (rest: Partial<PodMetric>): PodMetric => ({
    usage: 0,
    request: 1_000,
    isUnready: false,
    isLeaving: false,
    ...rest,
  });

  test('rule-70: who leaves is ignored, who is not ready dampens, who is missing counts against the change', () => {
    expect(rules.has('rule-70')).toBe(true);
    const busy = pod({ usage: 900 });
    const idle = pod({ usage: 100 });
    const by = (current: number, pods: PodMetric[]) => replicasByPods(current, pods, 'utilization', 50, TOLERANCE);
    expect(by(1, [busy])).toBe(2);
    expect(by(1, [busy, pod({ isLeaving: true, usage: 5_000 })])).toBe(2);
    expect(by(2, [busy, pod({ isUnready: true })])).toBe(2);
    expect(by(2, [idle, pod({ isUnready: true })])).toBe(1);
    expect(by(2, [busy, pod({ usage: null })])).toBe(2);
    // 10 % and an assumed 100 % make 55 %: more than the target, so nothing happens.
    expect(by(2, [idle, pod({ usage: null })])).toBe(2);
    expect(by(3, [])).toBe(3);
  });

  test('rule-72: a processor that is used up asks for 1 / target as many replicas, whatever the load', () => {
    expect(rules.has('rule-72')).toBe(true);
    expect(
      replicasByPods(
        4,
        Array.from({ length: 4 }, () => pod({ usage: 1_000 })),
        'utilization',
        50,
        0.1,
      ),
    ).toBe(8);
  });
});

test('a pod is unready until it has been ready for a whole window, in its first five minutes', () => {
  expect(isUnready({ startedAtMs: 0, readySinceMs: null }, 15_000, 400_000)).toBe(true);
  expect(isUnready({ startedAtMs: 0, readySinceMs: 10_000 }, 15_000, 20_000)).toBe(true);
  expect(isUnready({ startedAtMs: 0, readySinceMs: 10_000 }, 15_000, 25_000)).toBe(false);
  expect(isUnready({ startedAtMs: 0, readySinceMs: 299_000 }, 15_000, 301_000)).toBe(false);
});

test('no case is left out', () => {
  expect((fixture.cases as Case[]).filter(({ id }) => !tested.has(id))).toEqual([]);
  expect(tested.size).toBe(44);
});
