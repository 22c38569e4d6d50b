import type { StepAreas } from '../kernel/statistics/step-areas';
import type { TraceColumns, TraceFold } from '../kernel/trace';
import { AttemptEnd, BREAKER_STATES, Fact, SentFlag } from '../network/facts';
import { Outcome } from '../network/outcomes';
import type { Scenario } from '../scenario/scenario';
import { BrokerQueues } from './broker-queues';
import { checkGoals } from './goals';
import { LinkTally } from './link-tally';
import { MessageTally } from './message-tally';
import { NodeTally, share } from './node-tally';
import { NoteTally } from './note-tally';
import type { ClientReport, LinkReport, NodeReport, Report } from './report';
import { firstRowAt } from './rows';
import { type Topology, topologyOf } from './topology';

export interface ReportOptions {
  /** What is left out of every statistic, ms from the start. */
  readonly warmupMs?: number;
  /** The seed of the run, where it is not the scenario's. */
  readonly seed?: number;
}

/** What a report says of the run itself, which no fact tells. */
export interface RunFigures {
  readonly events: number;
  readonly fingerprint: string;
}

const BREAKER_OPEN = BREAKER_STATES.indexOf('open');
/** No serial is as small. */
const NO_SERIAL = -1;

/**
 * Makes the report of a run from its facts.
 *
 * What belongs to the statistics:
 * - *Counts, waits and latencies of clients, nodes and messages*: those of every request, call and message whose serial
 *   was given out at or after the end of the warm-up. Hence the books balance with a warm-up, too: `sent = ok + failed
 *   + inFlight`, `arrived = completed + failed + held`, `published = acked + deadLettered + expired + lost + held`.
 * - *Time averages and shares, maxima, and a client's throughput*: the measured time, from the end of the warm-up to the
 *   end of the run, whoever it was that waited, worked or was answered in it.
 * - *Links*: calls that ended in the measured time, and those under way at its end.
 */
export class ReportFold implements TraceFold {
  private readonly topology: Topology;
  private readonly nodes: NodeTally;
  private readonly links: LinkTally;
  private readonly messages = new MessageTally();
  private readonly queues: BrokerQueues;
  private readonly notes: NoteTally;
  /** Successful answers in the measured time, by client. */
  private readonly answers: Float64Array;
  private readonly issuers: Uint8Array;
  private readonly warmupMs: number;
  private measuring = false;
  /** The last serial given out in the warm-up. */
  private lastOfWarmup = NO_SERIAL;

  constructor(
    private readonly scenario: Scenario,
    private readonly options: ReportOptions = {},
  ) {
    const { nodes, links } = scenario;
    this.topology = topologyOf(scenario);
    this.nodes = new NodeTally(nodes.length);
    this.links = new LinkTally(links.length);
    this.queues = new BrokerQueues(this.topology);
    this.notes = new NoteTally(nodes.length);
    this.answers = new Float64Array(nodes.length);
    this.issuers = Uint8Array.from(this.topology.nodes, (node) => (node.isClient ? 1 : 0));
    this.warmupMs = options.warmupMs ?? 0;
  }

  read(columns: TraceColumns, from: number, to: number): void {
    let row = from;
    if (!this.measuring) {
      row = firstRowAt(columns, this.warmupMs, from, to);
      this.count(columns, from, row);
      for (let i = from; i < row; i++) {
        if (columns.serial[i] > this.lastOfWarmup) this.lastOfWarmup = columns.serial[i];
      }
      if (row === to) return;
      this.startMeasuring();
    }
    this.count(columns, row, to);
  }

  /** The report of the run up to `untilMs`, of which every fact must have been read. The run may go on afterwards. */
  finish(untilMs: number, run: RunFigures): Report {
    if (!this.measuring) {
      if (untilMs < this.warmupMs) return new ReportFold(this.scenario, this.options).report(untilMs, run);
      this.startMeasuring();
    }
    return this.report(untilMs, run);
  }

