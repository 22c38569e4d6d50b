import type { TraceColumns, TraceFold } from '../kernel/trace';
import { OUTCOMES, Outcome } from '../network/outcomes';
import type { Scenario } from '../scenario/scenario';
import { NodeCount } from './counters';
import { LatencyWindows } from './latency-windows';
import { Occupancy } from './occupancy';
import { type OccupancyWatch, readWatched } from './occupancy-watch';
import { Tally } from './tally';
import { type Topology, topologyOf } from './topology';

/** How long windows are at first, ms. */
const FIRST_WINDOW_MS = 100;
/** With more windows than these, each two become one. Even. */
const MAX_WINDOWS = 600;

/** Windows that are over: `columns[key][i]` belongs to the one that ends at (firstWindow + i + 1) × `windowMs`. */
export interface MetricWindows {
  readonly type: 'metrics';
  readonly windowMs: number;
  readonly firstWindow: number;
  readonly count: number;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/**
 * So many windows are written down together: each column is a place of its own in memory, and what is written to thousands
 * of them at a time takes the time of so many looks at memory.
 */
const TOGETHER = 8;
/** Levels of a node: what waits there, what its workers hold, and what is blocked of that. */
const LEVELS = 3;

const createColumn = () => new Float64Array(MAX_WINDOWS);

/**
 * The course of a run for its charts, in at most 600 windows of equal length: 100 ms at first, and twice as long
 * whenever there would be more, so that memory stays bounded however long the run. Rates and failures are those of
 * requests that clients sent or got answered within the window; latencies those of the successful ones.
 */
export class MetricsFold implements TraceFold, OccupancyWatch {
  private readonly topology: Topology;
  /** How long windows are, ms; twice as long whenever they are joined. */
  windowMs = FIRST_WINDOW_MS;
  /** Windows that are over; the next one is under way. */
  private count = 0;
  /** Requests of all clients from the start to the end of each window: those sent, and by outcome those that ended. */
  private readonly sent = createColumn();
  private readonly ended = OUTCOMES.map(createColumn);
  /** By node: what is there at the end of each window. */
  private readonly queue: readonly Float64Array[];
  private readonly busy: readonly Float64Array[];
  private readonly blocked: readonly Float64Array[];
  /** The levels of the windows that are over and not yet in those columns, window by window. */
  private readonly latest: Float64Array;
  private written = 0;
  /** By node: the links of a client. */
  private readonly linksOfClient: readonly (readonly number[])[];
  private readonly latencies = new LatencyWindows(MAX_WINDOWS);

  /** @param occupancy where it is read for others too: then that is who reads the trace, and not this fold */
  constructor(
    scenario: Scenario,
    private readonly occupancy = new Occupancy(new Tally(topologyOf(scenario))),
  ) {
    this.topology = topologyOf(scenario);
    this.queue = scenario.nodes.map(createColumn);
    this.busy = scenario.nodes.map(createColumn);
    this.blocked = scenario.nodes.map(createColumn);
    this.latest = new Float64Array(TOGETHER * LEVELS * scenario.nodes.length);
    const { nodes, links } = this.topology;
    const linksOf: number[][] = nodes.map(() => []);
    links.forEach(({ from }, link) => {
      if (nodes[from]?.isClient) linksOf[from].push(link);
    });
    this.linksOfClient = linksOf;
  }

  read(columns: TraceColumns, from: number, to: number): void {
    readWatched(this.occupancy.tally, [this], columns, from, to);
  }

  get nextLookMs(): number {
    return (this.count + 1) * this.windowMs;
  }

