import { Fact, SentFlag } from '../../../network/facts';
import { blockOf, isRemoved, placeOf } from '../../../network/messaging/message-log';
import type { Books } from '../books';
import type { Cluster } from '../cluster';
import { type Host, What } from '../host';
import type { Fetched } from '../state';
import type { Positions } from './positions';
import { RETRY_MS, type Roster } from './roster';

/** Who gets no answer to a question asks again after so long, ms: `request.timeout.ms`. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface FetchingEvents {
  /** A consumer has the records that it had asked for. */
  onFetched(at: number): void;
  /** It is to ask for more. */
  poll(at: number): void;
}

/**
 * Questions of the consumers for records, and the brokers' answers: how many records, how many bytes at least, how long a
 * question waits for them, and no further than what all in-sync replicas have.
 */
export class Fetching {
  constructor(
    private readonly host: Host,
    private readonly cluster: Cluster,
    private readonly books: Books,
    private readonly roster: Roster,
    private readonly positions: Positions,
    private readonly events: FetchingEvents,
  ) {}

  /** Asks for records of the partitions that the consumer owns. */
  ask(at: number): void {
    const { host } = this;
    const { state, network } = host;
    const member = state.members[at];
    const { now } = network.kernel;
    if (member.owned.length === 0 || member.isServed) return;
    member.asked++;
    member.isParked = false;
    const link = this.roster.linkOf(at);
    const travelMs = host.travelMs(link);
    // It is the consumer that asks: its question goes against the direction of the link.
    const isLost = network.paths.losesBack(link.index);
    network.record(Fact.polled, 0, link.index, 0, member.number, isLost ? Infinity : travelMs);
    if (isLost) host.plan(now + REQUEST_TIMEOUT_MS, What.fetchAgain, at, member.asked);
    else host.plan(now + travelMs, What.fetchArrives, at, member.asked);
  }

  /** Something of the agenda is due for the question under way. */
  onTask(what: number, at: number): void {
    if (what === What.fetchArrives) this.onArrival(at);
    else if (what === What.answerArrives) this.onAnswer(at);
    else if (what === What.fetchAgain) this.events.poll(at);
    else if (this.host.state.members[at].isParked) this.tryAnswer(at, true);
  }

  /** There may be more for a question that waits; nothing happens where none does. */
  onMore(at: number): void {
    if (this.host.state.members[at].isParked) this.tryAnswer(at, false);
  }

  /** All of the cluster is down: who waits for an answer gets none, and asks again later. */
  onClusterDown(): void {
    this.host.state.members.forEach((member, at) => {
      if (!member.isParked) return;
      member.isParked = false;
      this.askAgain(at, RETRY_MS);
    });
  }

  private askAgain(at: number, afterMs: number): void {
    const { host } = this;
    host.plan(host.network.kernel.now + afterMs, What.fetchAgain, at, host.state.members[at].asked);
  }

  private onArrival(at: number): void {
    const { host } = this;
    const { network, state } = host;
    const member = state.members[at];
    if (network.paths.isCutBack(this.roster.linkOf(at).index)) this.askAgain(at, REQUEST_TIMEOUT_MS);
    else if (!host.isUp) this.askAgain(at, RETRY_MS);
    else if (!this.tryAnswer(at, false)) {
      member.isParked = true;
      host.plan(network.kernel.now + this.roster.paramsOf(at).fetchMaxWaitMs, What.fetchDue, at, member.asked);
    }
  }

  /** Answers a question that waits, if there is enough, or if it has waited long enough. */
  private tryAnswer(at: number, isDue: boolean): boolean {
    const { state, layout } = this.host;
    const member = state.members[at];
    const { maxPollRecords, fetchMinBytes } = this.roster.paramsOf(at);
    if (!this.roster.isPolling(at) || member.isServed) return true;
    const spans: Fetched[] = [];
    let records = 0;
    let bytes = 0;
    const { owned } = member;
    for (let i = 0; i < owned.length && records < maxPollRecords; i++) {
      const backlog = owned[(member.turn + i) % owned.length];
      const cursor = state.cursors[backlog];
      const { at: partition } = layout.backlogs[backlog];
      const { highWatermark, log, segments } = state.partitions[partition];
      if (cursor.owner !== at || !this.cluster.isServed(partition)) continue;
      const before = records;
      while (cursor.position < highWatermark && isRemoved(log, cursor.position)) cursor.position++;
      for (let from = cursor.position; from < highWatermark && records < maxPollRecords; ) {
        let to = from;
        for (; to < highWatermark && records < maxPollRecords && !isRemoved(log, to); to++) records++;
        spans.push({ backlog, from, to, again: cursor.delivered });
        for (from = to; from < highWatermark && isRemoved(log, from); ) from++;
      }
      if (records === before) continue;
      const perRecord = segments.reduce((sum, one) => sum + one.bytes, 0) / Math.max(log.next - segments[0].from, 1);
      bytes += (records - before) * perRecord;
    }
    if (!isDue && (records === 0 || bytes < fetchMinBytes)) return false;
    member.isParked = false;
    member.turn++;
    this.answer(at, spans);
    return true;
  }

  private answer(at: number, spans: Fetched[]): void {
    const { host } = this;
    const { network, state } = host;
    const member = state.members[at];
    const link = this.roster.linkOf(at);
    const travelMs = host.travelMs(link);
    const isLost = network.paths.losesThere(link.index);
    const value = isLost ? Infinity : travelMs;
    if (spans.length === 0) network.record(Fact.polled, 1, link.index, 0, member.number, value);
    if (isLost) {
      this.askAgain(at, REQUEST_TIMEOUT_MS);
      return;
    }
    for (const span of spans) this.handOut(span, link.index, value);
    member.buffer = spans;
    member.isServed = true;
    host.plan(network.kernel.now + travelMs, What.answerArrives, at, member.asked);
  }

  private handOut({ backlog, from, to, again }: Fetched, link: number, travelMs: number): void {
    const { network, state, layout } = this.host;
    const { now } = network.kernel;
    const { log } = state.partitions[layout.backlogs[backlog].at];
    for (let offset = from; offset < to; offset++) {
      const serial = this.books.serialOf(backlog, offset);
      const flags = SentFlag.message | (offset < again ? SentFlag.redelivered : 0);
      const waitedMs = now - blockOf(log, offset).writtenAt[placeOf(offset)];
      network.record(Fact.delivered, flags, link, serial, backlog, waitedMs);
      network.record(Fact.sent, flags, link, serial, 0, travelMs);
    }
    const cursor = state.cursors[backlog];
    cursor.position = to;
    cursor.delivered = Math.max(cursor.delivered, to);
  }

  private onAnswer(at: number): void {
    const { network, state } = this.host;
    const member = state.members[at];
    member.isServed = false;
    if (network.paths.isCutThere(this.roster.linkOf(at).index)) {
      for (const { backlog, from, to } of member.buffer) this.positions.rewind(backlog, from, to);
      member.buffer = [];
      this.askAgain(at, REQUEST_TIMEOUT_MS);
      return;
    }
    if (member.buffer.length === 0) {
      this.events.poll(at);
      return;
    }
    this.roster.send(at, 'received');
    member.polledAtMs = network.kernel.now;
    this.events.onFetched(at);
  }
}
