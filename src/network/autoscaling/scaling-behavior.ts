/**
 * How fast the number of replicas may follow what the metric asks for: stabilisation windows and rates of change of the
 * Kubernetes Horizontal Pod Autoscaler (kubernetes/kubernetes, pkg/controller/podautoscaler/horizontal.go,
 * `stabilizeRecommendationWithBehaviors` and `convertDesiredReplicasWithBehaviorRate`).
 */
export interface ScalingPolicy {
  /** What `value` counts: replicas, or per cent of those at the beginning of the period. */
  readonly by: 'pods' | 'percent';
  readonly value: number;
  readonly periodMs: number;
}

export interface ScalingRules {
  /** No recommendation of this time may ask for less (going up) or more (going down). */
  readonly windowMs: number;
  /** Which policy counts: the one that allows most, or least; `disabled`: no change in this direction. */
  readonly select: 'max' | 'min' | 'disabled';
  readonly policies: readonly ScalingPolicy[];
}

export interface ScalingLimits {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

interface Dated {
  readonly atMs: number;
  readonly replicas: number;
}

/** What the autoscaler remembers: plain data. */
export interface ScalingMemory {
  /** What the metric asked for. */
  recommendations: Dated[];
  /** How many replicas came, and how many went. */
  added: Dated[];
  removed: Dated[];
}

export const emptyMemory = (): ScalingMemory => ({ recommendations: [], added: [], removed: [] });

/** How many there will be, for a metric that asks for `recommendation`; remembers both. */
export function decideReplicas(
  memory: ScalingMemory,
  limits: ScalingLimits,
  current: number,
  recommendation: number,
  nowMs: number,
): number {
  const stabilized = stabilize(memory, limits, current, recommendation, nowMs);
  const decided = limitRate(memory, limits, current, stabilized, nowMs);
  if (decided > current) memory.added.push({ atMs: nowMs, replicas: decided - current });
  if (decided < current) memory.removed.push({ atMs: nowMs, replicas: current - decided });
  const horizonMs = longestPeriod(limits);
  memory.added = memory.added.filter(({ atMs }) => atMs > nowMs - horizonMs);
  memory.removed = memory.removed.filter(({ atMs }) => atMs > nowMs - horizonMs);
  return decided;
}

function stabilize(
  memory: ScalingMemory,
  { scaleUp, scaleDown }: ScalingLimits,
  current: number,
  recommendation: number,
  nowMs: number,
): number {
  let lowest = recommendation;
  let highest = recommendation;
  for (const { atMs, replicas } of memory.recommendations) {
    if (atMs > nowMs - scaleUp.windowMs) lowest = Math.min(lowest, replicas);
    if (atMs > nowMs - scaleDown.windowMs) highest = Math.max(highest, replicas);
  }
  const longestMs = Math.max(scaleUp.windowMs, scaleDown.windowMs);
  memory.recommendations = memory.recommendations.filter(({ atMs }) => atMs > nowMs - longestMs);
  memory.recommendations.push({ atMs: nowMs, replicas: recommendation });
  return Math.min(Math.max(current, lowest), highest);
}

function limitRate(
  memory: ScalingMemory,
  { minReplicas, maxReplicas, scaleUp, scaleDown }: ScalingLimits,
  current: number,
  desired: number,
  nowMs: number,
): number {
  if (desired > current) {
    const most = Math.max(current, limitOf(scaleUp, memory, current, nowMs, 1));
    return Math.min(desired, maxReplicas, most);
  }
  const least = Math.min(current, limitOf(scaleDown, memory, current, nowMs, -1));
  return Math.min(maxReplicas, Math.max(desired, minReplicas, least));
}

/** How far the policies of a direction let the number go: 1 is up, −1 is down. */
function limitOf(
  { select, policies }: ScalingRules,
  memory: ScalingMemory,
  current: number,
  nowMs: number,
  direction: 1 | -1,
): number {
  if (select === 'disabled' || policies.length === 0) return current;
  const proposed = policies.map(({ by, value, periodMs }) => {
    const atPeriodStart =
      current - changeIn(memory.added, nowMs - periodMs) + changeIn(memory.removed, nowMs - periodMs);
    if (by === 'pods') return atPeriodStart + direction * value;
    const scaled = atPeriodStart * (1 + (direction * value) / 100);
    return direction > 0 ? Math.ceil(scaled) : Math.trunc(scaled);
  });
  const furthest = select === 'max' ? direction : -direction;
  return furthest > 0 ? Math.max(...proposed) : Math.min(...proposed);
}

const changeIn = (changes: readonly Dated[], afterMs: number): number =>
  changes.reduce((sum, { atMs, replicas }) => (atMs > afterMs ? sum + replicas : sum), 0);

const longestPeriod = ({ scaleUp, scaleDown }: ScalingLimits): number =>
  [...scaleUp.policies, ...scaleDown.policies].reduce((longest, { periodMs }) => Math.max(longest, periodMs), 0);
