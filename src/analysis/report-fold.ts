import type { StepAreas } from '../kernel/statistics/step-areas';
import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Outcome } from '../network/outcomes';
import type { Scenario } from '../scenario/scenario';
import { NodeCount } from './counters';
import { checkGoals } from './goals';
import { type LinkCounts, linkCounts, linkReport } from './link-report';
import { nodeReport } from './node-report';
import type { ClientReport, LinkReport, NodeReport, Report } from './report';
import { firstRowAt } from './rows';
import { share } from './share';
import { Tally } from './tally';
import { topologyOf } from './topology';

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
  private readonly tally: Tally;
  private readonly warmupMs: number;
  private measuring: boolean;
  /** The last serial given out in the warm-up. */
  private lastOfWarmup = NO_SERIAL;
  /** What was counted in the warm-up: successful answers by client, and by link. */
  private answersBefore: readonly number[] = [];
  private linksBefore: readonly LinkCounts[] = [];

  /** @param tally where it is read for others too, from the start of the run: then that is who reads the trace, and there is no warm-up */
  constructor(
    private readonly scenario: Scenario,
    private readonly options: ReportOptions = {},
    tally?: Tally,
  ) {
    this.warmupMs = options.warmupMs ?? 0;
    this.measuring = this.warmupMs === 0;
    this.tally = tally ?? new Tally(topologyOf(scenario), !this.measuring);
    if (!this.measuring) this.tally.facts.lastEarly = Infinity;
  }

  read(columns: TraceColumns, from: number, to: number): void {
    let row = from;
    if (!this.measuring) {
      row = firstRowAt(columns, this.warmupMs, from, to);
      this.tally.read(columns, from, row);
      for (let i = from; i < row; i++) {
        if (columns.serial[i] > this.lastOfWarmup) this.lastOfWarmup = columns.serial[i];
      }
      if (row === to) return;
      this.startMeasuring();
    }
    this.tally.read(columns, row, to);
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
    const { tally, scenario } = this;
    this.measuring = true;
    tally.facts.lastEarly = this.lastOfWarmup;
    tally.restart(this.warmupMs);
    this.answersBefore = scenario.nodes.map((_, node) => this.answers(node));
    this.linksBefore = scenario.links.map((_, link) => linkCounts(tally, link));
  }

  private answers(node: number): number {
    return this.tally.facts.nodeInAll(node, NodeCount.leftQueue + Outcome.ok);
  }

  private report(untilMs: number, run: RunFigures): Report {
    const { scenario, options, tally, warmupMs } = this;
    const { topology } = tally;
    const measuredMs = Math.max(0, untilMs - warmupMs);
    const clients: Record<string, ClientReport> = {};
    const nodes: Record<string, NodeReport> = {};
    const links: Record<string, LinkReport> = {};
    topology.nodes.forEach(({ id, isClient }, index) => {
      const plain = nodeReport(tally, index, untilMs, measuredMs);
      const node = { ...plain, detail: tally.toldNotes.report(index, untilMs, measuredMs) };
      nodes[id] = topology.hasQueues[index] ? this.brokerReport(index, node, untilMs, measuredMs) : node;
      const issues = isClient || tally.facts.nodeInAll(index, NodeCount.issued) > 0;
      if (issues) clients[id] = this.clientReport(index, node, measuredMs);
    });
    topology.links.forEach(({ id }, index) => {
      links[id] = linkReport(tally, index, this.linksBefore[index]);
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
      messages: tally.messages.report(),
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
      throughputPerSec: share((this.answers(index) - (this.answersBefore[index] ?? 0)) * 1000, measuredMs),
      latencyMs: this.tally.sojourn(index),
    };
  }

  /** A broker's queue is what waits in its queues; in the system is also what consumers have not acknowledged. */
  private brokerReport(index: number, node: NodeReport, until: number, measuredMs: number): NodeReport {
    const levels = this.tally.queues;
    const { ready, unacked } = levels;
    const mean = (areas: StepAreas, place: number) => share(areas.areaUntil(place, until), measuredMs);
    const queues = this.tally.topology.queues.flatMap((queue, place) => {
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
    const detail = { ...node.detail, queues, deliveries: levels.deliveries?.report(index) };
    if (this.tally.topology.isBroker[index] === 0) return { ...node, detail };
    const meanInQueue = share(levels.readyAreaAt(index, until), measuredMs);
    return {
      ...node,
      meanInQueue,
      meanInSystem: meanInQueue + share(levels.unackedAreaAt(index, until), measuredMs),
      maxInQueue: levels.highestReadyAt(index, until),
      detail,
    };
  }
}
