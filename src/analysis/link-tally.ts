import { Outcome } from '../network/outcomes';
import { LatenciesByPlace } from './latencies';
import { OutcomeCounts } from './outcome-counts';
import type { LinkReport } from './report';

/**
 * Everything that a report says about links. A call is counted when it ends, and while it is under way at the end of
 * the run; so `calls` exceeds `ok` and the failures by what is still under way.
 */
export class LinkTally {
  private readonly open: Float64Array;
  private readonly outcomes: OutcomeCounts;
  private readonly retries: Float64Array;
  private readonly hedges: Float64Array;
  private readonly fallbacks: Float64Array;
  private readonly duplicates: Float64Array;
  private readonly opens: Float64Array;
  private readonly bytes: Float64Array;
  private readonly latencies: LatenciesByPlace;

  constructor(count: number) {
    this.open = new Float64Array(count);
    this.outcomes = new OutcomeCounts(count);
    this.retries = new Float64Array(count);
    this.hedges = new Float64Array(count);
    this.fallbacks = new Float64Array(count);
    this.duplicates = new Float64Array(count);
    this.opens = new Float64Array(count);
    this.bytes = new Float64Array(count);
    this.latencies = new LatenciesByPlace(count);
  }

  /** A call, or a message whose end will be told, leaves for the first time, or is withheld. */
  begun(link: number): void {
    this.open[link]++;
  }

  retried(link: number): void {
    this.retries[link]++;
  }

  hedged(link: number): void {
    this.hedges[link]++;
  }

  /** The caller of a call that failed made do with something else. */
  fellBack(link: number): void {
    this.fallbacks[link]++;
  }

  /** The callee recognised a call that it knew. */
  recognised(link: number): void {
    this.duplicates[link]++;
  }

  /** A call ended; `tookMs` since its first attempt. */
  concluded(link: number, outcome: Outcome, tookMs: number): void {
    this.open[link]--;
    this.ended(link, outcome, tookMs);
  }

  /** The consumer at the link's end dealt with a message. */
  answered(link: number, outcome: Outcome): void {
    this.open[link]--;
    this.outcomes.add(link, outcome);
  }

  /** Something is over that was not {@link begun}: a message that nobody answers. */
  ended(link: number, outcome: Outcome, tookMs: number): void {
    this.outcomes.add(link, outcome);
    if (outcome === Outcome.ok) this.latencies.record(link, tookMs);
  }

  /** How long a message travelled. */
  travelled(link: number, ms: number): void {
    this.latencies.record(link, ms);
  }

  /** The caller crashed: nobody will hear of its calls again. */
  abandoned(link: number): void {
    this.outcomes.add(link, Outcome.cancelled, this.open[link]);
    this.open[link] = 0;
  }

  /** So many bytes went over it, there or back. */
  carried(link: number, bytes: number): void {
    this.bytes[link] += bytes;
  }

  breakerOpened(link: number): void {
    this.opens[link]++;
  }

  /** Leaves out everything up to now, but not what is under way. */
  restart(): void {
    this.outcomes.clear();
    this.retries.fill(0);
    this.hedges.fill(0);
    this.fallbacks.fill(0);
    this.duplicates.fill(0);
    this.opens.fill(0);
    this.bytes.fill(0);
    this.latencies.clear();
  }

  report(link: number): LinkReport {
    const ok = this.outcomes.ok(link);
    const { mean, p50, p95, p99 } = this.latencies.summary(link);
    return {
      calls: ok + this.outcomes.failed(link) + this.open[link],
      ok,
      failedBy: this.outcomes.byReason(link),
      retries: this.retries[link],
      hedges: this.hedges[link],
      fallbacks: this.fallbacks[link],
      duplicates: this.duplicates[link],
      breakerOpens: this.opens[link],
      bytes: this.bytes[link],
      latencyMs: { mean, p50, p95, p99 },
    };
  }
}