  private startMeasuring(): void {
    this.measuring = true;
    this.nodes.restart(this.warmupMs);
    this.queues.restart(this.warmupMs);
    this.links.restart();
    this.messages.restart();
    this.notes.restart(this.warmupMs);
    this.answers.fill(0);
  }

  private count(columns: TraceColumns, from: number, to: number): void {
    const { at: times, fact, detail, place: places, serial: serials, extra: extras, value: values } = columns;
    const { nodes, links, messages, queues, answers, lastOfWarmup } = this;
    const { isBroker, isPush } = this.topology;
    for (let row = from; row < to; row++) {
      const at = times[row];
      const place = places[row];
      const serial = serials[row];
      const counted = serial > lastOfWarmup;
      switch (fact[row]) {
        case Fact.issued:
          this.issuers[place] = 1;
          nodes.arrived(place, counted, at);
          break;
        case Fact.settled:
          if (detail[row] === Outcome.ok) answers[place]++;
          nodes.finished(place, counted, at, detail[row], false, values[row]);
          break;
        case Fact.arrived:
          if (isBroker[place] === 0) nodes.arrived(place, counted, at);
          break;
        case Fact.started:
          nodes.started(place, counted, at, values[row], detail[row] === 1);
          break;
        case Fact.preempted:
          nodes.preempted(place, at);
          break;
        case Fact.blocked:
          nodes.blockedOne(place, at);
          break;
        case Fact.resumed:
          nodes.resumedOne(place, at);
          break;
        case Fact.finished:
          if (isBroker[place] === 0) {
            nodes.finished(place, counted, at, detail[row], extras[row] === 1, values[row]);
          }
          break;
        case Fact.mode:
          nodes.setMode(place, extras[row], at);
          if (extras[row] !== 0) this.abandonCallsOf(place);
          break;
        case Fact.capacity:
          nodes.setCapacity(place, extras[row], at);
          break;
        case Fact.sent:
          this.sent(place, detail[row], values[row]);
          break;
        case Fact.withheld:
          if (values[row] === 0) links.begun(place);
          break;
        case Fact.replied:
          if (isPush[place] === 1) links.answered(place, detail[row]);
          break;
        case Fact.returned:
          if (extras[row] === AttemptEnd.only) links.concluded(place, detail[row], values[row]);
          break;
        case Fact.concluded:
          links.concluded(place, detail[row], values[row]);
          break;
        case Fact.breaker:
          if (extras[row] === BREAKER_OPEN) links.breakerOpened(place);
          break;
        case Fact.fellBack:
          links.fellBack(place);
          break;
        case Fact.recognised:
          links.recognised(place);
          break;
        case Fact.carried:
          links.carried(place, values[row]);
          break;
        case Fact.published:
          if (counted) messages.published++;
          break;
        case Fact.enqueued:
          queues.makeReady(serial, place, extras[row], at);
          if (counted) nodes.took(place);
          break;
        case Fact.delivered:
          this.delivered(place, serial, extras[row], at, counted, detail[row], values[row]);
          break;
        case Fact.acked:
          if (queues.remove(serial, at) && counted) {
            messages.acked++;
            nodes.ended(place, Outcome.ok, values[row]);
          }
          break;
        case Fact.requeued:
          queues.makeReady(serial, place, extras[row], at);
          break;
        case Fact.duplicated:
          queues.makeReady(serial, place, extras[row], at);
          if (counted) messages.duplicated++;
          break;
        case Fact.lost:
          this.lost(place, serial, at, counted, detail[row]);
          break;
        case Fact.noted:
          this.notes.add(place, detail[row], extras[row], at);
          break;
        default:
          break;
      }
    }
  }

  private sent(link: number, flags: number, travelMs: number): void {
    const { links } = this;
    if (flags & SentFlag.retry) links.retried(link);
    else if (flags & SentFlag.hedge) links.hedged(link);
    else if (!(flags & SentFlag.message) || flags & SentFlag.confirm) links.begun(link);
    else if (travelMs === Infinity) links.ended(link, Outcome.partitioned, 0);
    else if (this.topology.isPush[link]) {
      links.begun(link);
      links.travelled(link, travelMs);
    } else links.ended(link, Outcome.ok, travelMs);
  }