  /**
   * The windows that are over at a moment up to which every fact has been read, from window `from` on. The run may go on
   * afterwards. A column that was not there before was all zeros.
   */
  snapshot(atMs: number, from = 0): MetricWindows {
    this.advanceTo(atMs);
    this.writeLevels();
    const { count, windowMs, sent, ended } = this;
    const columns: Record<string, Float64Array> = {
      'rate.sent': this.perSec(sent, from),
      'rate.ok': this.perSec(ended[Outcome.ok], from),
      'rate.failed': new Float64Array(count - from),
    };
    OUTCOMES.forEach((name, outcome) => {
      const never = count === 0 || ended[outcome][count - 1] === 0;
      if (outcome === Outcome.ok || never) return;
      const rates = this.perSec(ended[outcome], from);
      columns[`failures.${name}`] = rates;
      for (let window = 0; window < rates.length; window++) columns['rate.failed'][window] += rates[window];
    });
    for (const [name, values] of Object.entries(this.latencies.quantiles)) {
      columns[`latency.${name}`] = values.slice(from, count);
    }
    this.topology.nodes.forEach(({ id, isClient }, node) => {
      const queue = this.queue[node].slice(from, count);
      if (!isClient || queue.some((waiting) => waiting > 0)) columns[`queue.${id}`] = queue;
      if (isClient) return;
      columns[`busy.${id}`] = this.busy[node].slice(from, count);
      columns[`blocked.${id}`] = this.blocked[node].slice(from, count);
    });
    return { type: 'metrics', windowMs, firstWindow: from, count: count - from, columns };
  }

  /** Closes the windows that end at or before a moment: what happens at their very end is the next one's. */
  advanceTo(atMs: number): void {
    while (this.nextLookMs <= atMs) {
      // The window under way is not over when it has become twice as long.
      if (this.count === MAX_WINDOWS) this.halve();
      else this.closeWindow();
    }
  }

  private closeWindow(): void {
    const { occupancy, count: window, sent, ended, latest } = this;
    const { facts } = occupancy;
    const { nodes } = this.topology;
    let level = (window - this.written) * LEVELS * nodes.length;
    for (let node = 0; node < nodes.length; node++) {
      const { isClient } = nodes[node];
      if (isClient) {
        sent[window] += facts.node(node, NodeCount.issued);
        for (let outcome = 0; outcome < ended.length; outcome++) {
          ended[outcome][window] += facts.node(node, NodeCount.leftQueue + outcome);
        }
      }
      latest[level++] = isClient ? this.waitingAt(node) : occupancy.queued(node);
      latest[level++] = occupancy.busy(node);
      latest[level++] = occupancy.blocked(node);
    }
    this.latencies.close(window);
    this.count++;
    if (this.count - this.written === TOGETHER) this.writeLevels();
  }

  /** Writes the levels of the latest windows into their columns. */
  private writeLevels(): void {
    const { queue, busy, blocked, latest, count, written } = this;
    const width = LEVELS * queue.length;
    for (let node = 0; node < queue.length; node++) {
      let level = LEVELS * node;
      for (let window = written; window < count; window++, level += width) {
        queue[node][window] = latest[level];
        busy[node][window] = latest[level + 1];
        blocked[node][window] = latest[level + 2];
      }
    }
    this.written = count;
  }

  /** Calls that wait at a client for a connection or for their turn. */
  private waitingAt(node: number): number {
    return this.linksOfClient[node].reduce((sum, link) => sum + this.occupancy.waiting(link), 0);
  }

  /** Records the latencies of the window under way. */
  pass(): void {
    const { answered, answeredCount } = this.occupancy.tally;
    for (let i = 0; i < answeredCount; i++) this.latencies.record(answered[i]);
  }

  /** The rates, from window `from` on, of a column that counts from the start. */
  private perSec(totals: Float64Array, from: number): Float64Array {
    const rates = new Float64Array(this.count - from);
    for (let window = from; window < this.count; window++) {
      rates[window - from] = ((totals[window] - (totals[window - 1] ?? 0)) * 1000) / this.windowMs;
    }
    return rates;
  }

  /** Joins each two windows: what is known of their ends is known of the second one's. */
  private halve(): void {
    this.writeLevels();
    for (const column of [this.sent, ...this.ended, ...this.queue, ...this.busy, ...this.blocked]) {
      for (let i = 0; 2 * i < MAX_WINDOWS; i++) column[i] = column[2 * i + 1];
      column.fill(0, MAX_WINDOWS / 2);
    }
    this.latencies.halve();
    this.windowMs *= 2;
    this.count = MAX_WINDOWS / 2;
    this.written = this.count;
  }
}
