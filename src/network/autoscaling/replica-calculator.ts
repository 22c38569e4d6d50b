/**
 * How many replicas a metric asks for: the arithmetic of the Kubernetes Horizontal Pod Autoscaler, rule by rule
 * (kubernetes/kubernetes, pkg/controller/podautoscaler/replica_calculator.go). Whole numbers are cut off where Go does.
 */

/** A pod, as the autoscaler sees it. */
export interface PodMetric {
  /** What it uses, in thousandths; null: its metric is missing. */
  readonly usage: number | null;
  /** What it may use, in thousandths of the same. */
  readonly request: number;
  /** Not ready, or not for long enough to have been measured. */
  readonly isUnready: boolean;
  /** Being deleted, or failed. */
  readonly isLeaving: boolean;
}

/** How the metric is compared with its target. */
export type MetricKind =
  /** Per cent of what the pods may use; `target` is such a percentage. */
  | 'utilization'
  /** The mean over the pods; `target` is in the metric's thousandths. */
  | 'average';

const withinTolerance = (ratio: number, tolerance: number): boolean => Math.abs(1 - ratio) <= tolerance;

/** A pod with a missing metric counts as using all it may, at least, where replicas are to go. */
const FALLBACK_PERCENT = 100;

interface Sample {
  readonly usage: number;
  readonly request: number;
}

function ratioOf(samples: readonly Sample[], kind: MetricKind, target: number): number {
  let usage = 0;
  let request = 0;
  for (const sample of samples) {
    usage += sample.usage;
    request += sample.request;
  }
  if (kind === 'utilization') return Math.trunc((usage * 100) / request) / target;
  return Math.trunc(usage / samples.length) / target;
}

/**
 * How many replicas there should be by a metric that every pod has. Pods that leave are left out; unready ones count as
 * idle where replicas are to come and not at all where they are to go; missing metrics count against the change. A
 * change that these assumptions turn round does not happen.
 */
export function replicasByPods(
  current: number,
  pods: readonly PodMetric[],
  kind: MetricKind,
  target: number,
  tolerance: number,
): number {
  const samples: Sample[] = [];
  const unready: Sample[] = [];
  const missing: Sample[] = [];
  for (const { usage, request, isUnready, isLeaving } of pods) {
    if (isLeaving) continue;
    if (isUnready) unready.push({ usage: 0, request });
    else if (usage === null) missing.push({ usage: 0, request });
    else samples.push({ usage, request });
  }
  if (samples.length === 0) return current;
  const ratio = ratioOf(samples, kind, target);
  const countsUnready = unready.length > 0 && ratio > 1;
  if (!countsUnready && missing.length === 0) {
    return withinTolerance(ratio, tolerance) ? current : Math.ceil(ratio * samples.length);
  }
  if (ratio > 1) samples.push(...missing);
  else if (ratio < 1) samples.push(...missing.map((pod) => atTarget(pod, kind, target)));
  if (countsUnready) samples.push(...unready);
  const corrected = ratioOf(samples, kind, target);
  const turnsRound = (ratio < 1 && corrected > 1) || (ratio > 1 && corrected < 1);
  if (turnsRound || withinTolerance(corrected, tolerance)) return current;
  const replicas = Math.ceil(corrected * samples.length);
  const isAgainst = (corrected < 1 && replicas > current) || (corrected > 1 && replicas < current);
  return isAgainst ? current : replicas;
}

const atTarget = ({ request }: Sample, kind: MetricKind, target: number): Sample => ({
  usage: kind === 'utilization' ? (request * Math.max(FALLBACK_PERCENT, target)) / 100 : target,
  request,
});

/** How many replicas there should be by one value for all of them, of which `readyPods` bear the load. */
export function replicasByValue(
  current: number,
  value: number,
  target: number,
  readyPods: number,
  tolerance: number,
): number {
  const ratio = value / target;
  return withinTolerance(ratio, tolerance) ? current : Math.ceil(ratio * readyPods);
}

/** How many replicas there should be for each to have `targetAverage` of a total, e.g. of what waits in a queue. */
export function replicasByTotal(current: number, total: number, targetAverage: number, tolerance: number): number {
  return withinTolerance(total / (targetAverage * current), tolerance) ? current : Math.ceil(total / targetAverage);
}
