/** A pod's processor is not believed at first: `--horizontal-pod-autoscaler-cpu-initialization-period`. */
export const CPU_INITIALIZATION_MS = 300_000;

export interface PodTimes {
  readonly startedAtMs: number;
  /** Null while it is not ready. A pod here that was ready once stays so until it leaves. */
  readonly readySinceMs: number | null;
}

/**
 * Whether the autoscaler takes a pod's processor use for nothing yet: it is not ready, or is so new that no whole
 * window has been measured since it was (`groupPods` in replica_calculator.go).
 *
 * `--horizontal-pod-autoscaler-initial-readiness-delay` (30 s) makes no difference for pods that become ready once.
 */
export function isUnready({ startedAtMs, readySinceMs }: PodTimes, windowMs: number, nowMs: number): boolean {
  if (readySinceMs === null) return true;
  return startedAtMs + CPU_INITIALIZATION_MS > nowMs && nowMs < readySinceMs + windowMs;
}
