import { StepAreas } from '../kernel/statistics/step-areas';
import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact } from '../network/facts';
import { BrokerQueues } from './broker-queues';
import { LinkCount } from './counters';
import { FactCounts, passage } from './fact-counts';
import { keyOf, OTHER_NEEDS, OtherNeed } from './fact-duties';
import { LatenciesByPlace } from './latencies';
import { MessageTally } from './message-tally';
import { NodeLevels } from './node-levels';
import { NoteCounts } from './note-counts';
import { NoteTally } from './note-tally';
import type { LatencySummary } from './report';
import type { Topology } from './topology';

/** By fact that ends something: 1 for a client's request; 1 for what ends at a node. */
const IS_ANSWER = new Uint8Array(64);
IS_ANSWER[Fact.settled] = 1;
const IS_AT_NODE = new Uint8Array(64);
IS_AT_NODE[Fact.settled] = 1;
IS_AT_NODE[Fact.finished] = 1;

/** Rows of a passage that tell of messages. */
const messageRows = new Int32Array(passage.others.length);

/**
 * What the report, the gauges and the charts are made of: they all read the trace once, together. Most facts only count
 * and step levels; of those that tell more, the rows are listed while counting, and each list is gone through by itself.
 */
export class Tally implements TraceFold {
  readonly facts: FactCounts;
  readonly levels: NodeLevels;
  readonly queues: BrokerQueues;
  readonly notes: NoteCounts;
  readonly toldNotes: NoteTally;
  readonly messages: MessageTally;
  /** By node, and behind these by link; then what belongs to none. */
  private readonly latencies: LatenciesByPlace;
  /** Where among them an end at a place belongs, and by fact: where that begins for its kind of end. */
  private readonly homes: Int32Array;
  private readonly homeOf = new Int32Array(64);
  /** By node: the index of its mode, and 1 while it is not up. */
  readonly mode: Int32Array;
  readonly down: StepAreas;
  /** By link: the index of its breaker's state. */
  readonly breaker: Int32Array;
  /** By link: bytes there and back. */
  readonly bytes: Float64Array;
  /** By link: how long attempts waited at their callers, ms in all. */
  readonly heldMs: Float64Array;
  /** By link: calls whose caller crashed. */
  readonly abandonedCalls: Float64Array;
  /** The same of attempts. */
  private readonly abandonedAttempts: Float64Array;
  /** The first so many are latencies of clients' requests that ended well in the rows read last. */
  answered = new Float32Array(0);
  answeredCount = 0;

  constructor(
    readonly topology: Topology,
    warmsUp = false,
  ) {
    const nodes = topology.nodes.length;
    const links = topology.links.length;
    this.facts = new FactCounts(nodes, links, warmsUp);
    this.levels = new NodeLevels(nodes);
    this.notes = new NoteCounts(nodes);
    this.toldNotes = new NoteTally(nodes);
    this.latencies = new LatenciesByPlace(nodes + links + 1);
    this.messages = new MessageTally(topology, this.levels, this.latencies);
    this.queues = new BrokerQueues(topology, this.messages);
    // Clients' requests; what nodes did, of which a broker's own frames do not count; calls.
    this.homes = new Int32Array(2 * nodes + links);
    for (let node = 0; node < nodes; node++) {
      this.homes[node] = node;
      this.homes[nodes + node] = topology.isBroker[node] === 1 ? nodes + links : node;
    }
    for (let link = 0; link < links; link++) this.homes[2 * nodes + link] = nodes + link;
    this.homeOf[Fact.finished] = nodes;
    this.homeOf[Fact.returned] = 2 * nodes;
    this.homeOf[Fact.concluded] = 2 * nodes;
    this.homeOf[Fact.sent] = 2 * nodes;
    this.mode = new Int32Array(nodes);
    this.down = new StepAreas(nodes);
    this.breaker = new Int32Array(links);
    this.bytes = new Float64Array(links);
    this.heldMs = new Float64Array(links);
    this.abandonedCalls = new Float64Array(links);
    this.abandonedAttempts = new Float64Array(links);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    this.answeredCount = 0;
    if (this.answered.length < to - from) this.answered = new Float32Array(to - from);
    for (let row = from; row < to; ) {
      row = this.facts.add(columns, row, to);
      this.levels.read(columns, this.facts.lastEarly);
      this.readEnds(columns);
      this.readOthers(columns);
    }
  }

  /** Leaves out everything up to now but what is under way; counters are left to whoever reads them. */
  restart(at: number): void {
    for (const areas of [this.levels, this.queues, this.toldNotes, this.down]) areas.restart(at);
    this.messages.restart();
    this.latencies.clear();
    this.bytes.fill(0);
    this.heldMs.fill(0);
  }

  /** Attempts over a link for which somebody waits. */
  attemptsUnderWay(link: number): number {
    const { facts } = this;
    const begun =
      facts.linkInAll(link, LinkCount.sentFirst) +
      facts.linkInAll(link, LinkCount.sentAgain) +
      facts.linkInAll(link, LinkCount.sentBeside) +
      facts.linkInAll(link, LinkCount.withheld);
    const over = facts.linkOverOutcomes(link, LinkCount.returned) + facts.linkOverOutcomes(link, LinkCount.returnedOne);
    return begun - over - this.abandonedAttempts[link];
  }

