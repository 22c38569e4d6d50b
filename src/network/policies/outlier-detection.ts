import type { OutlierParams } from './outlier-field';

/** A detector's state as plain JSON, by host. */
export interface SavedOutliers {
  readonly inARow: readonly number[];
  readonly requests: readonly number[];
  readonly failures: readonly number[];
  readonly multiplier: readonly number[];
  /** When it was ejected; null: it is in. */
  readonly ejectedAtMs: readonly (number | null)[];
}

/** The success rate below which a host stands out, in the unit of the rates: mean − deviations × standard deviation. */
export function successRateThreshold(rates: readonly number[], deviations: number) {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) * (rate - mean), 0) / rates.length;
  const deviation = Math.sqrt(variance);
  return { mean, deviation, threshold: mean - deviations * deviation };
}

/** How many of so many hosts may be ejected at once. */
export const maxEjectedHosts = (hosts: number, maxEjected: number): number =>
  Math.max(1, Math.floor(hosts * maxEjected + 1e-9));

/** How long an ejection lasts, ms, that is the `inARow`-th in a row. */
export const ejectionMs = (inARow: number, { baseEjectionMs, maxEjectionMs }: OutlierParams): number =>
  Math.min(baseEjectionMs * inARow, Math.max(maxEjectionMs, baseEjectionMs));

/**
 * Outlier detection by Envoy's rules ("Outlier detection", `outlier_detection.proto`). Tell {@link ended} each answer of
 * a host, and call {@link compare} every `intervalMs`. An ejected host is not refused: it is left out of the balancer's
 * choice, until so many are out that the balancer must panic and use them all.
 */
export class OutlierDetection {
  private readonly inARow: Float64Array;
  private readonly requests: Float64Array;
  private readonly failures: Float64Array;
  /** Ejections in a row: one more with each, one less with each interval in which the host was in. */
  private readonly multiplier: Float64Array;
  /** NaN: it is in. */
  private readonly ejectedAt: Float64Array;
  private ejected = 0;

  constructor(
    readonly hosts: number,
    private readonly params: OutlierParams,
  ) {
    this.inARow = new Float64Array(hosts);
    this.requests = new Float64Array(hosts);
    this.failures = new Float64Array(hosts);
    this.multiplier = new Float64Array(hosts);
    this.ejectedAt = new Float64Array(hosts).fill(NaN);
  }

  isEjected(host: number): boolean {
    return !Number.isNaN(this.ejectedAt[host]);
  }

  /** Whether so many are out that the balancer is to use all of them. */
  get isPanic(): boolean {
    return this.hosts - this.ejected < this.hosts * this.params.panicShare;
  }

  /** Whether a balancer may choose this host. */
  mayUse(host: number): boolean {
    return !this.isEjected(host) || this.isPanic;
  }

  /** A request to this host ended. True if it was ejected for that. */
  ended(host: number, ok: boolean, nowMs: number): boolean {
    this.requests[host]++;
    if (ok) {
      this.inARow[host] = 0;
      return false;
    }
    this.failures[host]++;
    this.inARow[host]++;
    const { consecutiveFailures } = this.params;
    if (consecutiveFailures === null || this.inARow[host] < consecutiveFailures) return false;
    this.inARow[host] = 0;
    return this.eject(host, nowMs);
  }

  /** The end of an interval: lets hosts back in whose time is over, ejects those that stand out, and counts anew. */
  compare(nowMs: number): void {
    for (let host = 0; host < this.hosts; host++) this.letBackIn(host, nowMs);
    this.ejectBySuccessRate(nowMs);
    this.ejectByFailureShare(nowMs);
    this.requests.fill(0);
    this.failures.fill(0);
  }

  save(): SavedOutliers {
    return {
      inARow: [...this.inARow],
      requests: [...this.requests],
      failures: [...this.failures],
      multiplier: [...this.multiplier],
      ejectedAtMs: [...this.ejectedAt].map((ms) => (Number.isNaN(ms) ? null : ms)),
    };
  }

  restore(saved: SavedOutliers): void {
    this.inARow.set(saved.inARow);
    this.requests.set(saved.requests);
    this.failures.set(saved.failures);
    this.multiplier.set(saved.multiplier);
    this.ejectedAt.set(saved.ejectedAtMs.map((ms) => ms ?? NaN));
    this.ejected = saved.ejectedAtMs.filter((ms) => ms !== null).length;
  }

  private eject(host: number, nowMs: number): boolean {
    if (this.isEjected(host) || this.ejected >= maxEjectedHosts(this.hosts, this.params.maxEjected)) return false;
    this.ejectedAt[host] = nowMs;
    this.multiplier[host]++;
    this.ejected++;
    return true;
  }

  private letBackIn(host: number, nowMs: number): void {
    if (!this.isEjected(host)) {
      if (this.multiplier[host] > 0) this.multiplier[host]--;
      return;
    }
    if (nowMs < this.ejectedAt[host] + ejectionMs(this.multiplier[host], this.params)) return;
    this.ejectedAt[host] = NaN;
    this.inARow[host] = 0;
    this.ejected--;
  }

  private ejectBySuccessRate(nowMs: number): void {
    const { successRate } = this.params;
    if (successRate === null) return;
    const judged = this.withVolume(successRate.minRequests);
    if (judged.length < successRate.minHosts) return;
    const rates = judged.map((host) => 1 - this.failures[host] / this.requests[host]);
    const { threshold } = successRateThreshold(rates, successRate.deviations);
    judged.forEach((host, i) => {
      if (rates[i] < threshold) this.eject(host, nowMs);
    });
  }

  private ejectByFailureShare(nowMs: number): void {
    const { failureShare } = this.params;
    if (failureShare === null) return;
    const judged = this.withVolume(failureShare.minRequests);
    if (judged.length < failureShare.minHosts) return;
    for (const host of judged) {
      if (this.failures[host] / this.requests[host] >= failureShare.threshold) this.eject(host, nowMs);
    }
  }

  private withVolume(minRequests: number): number[] {
    const hosts: number[] = [];
    for (let host = 0; host < this.hosts; host++) {
      if (!this.isEjected(host) && this.requests[host] >= minRequests) hosts.push(host);
    }
    return hosts;
  }
}
