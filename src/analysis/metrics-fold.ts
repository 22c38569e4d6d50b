import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact } from '../network/facts';
import { OUTCOMES, Outcome } from '../network/outcomes';
import type { Scenario } from '../scenario/scenario';
import { LatencyWindows } from './latency-windows';
import { Occupancy } from './occupancy';
import { firstRowAt } from './rows';
import { type Topology, topologyOf } from './topology';

/** How long windows are at first, ms. */
const FIRST_WINDOW_MS = 100;
/** With more windows than these, each two become one. Even. */
const MAX_WINDOWS = 600;
/** What the occupancy of a node is sampled for at the end of each window. */
const SAMPLES = ['queue', 'busy', 'blocked'] as const;

/** The windows that are over: `columns[key][i]` belongs to the one that ends at (i + 1) × `windowMs`. */
export interface MetricWindows {
  readonly type: 'metrics';
  readonly windowMs: number;
  readonly firstWindow: number;
  readonly count: number;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/**
 * The course of a run for its charts, in at most 600 windows of equal length: 100 ms at first, and twice as long
 * whenever there would be more, so that memory stays bounded however long the run. Rates and failures are those of
 * requests that clients sent or got answered within the window; latencies those of the successful ones.
 */
export class MetricsFold implements TraceFold {
  private readonly topology: Topology;
  private readonly occupancy: Occupancy;
  private windowMs = FIRST_WINDOW_MS;
  /** Windows that are over; the next one is under way. */
  private count = 0;
  private readonly sent = new Uint32Array(MAX_WINDOWS + 1);
  /** By outcome: requests that ended. */
  private readonly ended = OUTCOMES.map(() => new Uint32Array(MAX_WINDOWS + 1));
  private readonly latencies = new LatencyWindows(MAX_WINDOWS);
  /** By node and kind of sample: its value at the end of each window. */
  private readonly samples: readonly Readonly<Record<(typeof SAMPLES)[number], Float32Array>>[];

  constructor(scenario: Scenario) {
    this.topology = topologyOf(scenario);
    this.occupancy = new Occupancy(this.topology);
    const column = () => new Float32Array(MAX_WINDOWS);
    this.samples = scenario.nodes.map(() => ({ queue: column(), busy: column(), blocked: column() }));
  }

  read(columns: TraceColumns, from: number, to: number): void {
    for (let row = from; row < to; ) {
      this.advanceTo(columns.at[row]);
      const end = firstRowAt(columns, (this.count + 1) * this.windowMs, row, to);
      this.occupancy.read(columns, row, end);
      this.countRequests(columns, row, end);
      row = end;
    }
  }

  /** The windows that are over at a moment up to which every fact has been read. The run may go on afterwards. */
  snapshot(atMs: number): MetricWindows {
    this.advanceTo(atMs);
    const { count, windowMs, latencies } = this;
    const columns: Record<string, Float64Array> = {};
    const perSec = (counts: (window: number) => number) =>
      Float64Array.from({ length: count }, (_, window) => (counts(window) * 1000) / windowMs);
    const okay = this.ended[Outcome.ok];
    columns['rate.sent'] = perSec((window) => this.sent[window]);
    columns['rate.ok'] = perSec((window) => okay[window]);
    columns['rate.failed'] = perSec((window) => this.failed(window));
    for (const [name, values] of Object.entries(latencies.quantiles)) {
      columns[`latency.${name}`] = values.slice(0, count);
    }
    OUTCOMES.forEach((name, outcome) => {
      const counts = this.ended[outcome];
      if (outcome === Outcome.ok || !counts.some((times) => times > 0)) return;
      columns[`failures.${name}`] = perSec((window) => counts[window]);
    });
    this.topology.nodes.forEach(({ id, isClient }, node) => {
      if (isClient) return;
      for (const sample of SAMPLES) {
        columns[`${sample}.${id}`] = Float64Array.from(this.samples[node][sample].subarray(0, count));
      }
    });
    return { type: 'metrics', windowMs, firstWindow: 0, count, columns };
  }

  /** Closes the windows that end at or before a moment: what happens at their very end is the next one's. */
  private advanceTo(atMs: number): void {
    while ((this.count + 1) * this.windowMs <= atMs) {
      // The window under way is not over when it has become twice as long.
      if (this.count === MAX_WINDOWS) this.halve();
      else this.closeWindow();
    }
  }

  private closeWindow(): void {
    const window = this.count;
    this.samples.forEach((columns, node) => {
      columns.queue[window] = this.occupancy.queued(node);
      columns.busy[window] = this.occupancy.busy(node);
      columns.blocked[window] = this.occupancy.blocked[node];
    });
    this.latencies.close(window);
    this.count++;
  }

  private countRequests(columns: TraceColumns, from: number, to: number): void {
    const { fact, detail, value } = columns;
    const { sent, ended, latencies, count } = this;
    for (let row = from; row < to; row++) {
      if (fact[row] === Fact.issued) sent[count]++;
      else if (fact[row] === Fact.settled) {
        ended[detail[row]][count]++;
        if (detail[row] === Outcome.ok) latencies.record(value[row]);
      }
    }
  }

  private failed(window: number): number {
    return this.ended.reduce((sum, counts, outcome) => (outcome === Outcome.ok ? sum : sum + counts[window]), 0);
  }

  private halve(): void {
    for (const counts of [this.sent, ...this.ended]) {
      // The last one is under way and has no partner.
      for (let i = 0; 2 * i <= MAX_WINDOWS; i++) counts[i] = counts[2 * i] + (counts[2 * i + 1] ?? 0);
      counts.fill(0, MAX_WINDOWS / 2 + 1);
    }
    for (const columns of this.samples) {
      for (const sample of SAMPLES) {
        for (let i = 0; 2 * i < MAX_WINDOWS; i++) columns[sample][i] = columns[sample][2 * i + 1];
      }
    }
    this.latencies.halve();
    this.windowMs *= 2;
    this.count = MAX_WINDOWS / 2;
  }
}
