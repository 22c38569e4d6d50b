/** What is remembered of a target: nginx's passive health check (`max_fails`, `fail_timeout`). */
export interface TargetHealth {
  fails: number;
  /** When the first of these failures happened, ms. */
  firstFailAt: number;
  /** Left out until then, ms. */
  downUntil: number;
}

interface HealthParams {
  readonly maxFails: number;
  readonly failTimeoutMs: number;
}

export const emptyHealth = (): TargetHealth => ({ fails: 0, firstFailAt: 0, downUntil: 0 });

/** `maxFails` 0 turns the check off. */
export const isAvailable = (health: TargetHealth, params: HealthParams, nowMs: number): boolean =>
  params.maxFails === 0 || nowMs >= health.downUntil;

/** Counts a failure; `maxFails` of them within `failTimeoutMs` leave the target out for `failTimeoutMs`. */
export function noteFailure(health: TargetHealth, params: HealthParams, nowMs: number): void {
  if (health.fails === 0 || nowMs - health.firstFailAt > params.failTimeoutMs) {
    health.fails = 0;
    health.firstFailAt = nowMs;
  }
  health.fails++;
  if (health.fails >= params.maxFails) {
    health.fails = 0;
    health.downUntil = nowMs + params.failTimeoutMs;
  }
}
