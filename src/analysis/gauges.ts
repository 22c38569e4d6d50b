import type { TraceColumns, TraceFold } from '../kernel/trace';
import { OUTCOMES, Outcome } from '../network/outcomes';
import type { Scenario } from '../scenario/scenario';
import { LinkCount, NodeCount } from './counters';
import { LINK_GAUGES, NODE_GAUGES, type NodeNotes, type QueueGauge } from './gauge-names';
import { Occupancy } from './occupancy';
import { type OccupancyWatch, readWatched } from './occupancy-watch';
import { SlidingCounts } from './sliding-counts';
import { Tally } from './tally';
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
  /** What components tell of themselves, by node id: counts as a rate per second over the last second, levels as they are. */
  readonly notes: Readonly<Record<string, NodeNotes>>;
}

/** Where a gauge stands in its row. */
const placesOf = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name, place) => [name, place])) as Record<Name, number>;
const IN_NODE = placesOf(NODE_GAUGES);
const IN_LINK = placesOf(LINK_GAUGES);

const REASONS_SHOWN = 3;
const FAILURES = OUTCOMES.map((_, outcome) => outcome).filter((outcome) => outcome !== Outcome.ok);
/** Whose consumers poll for all there is, and come again only when they have done it. */
const KAFKA = 'kafka';
/** An attempt that is cancelled because another one was quicker did not fail. */
const LINK_FAILURES = FAILURES.filter((outcome) => outcome !== Outcome.cancelled);

const SENT = [LinkCount.sentFirst, LinkCount.sentAgain, LinkCount.sentBeside, LinkCount.sentMessage];

/** The numbers on the canvas: what is where, and rates over the last second of virtual time. */
export class Gauges implements TraceFold, OccupancyWatch {
  private readonly topology: Topology;
  private readonly rates: SlidingCounts;
  private readonly noteRates: SlidingCounts;

  /** @param occupancy where it is read for others too: then that is who reads the trace, and not these gauges */
  constructor(
    scenario: Scenario,
    private readonly occupancy = new Occupancy(new Tally(topologyOf(scenario))),
  ) {
    this.topology = topologyOf(scenario);
    this.rates = new SlidingCounts(this.occupancy.facts);
    this.noteRates = new SlidingCounts(this.occupancy.notes);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    readWatched(this.occupancy.tally, [this], columns, from, to);
  }

  get nextLookMs(): number {
    return this.rates.nextStepMs;
  }

  advanceTo(atMs: number): void {
    this.rates.advanceTo(atMs);
    this.noteRates.advanceTo(atMs);
  }

  /** What the gauges show is all in the occupancy. */
  pass(): void {}

  /** The readings at a moment up to which every fact has been read. The run may go on afterwards. */
  snapshot(atMs: number): GaugeReadings {
    this.rates.advanceTo(atMs);
    this.noteRates.advanceTo(atMs);
    const nodes = this.nodeRows(atMs);
    return {
      nodes,
      links: this.linkRows(atMs),
      queues: this.queueGauges(),
      reasons: this.mainReasons(nodes, atMs),
      notes: this.notes(atMs),
    };
  }

  private nodeRate(node: number, counter: number, atMs: number): number {
    return this.rates.perSec(this.occupancy.facts.ofNode(node, counter), atMs);
  }

  private linkRate(link: number, counter: number, atMs: number): number {
    return this.rates.perSec(this.occupancy.facts.ofLink(link, counter), atMs);
  }

  /** How often per second something ended like that at a node. */
  private endRate(node: number, outcome: Outcome, atMs: number): number {
    return (
      this.nodeRate(node, NodeCount.leftQueue + outcome, atMs) +
      this.nodeRate(node, NodeCount.leftWorker + outcome, atMs) +
      this.nodeRate(node, NodeCount.lost + outcome, atMs)
    );
  }

  /** How many messages of a broker per second its consumers are done with. They tell Kafka so only now and then. */
  private handledRate(node: number, atMs: number): number {
    const { nodes, links } = this.topology;
    if (nodes[node].kind !== KAFKA) return this.nodeRate(node, NodeCount.acked, atMs);
    return links.reduce((sum, { from }, link) => (from === node ? sum + this.repliedRate(link, atMs) : sum), 0);
  }

  private repliedRate(link: number, atMs: number): number {
    return OUTCOMES.reduce((sum, _, end) => sum + this.linkRate(link, LinkCount.replied + end, atMs), 0);
  }

