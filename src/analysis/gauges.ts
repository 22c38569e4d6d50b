import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact, SentFlag } from '../network/facts';
import { OUTCOMES, Outcome } from '../network/outcomes';
import type { Scenario } from '../scenario/scenario';
import { LINK_GAUGES, NODE_GAUGES, type QueueGauge } from './gauge-names';
import { Occupancy } from './occupancy';
import { firstRowAt } from './rows';
import { SlidingCounts } from './sliding-counts';
import { type Topology, topologyOf } from './topology';

/** Everything at one moment, for the page. */
export interface GaugeReadings {
  /** One row of {@link NODE_GAUGES} for each node. */
  readonly nodes: Float32Array;
  /** One row of {@link LINK_GAUGES} for each link. */
  readonly links: Float32Array;
  /** Queues of brokers, by node id. */
  readonly queues: Readonly<Record<string, readonly QueueGauge[]>>;
  /** The main reasons of failure at each node over the last second, most frequent first, by node id. */
  readonly reasons: Readonly<Record<string, readonly (readonly [reason: string, perSec: number])[]>>;
}

const REASONS_SHOWN = 3;

/** Counters of a node: what came, and how it ended. */
const ARRIVED = 0;
const FIRST_OUTCOME = 1;
const NODE_COUNTERS = FIRST_OUTCOME + OUTCOMES.length;
/** Counters of a link. */
const CALLS = 0;
const FAILED = 1;
const LINK_COUNTERS = 2;

/** The numbers on the canvas: what is where, and rates over the last second of virtual time. */
export class Gauges implements TraceFold {
  private readonly topology: Topology;
  private readonly occupancy: Occupancy;
  private readonly atNodes: SlidingCounts;
  private readonly onLinks: SlidingCounts;

  constructor(scenario: Scenario) {
    this.topology = topologyOf(scenario);
    this.occupancy = new Occupancy(this.topology);
    this.atNodes = new SlidingCounts(scenario.nodes.length * NODE_COUNTERS);
    this.onLinks = new SlidingCounts(scenario.links.length * LINK_COUNTERS);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    this.occupancy.read(columns, from, to);
    for (let row = from; row < to; ) {
      this.advanceTo(columns.at[row]);
      const end = firstRowAt(columns, this.atNodes.nextStepMs, row, to);
      this.count(columns, row, end);
      row = end;
    }
  }

  /** The readings at a moment up to which every fact has been read. The run may go on afterwards. */
  snapshot(atMs: number): GaugeReadings {
    this.advanceTo(atMs);
    return {
      nodes: this.nodeRows(atMs),
      links: this.linkRows(atMs),
      queues: this.queueGauges(),
      reasons: this.mainReasons(atMs),
    };
  }

  private advanceTo(atMs: number): void {
    this.atNodes.advanceTo(atMs);
    this.onLinks.advanceTo(atMs);
  }

  private count(columns: TraceColumns, from: number, to: number): void {
    const { fact, detail, place: places, value } = columns;
    const { isBroker, isPush } = this.topology;
    const nodes = this.atNodes.counts;
    const links = this.onLinks.counts;
    for (let row = from; row < to; row++) {
      const place = places[row];
      switch (fact[row]) {
        case Fact.arrived:
          if (isBroker[place] === 0) nodes[place * NODE_COUNTERS + ARRIVED]++;
          break;
        case Fact.issued:
        case Fact.enqueued:
          nodes[place * NODE_COUNTERS + ARRIVED]++;
          break;
        case Fact.settled:
        case Fact.finished:
        case Fact.lost:
          nodes[place * NODE_COUNTERS + FIRST_OUTCOME + detail[row]]++;
          break;
        case Fact.acked:
          nodes[place * NODE_COUNTERS + FIRST_OUTCOME + Outcome.ok]++;
          break;
        case Fact.sent:
          links[place * LINK_COUNTERS + CALLS]++;
          // Of a lost call, the caller will tell; of a lost message, nobody.
          if (detail[row] & SentFlag.message && value[row] === Infinity) links[place * LINK_COUNTERS + FAILED]++;
          break;
        case Fact.returned:
          if (detail[row] !== Outcome.ok) links[place * LINK_COUNTERS + FAILED]++;
          break;
        case Fact.replied:
          if (detail[row] !== Outcome.ok && isPush[place] === 1) links[place * LINK_COUNTERS + FAILED]++;
          break;
        default:
          break;
      }
    }
  }

  private failedPerSec(node: number, outcome: Outcome, atMs: number): number {
    return this.atNodes.perSec(node * NODE_COUNTERS + FIRST_OUTCOME + outcome, atMs);
  }

  private nodeRows(atMs: number): Float32Array {
    const { occupancy, atNodes, topology } = this;
    const rows = new Float32Array(topology.nodes.length * NODE_GAUGES.length);
    for (let node = 0; node < topology.nodes.length; node++) {
      let failed = 0;
      for (let outcome = 0; outcome < OUTCOMES.length; outcome++) {
        if (outcome !== Outcome.ok) failed += this.failedPerSec(node, outcome, atMs);
      }
      const first = node * NODE_COUNTERS;
      const row: Record<(typeof NODE_GAUGES)[number], number> = {
        mode: occupancy.mode[node],
        capacity: occupancy.capacity[node],
        busy: occupancy.busy(node),
        blocked: occupancy.blocked[node],
        queued: occupancy.queued(node),
        arrivedPerSec: atNodes.perSec(first + ARRIVED, atMs),
        completedPerSec: atNodes.perSec(first + FIRST_OUTCOME + Outcome.ok, atMs),
        failedPerSec: failed,
      };
      NODE_GAUGES.forEach((gauge, i) => {
        rows[node * NODE_GAUGES.length + i] = row[gauge];
      });
    }
    return rows;
  }

  private linkRows(atMs: number): Float32Array {
    const { occupancy, onLinks, topology } = this;
    const rows = new Float32Array(topology.links.length * LINK_GAUGES.length);
    for (let link = 0; link < topology.links.length; link++) {
      const first = link * LINK_COUNTERS;
      const row: Record<(typeof LINK_GAUGES)[number], number> = {
        inFlight: occupancy.inFlight(link),
        callsPerSec: onLinks.perSec(first + CALLS, atMs),
        failedPerSec: onLinks.perSec(first + FAILED, atMs),
        breaker: occupancy.breaker[link],
      };
      LINK_GAUGES.forEach((gauge, i) => {
        rows[link * LINK_GAUGES.length + i] = row[gauge];
      });
    }
    return rows;
  }

  private queueGauges(): Record<string, QueueGauge[]> {
    const gauges: Record<string, QueueGauge[]> = {};
    const { ready, unacked } = this.occupancy.queues;
    this.topology.queues.forEach(({ node, name }, queue) => {
      const { id } = this.topology.nodes[node];
      gauges[id] ??= [];
      gauges[id].push({ name, ready: ready.value[queue], unacked: unacked.value[queue] });
    });
    return gauges;
  }

  private mainReasons(atMs: number): Record<string, (readonly [string, number])[]> {
    const reasons: Record<string, (readonly [string, number])[]> = {};
    this.topology.nodes.forEach(({ id }, node) => {
      const rates = OUTCOMES.map((name, outcome) => [name, this.failedPerSec(node, outcome, atMs)] as const)
        .filter(([name, perSec]) => name !== 'ok' && perSec > 0)
        .sort(([, one], [, other]) => other - one);
      if (rates.length > 0) reasons[id] = rates.slice(0, REASONS_SHOWN);
    });
    return reasons;
  }
}