  private delivered(
    link: number,
    serial: number,
    queue: number,
    at: number,
    counted: boolean,
    flags: number,
    waitedMs: number,
  ): void {
    this.queues.makeUnacked(serial, link, queue, at);
    if (!counted) return;
    this.nodes.waited(this.topology.links[link].from, waitedMs);
    this.messages.delivered++;
    if (flags & SentFlag.redelivered) this.messages.redelivered++;
  }

  private lost(node: number, serial: number, at: number, counted: boolean, reason: Outcome): void {
    const { nodes, messages, queues, topology } = this;
    const held = queues.remove(serial, at);
    if (!counted) return;
    messages.lost(reason);
    if (held) nodes.ended(node, reason, 0);
    else if (topology.isBroker[node] && reason !== Outcome.partitioned) {
      nodes.took(node);
      nodes.ended(node, reason, 0);
    }
  }

  /** A crash takes away those who waited for calls. */
  private abandonCallsOf(node: number): void {
    this.topology.links.forEach((link, index) => {
      if (link.from === node && !this.topology.isPush[index]) this.links.abandoned(index);
    });
  }

  private report(untilMs: number, run: RunFigures): Report {
    const { scenario, options, topology, warmupMs } = this;
    const measuredMs = Math.max(0, untilMs - warmupMs);
    const clients: Record<string, ClientReport> = {};
    const nodes: Record<string, NodeReport> = {};
    const links: Record<string, LinkReport> = {};
    topology.nodes.forEach(({ id, kind }, index) => {
      const plain = this.nodes.report(index, kind, untilMs, measuredMs);
      const node = { ...plain, detail: this.notes.report(index, untilMs, measuredMs) };
      nodes[id] = topology.isBroker[index] ? this.brokerReport(index, node, untilMs, measuredMs) : node;
      if (this.issuers[index]) clients[id] = this.clientReport(index, node, measuredMs);
    });
    topology.links.forEach(({ id }, index) => {
      links[id] = this.links.report(index);
    });
    const report = {
      version: 1,
      title: scenario.title,
      seed: options.seed ?? scenario.seed,
      untilMs,
      warmupMs: options.warmupMs ?? 0,
      ...run,
      clients,
      nodes,
      links,
      messages: this.messages.report(),
    } as const;
    return { ...report, goals: checkGoals(report, scenario.goals) };
  }

  private clientReport(index: number, node: NodeReport, measuredMs: number): ClientReport {
    return {
      sent: node.arrived,
      ok: node.completed,
      failed: node.failed,
      failedBy: node.failedBy,
      inFlight: node.held,
      throughputPerSec: share(this.answers[index] * 1000, measuredMs),
      latencyMs: this.nodes.latencies(index),
    };
  }

  /** A broker's queue is what waits in its queues; in the system is also what consumers have not acknowledged. */
  private brokerReport(index: number, node: NodeReport, until: number, measuredMs: number): NodeReport {
    const { ready, unacked, readyByNode, unackedByNode } = this.queues;
    const mean = (areas: StepAreas, place: number) => share(areas.areaUntil(place, until), measuredMs);
    const queues = this.topology.queues.flatMap((queue, place) => {
      if (queue.node !== index) return [];
      return {
        name: queue.name,
        ready: ready.value[place],
        unacked: unacked.value[place],
        maxReady: ready.highestUntil(place, until),
        meanReady: mean(ready, place),
        meanUnacked: mean(unacked, place),
      };
    });
    return {
      ...node,
      meanInQueue: mean(readyByNode, index),
      meanInSystem: mean(readyByNode, index) + mean(unackedByNode, index),
      maxInQueue: readyByNode.highestUntil(index, until),
      detail: { ...node.detail, queues },
    };
  }
}