  private nodeRows(atMs: number): Float32Array {
    const { occupancy, topology } = this;
    const rows = new Float32Array(topology.nodes.length * NODE_GAUGES.length);
    for (let node = 0; node < topology.nodes.length; node++) {
      const row = node * NODE_GAUGES.length;
      rows[row + IN_NODE.mode] = occupancy.mode[node];
      rows[row + IN_NODE.capacity] = occupancy.capacity[node];
      rows[row + IN_NODE.busy] = occupancy.busy(node);
      rows[row + IN_NODE.blocked] = occupancy.blocked(node);
      rows[row + IN_NODE.queued] = occupancy.queued(node);
      rows[row + IN_NODE.arrivedPerSec] = topology.isBroker[node]
        ? this.nodeRate(node, NodeCount.enqueued, atMs)
        : this.nodeRate(node, NodeCount.arrived, atMs) + this.nodeRate(node, NodeCount.issued, atMs);
      rows[row + IN_NODE.completedPerSec] = this.endRate(node, Outcome.ok, atMs) + this.handledRate(node, atMs);
      rows[row + IN_NODE.failedPerSec] = this.failureRate(node, atMs);
    }
    return rows;
  }

  private failureRate(node: number, atMs: number): number {
    const { facts } = this.occupancy;
    let rate = 0;
    for (const outcome of FAILURES) if (facts.saw(outcome)) rate += this.endRate(node, outcome, atMs);
    return rate;
  }

  /**
   * How many calls or messages per second a link carries. What polls bring comes in heaps with nothing in between, at
   * each of which the consumer is busy for long: there it is what the consumer gets done, once it gets anything done.
   */
  private callRate(link: number, atMs: number): number {
    const { nodes, links } = this.topology;
    if (nodes[links[link].from]?.kind === KAFKA) {
      const handled = this.repliedRate(link, atMs);
      if (handled > 0) return handled;
    }
    return SENT.reduce((sum, counter) => sum + this.linkRate(link, counter, atMs), 0);
  }

  private linkRows(atMs: number): Float32Array {
    const { occupancy, topology } = this;
    const rows = new Float32Array(topology.links.length * LINK_GAUGES.length);
    for (let link = 0; link < topology.links.length; link++) {
      const row = link * LINK_GAUGES.length;
      rows[row + IN_LINK.inFlight] = occupancy.inFlight(link);
      rows[row + IN_LINK.callsPerSec] = this.callRate(link, atMs);
      rows[row + IN_LINK.failedPerSec] = this.linkFailureRate(link, atMs);
      rows[row + IN_LINK.breaker] = occupancy.breaker[link];
      rows[row + IN_LINK.waiting] = occupancy.waiting(link);
      rows[row + IN_LINK.limitedPerSec] = this.returnRate(link, Outcome.rateLimited, atMs);
      rows[row + IN_LINK.streamedPerSec] =
        this.linkRate(link, LinkCount.readThere, atMs) + this.linkRate(link, LinkCount.readBack, atMs);
    }
    return rows;
  }

  /** A consumer tells by its answer how it fared with a message; of a call's failure its caller tells. */
  private linkFailureRate(link: number, atMs: number): number {
    const isPush = this.topology.isPush[link] === 1;
    let rate = 0;
    for (const outcome of LINK_FAILURES) {
      if (!this.occupancy.facts.saw(outcome)) continue;
      rate += isPush ? this.linkRate(link, LinkCount.replied + outcome, atMs) : this.returnRate(link, outcome, atMs);
    }
    return rate;
  }

  private returnRate(link: number, outcome: Outcome, atMs: number): number {
    const only = this.linkRate(link, LinkCount.returned + outcome, atMs);
    return only + this.linkRate(link, LinkCount.returnedOne + outcome, atMs);
  }

  private queueGauges(): Record<string, QueueGauge[]> {
    const gauges: Record<string, QueueGauge[]> = {};
    const { ready, unacked } = this.occupancy.queues;
    this.topology.queues.forEach(({ node, name, group }, queue) => {
      const { id } = this.topology.nodes[node];
      gauges[id] ??= [];
      gauges[id].push({ name, group, ready: ready.value[queue], unacked: unacked.value[queue] });
    });
    return gauges;
  }

  /** Of nodes where anything fails, as their rows say. */
  private mainReasons(rows: Float32Array, atMs: number): Record<string, (readonly [string, number])[]> {
    const reasons: Record<string, (readonly [string, number])[]> = {};
    this.topology.nodes.forEach(({ id }, node) => {
      if (rows[node * NODE_GAUGES.length + IN_NODE.failedPerSec] === 0) return;
      const rates = FAILURES.map((outcome) => [OUTCOMES[outcome], this.endRate(node, outcome, atMs)] as const)
        .filter(([, perSec]) => perSec > 0)
        .sort(([, one], [, other]) => other - one);
      if (rates.length > 0) reasons[id] = rates.slice(0, REASONS_SHOWN);
    });
    return reasons;
  }

  private notes(atMs: number): Record<string, NodeNotes> {
    const told: Record<string, NodeNotes> = {};
    const { notes } = this.occupancy;
    this.topology.nodes.forEach(({ id }, node) => {
      const own = notes.of(node, (index) => this.noteRates.perSec(index, atMs));
      if (own !== null) told[id] = own;
    });
    return told;
  }
}
