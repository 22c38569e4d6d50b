import type { AutoscalingParams } from '../../network/autoscaling/autoscaling-field';
import { isUnready } from '../../network/autoscaling/readiness';
import { type PodMetric, replicasByPods, replicasByTotal } from '../../network/autoscaling/replica-calculator';
import { decideReplicas, emptyMemory, type ScalingMemory } from '../../network/autoscaling/scaling-behavior';
import type { Replicas, ReplicasState } from './replicas';
import { DRAINING, GONE, READY } from './statechart';

/** What changes in the autoscaler during a run: plain data. */
export interface AutoscalerState {
  readonly memory: ScalingMemory;
  /** By replica: its workers' time in use and at work, as it was at the last look. */
  readonly heldMs: number[];
  readonly workingMs: number[];
  /** When it had been started then. */
  readonly startedAtMs: number[];
}

export const newAutoscaler = (): AutoscalerState => ({
  memory: emptyMemory(),
  heldMs: [],
  workingMs: [],
  startedAtMs: [],
});

/** The autoscaler counts in thousandths. */
const MILLI = 1_000;

/** Looks at the metric every now and then, and says how many replicas there should be. */
export class Autoscaler {
  constructor(
    private readonly params: AutoscalingParams,
    private readonly replicas: Replicas,
    private readonly owner: {
      readonly state: { readonly replicas: ReplicasState; readonly autoscaler: AutoscalerState };
    },
  ) {}

  /** How many replicas there are to be from now on. @param queued requests that wait for a worker */
  look(queued: number, nowMs: number): number {
    const { params } = this;
    const { desired } = this.owner.state.replicas;
    // What is outside the bounds is put right at once, without asking the metric.
    if (desired > params.maxReplicas) return params.maxReplicas;
    if (desired < params.minReplicas) return params.minReplicas;
    const recommendation = this.recommend(desired, queued, nowMs);
    const bounded = Math.min(params.maxReplicas, Math.max(params.minReplicas, recommendation));
    return decideReplicas(this.owner.state.autoscaler.memory, params, desired, bounded, nowMs);
  }

  private recommend(current: number, queued: number, nowMs: number): number {
    const { metric, tolerance } = this.params;
    const pods = this.pods(nowMs);
    if (metric.name === 'queue') return replicasByTotal(current, queued, metric.target, tolerance);
    if (metric.name === 'inFlight') return replicasByPods(current, pods, 'average', metric.target * MILLI, tolerance);
    return replicasByPods(current, pods, 'utilization', metric.target * 100, tolerance);
  }

  /** The replicas by their metric since the last look. */
  private pods(nowMs: number): PodMetric[] {
    const { replicas, params } = this;
    const state = this.owner.state.replicas;
    const known = this.owner.state.autoscaler;
    const pods: PodMetric[] = [];
    for (let replica = 0; replica < replicas.size; replica++) {
      replicas.countUp(replica);
      const isSame = known.startedAtMs[replica] === state.startedAtMs[replica];
      const heldMs = state.heldMs[replica] - (isSame ? known.heldMs[replica] : 0);
      const workingMs = state.workingMs[replica] - (isSame ? known.workingMs[replica] : 0);
      known.startedAtMs[replica] = state.startedAtMs[replica];
      known.heldMs[replica] = state.heldMs[replica];
      known.workingMs[replica] = state.workingMs[replica];
      const stateIndex = replicas.stateOf(replica);
      if (stateIndex === GONE) continue;
      pods.push(this.pod(stateIndex, replica, heldMs / params.syncMs, workingMs / params.syncMs, nowMs));
    }
    return pods;
  }

  private pod(stateIndex: number, replica: number, held: number, working: number, nowMs: number): PodMetric {
    const { metric, syncMs } = this.params;
    const state = this.owner.state.replicas;
    const { workers } = this.replicas;
    const isReady = stateIndex === READY;
    const isLeaving = stateIndex === DRAINING;
    if (metric.name === 'inFlight') {
      // A metric of the service's own: a replica that has not started tells none.
      return { usage: isReady ? Math.round(held * MILLI) : null, request: MILLI, isUnready: false, isLeaving };
    }
    const used = Math.min(1, (metric.name === 'cpu' ? working : held) / workers);
    const times = {
      startedAtMs: state.startedAtMs[replica],
      readySinceMs: isReady ? state.readySinceMs[replica] : null,
    };
    return {
      usage: Math.round(used * MILLI),
      request: MILLI,
      isUnready: isUnready(times, syncMs, nowMs),
      isLeaving,
    };
  }
}