  /** Calls and messages that left, whose end will be told and has not been. */
  callsUnderWay(link: number): number {
    const { facts, topology } = this;
    if (topology.isPush[link]) {
      const left = facts.linkInAll(link, LinkCount.sentMessage) - facts.linkInAll(link, LinkCount.lostMessage);
      return left - facts.linkOverOutcomes(link, LinkCount.replied);
    }
    const begun = facts.linkInAll(link, LinkCount.sentFirst) + facts.linkInAll(link, LinkCount.withheldFirst);
    const over = facts.linkOverOutcomes(link, LinkCount.returned) + facts.linkOverOutcomes(link, LinkCount.concluded);
    return begun - over - this.abandonedCalls[link];
  }

  /** How long those that ended well stayed at a node; of a broker: from when a message was published. */
  sojourn(node: number): LatencySummary {
    return this.latencies.summary(node);
  }

  /** How long calls over a link took that ended well, and how long messages travelled. */
  travel(link: number): LatencySummary {
    return this.latencies.summary(this.topology.nodes.length + link);
  }

  private readEnds({ fact, place, serial, value }: TraceColumns): void {
    const { latencies, homes, homeOf, answered } = this;
    const { lastEarly } = this.facts;
    const { ends, endCount } = passage;
    let { answeredCount } = this;
    for (let i = 0; i < endCount; i++) {
      const row = ends[i];
      const what = fact[row] & 63;
      const took = value[row];
      answered[answeredCount] = took;
      answeredCount += IS_ANSWER[what];
      if (serial[row] <= lastEarly && IS_AT_NODE[what] === 1) continue;
      if (took === Infinity) {
        // A message that is lost on its way.
        this.facts.countLink(place[row], LinkCount.lostMessage, serial[row]);
        continue;
      }
      latencies.record(homes[homeOf[what] + place[row]], took);
    }
    this.answeredCount = answeredCount;
  }

  private readOthers(columns: TraceColumns): void {
    const { fact, detail, place, extra } = columns;
    const { others, otherCount } = passage;
    const { isPush } = this.topology;
    let messageCount = 0;
    let restCount = 0;
    // Listed first, without asking, as in the passage.
    for (let i = 0; i < otherCount; i++) {
      const row = others[i];
      const needs = OTHER_NEEDS[keyOf(fact[row], detail[row], extra[row])];
      const isAnswer = (needs >> OtherNeed.answer) & 1;
      messageRows[messageCount] = row;
      messageCount += ((needs >> OtherNeed.message) & 1) | (isAnswer & isPush[place[row] & -isAnswer]);
      others[restCount] = row;
      restCount += (needs >> OtherNeed.place) & 1;
    }
    for (let i = 0; i < restCount; i++) this.readOther(columns, others[i]);
    const { deliveries } = this.queues;
    if (deliveries === null) this.readUnkept(columns, messageCount);
    else deliveries.read(columns, messageRows, messageCount, this.facts.lastEarly);
  }

  /** Messages where nothing keeps any: they can only get lost. */
  private readUnkept({ fact, detail, place, serial }: TraceColumns, count: number): void {
    for (let i = 0; i < count; i++) {
      const row = messageRows[i];
      if (fact[row] === Fact.lost && serial[row] > this.facts.lastEarly) {
        this.messages.lose(place[row], detail[row], false);
      }
    }
  }

  private readOther(columns: TraceColumns, row: number): void {
    const { facts } = this;
    facts.addRare(columns, row);
    const place = columns.place[row];
    const extra = columns.extra[row];
    const value = columns.value[row];
    switch (columns.fact[row]) {
      case Fact.withheld:
        if (value === 0) facts.countLink(place, LinkCount.withheldFirst, columns.serial[row]);
        break;
      case Fact.mode:
        this.mode[place] = extra;
        this.down.set(place, extra === 0 ? 0 : 1, columns.at[row]);
        if (extra !== 0) this.abandonCallsOf(place);
        break;
      case Fact.capacity:
        this.levels.setCapacity(place, extra, columns.at[row]);
        break;
      case Fact.breaker:
        this.breaker[place] = extra;
        break;
      case Fact.carried:
        this.bytes[place] += value;
        break;
      case Fact.letGo:
        this.heldMs[place] += value;
        break;
      case Fact.noted:
        this.notes.add(place, columns.detail[row], extra);
        this.toldNotes.add(place, columns.detail[row], extra, columns.at[row]);
        break;
      default:
        break;
    }
  }

  /** A crash takes away those who waited for calls: nobody will hear of these again. */
  private abandonCallsOf(node: number): void {
    this.topology.links.forEach((link, index) => {
      if (link.from !== node || this.topology.isPush[index]) return;
      this.abandonedCalls[index] += this.callsUnderWay(index);
      this.abandonedAttempts[index] += this.attemptsUnderWay(index);
    });
  }
}
