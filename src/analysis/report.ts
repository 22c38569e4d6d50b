import type { Reason } from '../network/outcomes';

/** Counts by reason; a reason that did not occur is left out. */
export type ByReason = Partial<Record<Reason, number>>;

export interface LatencySummary {
  readonly mean: number;
  readonly sd: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface ClientReport {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly failedBy: ByReason;
  readonly inFlight: number;
  readonly throughputPerSec: number;
  /** Of successful requests, from the intended send time. */
  readonly latencyMs: LatencySummary;
}

export interface NodeReport {
  readonly kind: string;
  readonly arrived: number;
  readonly completed: number;
  readonly failed: number;
  readonly failedBy: ByReason;
  readonly held: number;
  /** Busy worker-time over available worker-time; blocked workers count as busy. */
  readonly utilization: number;
  /** Share of the available worker-time that workers waited for synchronous calls. */
  readonly blocked: number;
  readonly meanWaitMs: number;
  readonly meanInQueue: number;
  readonly meanInSystem: number;
  readonly maxInQueue: number;
  /** Share of those served that had to wait. */
  readonly probWait: number;
  readonly sojournMs: Pick<LatencySummary, 'mean' | 'p50' | 'p95' | 'p99' | 'max'>;
  readonly downMs: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** `received`: read by the other end. What is neither on its way nor received came to nobody. */
export interface StreamedCount {
  readonly sent: number;
  readonly received: number;
}

export interface LinkReport {
  readonly calls: number;
  readonly ok: number;
  readonly failedBy: ByReason;
  readonly retries: number;
  readonly hedges: number;
  /** Calls that failed, whose callers made do with a fallback; they are among {@link failedBy}. */
  readonly fallbacks: number;
  /** Attempts that an idempotent callee recognised. */
  readonly duplicates: number;
  readonly breakerOpens: number;
  readonly bytes: number;
  /** Attempts that waited at their caller, for a rate limit, a bulkhead or a connection, and do no longer; left out where none did. */
  readonly waits?: { readonly count: number; readonly meanMs: number };
  /** Messages within streams, to the callee and back; left out where none were. */
  readonly streamed?: { readonly there: StreamedCount; readonly back: StreamedCount };
  readonly latencyMs: Pick<LatencySummary, 'mean' | 'p50' | 'p95' | 'p99'>;
}

export interface MessagesReport {
  readonly published: number;
  readonly delivered: number;
  readonly acked: number;
  readonly redelivered: number;
  /** Processed to a good end once more by the same group, replays left out: the sum of what the brokers' deliveries say. */
  readonly duplicated: number;
  /** Back in their queue although a consumer still had them: that one may process them as well. */
  readonly handedTwice: number;
  /** Copies that brokers made, for a further queue, group or dead-letter queue: each ends by itself. */
  readonly copies: number;
  /** Messages that were done with and read once more, because somebody went back in a log. */
  readonly replayed: number;
  readonly deadLettered: number;
  readonly expired: number;
  readonly lost: number;
  readonly held: number;
  readonly lostBy: ByReason;
}

/** The result of a run: one part of the public interface, described in `docs/scenario-format.md`. */
export interface Report {
  readonly version: 1;
  readonly title: string;
  readonly seed: number;
  readonly untilMs: number;
  readonly warmupMs: number;
  readonly events: number;
  readonly fingerprint: string;
  readonly clients: Readonly<Record<string, ClientReport>>;
  readonly nodes: Readonly<Record<string, NodeReport>>;
  readonly links: Readonly<Record<string, LinkReport>>;
  readonly messages: MessagesReport;
  readonly goals: readonly { readonly text: string; readonly holds: boolean; readonly value: number }[];
}
