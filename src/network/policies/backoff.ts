import type { RetryParams } from './retry-field';

/** Where the random numbers come from: between 0 and 1. */
export interface RandomUnits {
  unit(): number;
}

export type BackoffParams = Pick<RetryParams, 'backoff' | 'baseMs' | 'multiplier' | 'capMs' | 'jitter'>;

/**
 * The next step of a call's backoff, ms: what the wait is before jitter. A call remembers its last step and nothing
 * else; 0 stands for none yet, which is also where a server's pushback puts it back to.
 *
 * - Exponential: base, base × multiplier, base × multiplier² … up to the cap.
 * - Envoy: base, 3 × base, 7 × base … up to the cap (router filter, "x-envoy-retry-on": base × (2ⁿ − 1)).
 * - With decorrelated jitter, whatever the backoff: anywhere from base to three times the last step, up to the cap
 *   (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function backoffStepMs(params: BackoffParams, lastStepMs: number, random: RandomUnits): number {
  const { backoff, baseMs, capMs } = params;
  if (params.jitter === 'decorrelated') {
    const last = lastStepMs === 0 ? baseMs : lastStepMs;
    return Math.min(baseMs + (3 * last - baseMs) * random.unit(), capMs);
  }
  if (lastStepMs === 0 || backoff === 'constant') return Math.min(baseMs, capMs);
  return Math.min(backoff === 'envoy' ? 2 * lastStepMs + baseMs : lastStepMs * params.multiplier, capMs);
}

/**
 * The wait that a step stands for, ms. Full jitter draws from all of it, equal jitter from its upper half (Brooker, as
 * above). gRPC draws from ±20 % around it, also above the cap (gRFC A6); Kafka does the same and then applies the cap
 * (`ExponentialBackoff`).
 */
export function jitteredMs(params: BackoffParams, stepMs: number, random: RandomUnits): number {
  switch (params.jitter) {
    case 'none':
    case 'decorrelated':
      return stepMs;
    case 'full':
      return stepMs * random.unit();
    case 'equal':
      return stepMs / 2 + (stepMs / 2) * random.unit();
    case 'grpc':
      return stepMs * (0.8 + 0.4 * random.unit());
    case 'kafka':
      return Math.min(stepMs * (0.8 + 0.4 * random.unit()), params.capMs);
  }
}
