import type { FastStatechart } from '../../kernel/statechart/compiled';
import type { Population } from '../../kernel/statechart/population';
import { Fact, SentFlag } from '../../network/facts';
import { FrameFlag, NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts, oneChart } from '../../network/live-chart';
import { blockOf, isRemoved, load, offsetAt, placeOf } from '../../network/messaging/message-log';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { assign, type Subscriber, type TopicPartition } from './assignors';
import type { Books } from './books';
import type { Cluster } from './cluster';
import { type Host, What } from './host';
import type { ConsumeParams } from './params';
import { type Fetched, type MemberState, newMember } from './state';
import { groupMachine, memberMachine } from './statechart';

/** Who could not reach its broker tries again after so long: `reconnect.backoff.max.ms`. */
const RETRY_MS = 1_000;
/** Who gets no answer to a question asks again: `request.timeout.ms`. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Where a group is to begin to read. */
export type Whence = 'earliest' | 'latest' | 'offset' | 'time';

/**
 * Consumer groups: the coordinators at the brokers, and the client libraries at the consumers, which ask for records,
 * hand them over one after the other, and commit how far they are.
 *
 * Source: Apache Kafka, ConsumerConfig, GroupCoordinator and ConsumerCoordinator (classic protocol); KIP-429.
 */
export class Consumers {
  private readonly charts: readonly FastStatechart<typeof groupMachine>[];
  private readonly population: Population<typeof memberMachine>;
  private readonly event: (type: 'join' | 'assigned' | 'received' | 'finished' | 'rejoin' | 'left') => number;
  private readonly polling: number;
  private readonly processing: number;
  private readonly away: number;
  private readonly consumerOf: ReadonlyMap<number, number>;

  constructor(
    private readonly host: Host,
    private readonly cluster: Cluster,
    private readonly books: Books,
    /** Puts a record into a topic on behalf of a consumer; false where it cannot just now. */
    private readonly deadLetter: (topic: string, frame: number) => boolean,
  ) {
    const { groups, consumers, params } = host.layout;
    this.population = host.statecharts.populate(memberMachine);
    this.event = (type) => this.population.eventIndex(type);
    const { states } = this.population;
    this.polling = states.indexOf('polling');
    this.processing = states.indexOf('processing');
    this.away = states.indexOf('away');
    this.consumerOf = new Map(consumers.map(({ link }, index) => [link.index, index]));
    this.charts = groups.map(({ links }, group) => {
      const chart = host.statecharts.compile(groupMachine, {
        initialDelayMs: params.groupInitialRebalanceDelayMs,
        rebalanceMs: Math.max(...links.map((link) => consumers[link].params.maxPollIntervalMs)),
        offsetsRetentionMs: params.offsetsRetentionMs,
      });
      chart.onTransition(() => this.onGroup(group, chart.state));
      chart.start();
      return chart;
    });
  }

  private start(): void {
    for (const [index, { link }] of this.host.layout.consumers.entries()) {
      if (this.isThere(link)) this.appear(index, this.paramsOf(index).members);
    }
  }

  /** The process behind a link is there (again). */
  onPeerUp(link: Link): void {
    const index = this.consumerOf.get(link.index) ?? 0;
    if (this.isThere(link)) this.appear(index, this.paramsOf(index).members);
  }

  /** It is gone; or it only wants no more messages. */
  onPeerDown(link: Link): void {
    const index = this.consumerOf.get(link.index) ?? 0;
    this.host.state.members.forEach((member, at) => {
      if (member.link !== index || this.isAway(at)) return;
      if (this.host.network.nodes[link.to].isUp) this.dismiss(at);
      else this.die(at);
    });
  }

  /** From now on there are so many consumers behind a link; null: as many as configured. */
  scale(link: Link, count: number | null): void {
    const index = this.consumerOf.get(link.index);
    if (index === undefined || !this.isThere(link)) return;
    const wanted = count ?? this.paramsOf(index).members;
    const there = this.host.state.members.flatMap((member, at) =>
      member.link === index && !this.isAway(at) && !member.mustLeave ? [at] : [],
    );
    if (wanted > there.length) this.appear(index, wanted);
    for (const at of there.slice(wanted)) this.dismiss(at);
  }

  /**
   * A group reads on from somewhere else, or all groups where none is named.
   *
   * @param value an offset, or a moment in virtual ms, for those that ask for one
   */
  reset(groupName: string, topic: string, to: Whence, value: number): void {
    const { layout, state } = this.host;
    const groups = layout.groups.filter(({ name }) => groupName === '' || name === groupName);
    for (const backlog of groups.flatMap(({ backlogs }) => backlogs)) {
      const place = layout.backlogs[backlog];
      if (topic !== '' && layout.params.topics[place.topic].name !== topic) continue;
      const { log, start, highWatermark } = state.partitions[place.at];
      const wanted = { earliest: start, latest: highWatermark, offset: value, time: offsetAt(log, value) }[to];
      this.moveTo(backlog, Math.min(Math.max(Math.floor(wanted), start), highWatermark));
    }
  }

  /** There is more to read in a partition: questions that wait for it may have an answer now. */
  onVisible(partition: number): void {
    const { state, layout } = this.host;
    for (const backlog of layout.partitions[partition].backlogs) {
      const { owner } = state.cursors[backlog];
      if (owner !== NONE && state.members[owner].isParked) this.tryAnswer(owner, false);
    }
  }

  /** A partition ends there now: nobody has what came after. */
  onTruncated(partition: number, end: number): void {
    for (const backlog of this.host.layout.partitions[partition].backlogs) {
      const { owner } = this.host.state.cursors[backlog];
      if (owner !== NONE) this.takeFromHand(owner, backlog, end);
    }
  }

  /** The cluster runs again after all of it was down: nobody could be heard meanwhile. */
  onClusterUp(): void {
    const { now } = this.host.network.kernel;
    for (const member of this.host.state.members) member.heardAtMs = now;
  }

  /** All of the cluster is down: who waits for an answer gets none, and asks again later. */
  onClusterDown(): void {
    this.host.state.members.forEach((member, at) => {
      if (!member.isParked) return;
      member.isParked = false;
      this.askAgain(at, RETRY_MS);
    });
  }

  /** Something of the agenda is due: one of {@link What}, with what it says of `a` and `b`. */
  onTask(what: number, a: number, b: number): void {
    const { state } = this.host;
    switch (what) {
      case What.commitArrives:
        this.onCommitArrives(a);
        return;
      case What.commitAnswered:
        this.onCommitAnswered(a);
        return;
      case What.commitAgain:
        this.sendLetter(a);
        return;
      case What.begin:
        this.start();
        return;
      case What.assign:
        if (state.groups[a].generation === b) this.assignAll(a);
        return;
    }
    const member = state.members[a];
    const isQuestion = what >= What.fetchArrives && what <= What.fetchAgain;
    if (isQuestion ? member.asked !== b : member.epoch !== b) return;
    switch (what) {
      case What.joinArrives:
        this.onJoinArrives(a);
        return;
      case What.joinAgain:
        this.sendJoin(a);
        return;
      case What.assigned:
        this.onAssigned(a);
        return;
      case What.heartbeat:
        this.onHeartbeat(a);
        return;
      case What.sessionDue:
        this.onSessionDue(a);
        return;
      case What.pollDue:
        this.onPollDue(a);
        return;
      case What.fetchArrives:
        this.onFetchArrives(a);
        return;
      case What.fetchDue:
        if (member.isParked) this.tryAnswer(a, true);
        return;
      case What.answerArrives:
        this.onAnswerArrives(a);
        return;
      case What.fetchAgain:
        if (this.isPolling(a)) this.poll(a);
        return;
      case What.processAgain:
        if (member.waiting !== NONE) this.handAgain(a, member.waiting);
        else if (this.isProcessing(a)) this.next(a);
        return;
    }
  }

  /** What the consumer was given has come back from it. */
  onAcknowledged(frame: number, outcome: Outcome): void {
    const { network, state } = this.host;
    const { frames } = network;
    const serial = frames.serial[frame];
    const isDetached = (frames.flags[frame] & FrameFlag.detached) !== 0;
    const at = state.members.findIndex(
      (one, other) =>
        one.serial === serial && one.isDetached === isDetached && this.linkOf(other).index === frames.link[frame],
    );
    if (at < 0) {
      frames.release(frame);
      return;
    }
    if (isDetached || outcome === Outcome.ok) this.finishRecord(at, frame, outcome);
    else this.onFailure(at, frame, outcome);
  }

  /** Records that consumers work on, and that therefore have a frame. */
  get framesInHand(): number {
    return this.host.state.members.filter(({ serial, isDetached }) => serial !== 0 && !isDetached).length;
  }

  /** The states of all groups, and how many members are in each state. */
  liveCharts(): LiveChart[] {
    if (this.charts.length === 0) return [];
    const [chart] = this.charts;
    const counted = (states: readonly string[], of: (state: number) => number) => states.map((_, state) => of(state));
    const members = this.population;
    return [
      this.charts.length === 1
        ? oneChart('kafkaGroup', chart)
        : manyCharts(
            'kafkaGroup',
            chart,
            counted(chart.states, (state) => this.charts.filter((one) => one.stateIndex === state).length),
          ),
      manyCharts(
        'kafkaMembers',
        members,
        counted(members.states, (state) => members.count(state)),
      ),
    ];
  }

  /** The state of the group of one link to consumers, and how many of its members are in each. */
  liveChartsOf(link: Link): LiveChart[] {
    const index = this.consumerOf.get(link.index);
    if (index === undefined) return [];
    const { members } = this.host.state;
    const counts = this.population.states.map(
      (_, state) => members.filter((one, at) => one.link === index && this.population.stateIndex(at) === state).length,
    );
    return [
      oneChart('kafkaGroup', this.charts[this.host.layout.consumers[index].group]),
      manyCharts('kafkaMembers', this.population, counts),
    ];
  }

  /** The name of the state that a group is in. */
  groupStateOf(group: number): string {
    return this.charts[group].state;
  }

  /** The name of the state that a member is in. */
  memberStateOf(at: number): string {
    return this.population.states[this.population.stateIndex(at)];
  }

  private isThere(link: Link): boolean {
    const { nodes, nodeFaults } = this.host.network;
    return nodes[link.to].isUp && !nodeFaults.isNotConsuming(link.to);
  }

  private paramsOf(link: number): ConsumeParams {
    return this.host.layout.consumers[link].params;
  }

  private linkOf(at: number): Link {
    return this.host.layout.consumers[this.host.state.members[at].link].link;
  }

  private groupOf(at: number): number {
    return this.host.layout.consumers[this.host.state.members[at].link].group;
  }

  private assignorOf(group: number): ConsumeParams['assignor'] {
    return this.paramsOf(this.host.layout.groups[group].links[0]).assignor;
  }

  private isCooperative(at: number): boolean {
    return this.assignorOf(this.groupOf(at)) === 'cooperativeSticky';
  }

  private isAway(at: number): boolean {
    return this.population.stateIndex(at) === this.away;
  }
  private isPolling(at: number): boolean {
    return this.population.stateIndex(at) === this.polling;
  }
  private isProcessing(at: number): boolean {
    return this.population.stateIndex(at) === this.processing;
  }

  /** Lets there be so many consumers behind a link. */
  private appear(index: number, count: number): void {
    const { members } = this.host.state;
    const numbers = new Set(
      members.filter((one, at) => one.link === index && !this.isAway(at) && !one.mustLeave).map((one) => one.number),
    );
    for (let number = 0; numbers.size < count; number++) {
      if (numbers.has(number)) continue;
      numbers.add(number);
      this.begin(index, number);
    }
  }

  private begin(index: number, number: number): void {
    const { members } = this.host.state;
    // One that was killed is a member of its group until its session has run out: who starts again is another.
    let at = members.findIndex((one, other) => one.link === index && one.id === '' && this.isAway(other));
    if (at < 0) {
      at = members.length;
      members.push(newMember(index, number));
      this.population.add();
    }
    const { now } = this.host.network.kernel;
    members[at] = {
      ...newMember(index, number),
      epoch: members[at].epoch + 1,
      asked: members[at].asked + 1,
      bornAtMs: now,
    };
    members[at].committedAtMs = now;
    this.population.send(at, this.event('join'));
    this.sendJoin(at);
  }

  private sendJoin(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    const link = this.linkOf(at);
    const { now } = host.network.kernel;
    member.isJoining = true;
    member.mustRejoin = false;
    if (host.network.paths.losesBack(link.index)) host.plan(now + RETRY_MS, What.joinAgain, at, member.epoch);
    else host.plan(now + host.travelMs(link), What.joinArrives, at, member.epoch);
  }

  private onJoinArrives(at: number): void {
    const { host } = this;
    const { state, network } = host;
    const member = state.members[at];
    const { now } = network.kernel;
    if (!host.isUp || network.paths.isCutBack(this.linkOf(at).index)) {
      host.plan(now + RETRY_MS, What.joinAgain, at, member.epoch);
      return;
    }
    const group = this.groupOf(at);
    const own = state.groups[group];
    const chart = this.charts[group];
    if (member.id === '') {
      member.id = `${this.linkOf(at).id}-${member.number}-${member.epoch}`;
      own.members.push(at);
      const { heartbeatMs, sessionTimeoutMs, maxPollIntervalMs } = this.paramsOf(member.link);
      host.plan(now + heartbeatMs, What.heartbeat, at, member.epoch);
      host.plan(now + sessionTimeoutMs, What.sessionDue, at, member.epoch);
      host.plan(now + maxPollIntervalMs, What.pollDue, at, member.epoch);
    }
    member.heardAtMs = now;
    if (!this.isCooperative(at)) this.letGo(at, member.owned);
    if (chart.state === 'stable' || chart.state === 'completing') chart.send({ type: 'rebalance' });
    chart.send({ type: 'joined' });
    if (!own.joined.includes(at)) own.joined.push(at);
    this.completeIfAll(group);
  }

  /** The consumer gives partitions back that it has no more in hand; what it was done with is committed. */
  private letGo(at: number, backlogs: readonly number[]): void {
    const member = this.host.state.members[at];
    if (this.paramsOf(member.link).commit !== 'beforeProcessing') this.applyCommit(at, this.offsetsOf(at, backlogs));
    this.release(at, backlogs, Outcome.cancelled);
  }

  private onGroup(group: number, name: string): void {
    const { host } = this;
    const own = host.state.groups[group];
    if (name === 'preparing' || name === 'gathering') {
      own.joined = [];
      host.tell(Note.rebalances, group);
    } else if (name === 'completing') {
      own.generation++;
      for (const at of [...own.members]) if (!own.joined.includes(at)) this.evict(at, Outcome.timeout, false);
      const [leader] = own.joined;
      const travelMs = leader === undefined ? 0 : 2 * host.travelMs(this.linkOf(leader));
      host.plan(host.network.kernel.now + travelMs, What.assign, group, own.generation);
    } else if (name === 'dead') {
      for (const backlog of host.layout.groups[group].backlogs) host.state.cursors[backlog].committed = NONE;
    } else if (name === 'empty') own.joined = [];
  }

  private completeIfAll(group: number): void {
    const { members, joined } = this.host.state.groups[group];
    if (this.charts[group].state === 'preparing' && members.length > 0 && members.every((at) => joined.includes(at))) {
      this.charts[group].send({ type: 'complete' });
    }
  }

  private assignAll(group: number): void {
    const { host } = this;
    const { state, layout, network } = host;
    const own = state.groups[group];
    if (this.charts[group].state !== 'completing') return;
    const topics = new Map(layout.params.topics.map(({ name, partitions }) => [name, partitions]));
    const placeOf = (backlog: number): TopicPartition => {
      const { topic, partition } = layout.backlogs[backlog];
      return { topic: layout.params.topics[topic].name, partition };
    };
    const subscribers: Subscriber[] = own.members.map((at) => ({
      id: state.members[at].id,
      topics: layout.consumers[state.members[at].link].topics.filter((name) => topics.has(name)),
      owned: (this.isCooperative(at) ? state.members[at].owned : (own.assignment[at] ?? [])).map(placeOf),
    }));
    const assigned = assign(this.assignorOf(group), subscribers, topics);
    const backlogAt = (one: TopicPartition) =>
      layout.groups[group].backlogs.find((backlog) => {
        const place = placeOf(backlog);
        return place.topic === one.topic && place.partition === one.partition;
      });
    own.assignment = Object.fromEntries(
      own.members.map((at) => [at, (assigned.get(state.members[at].id) ?? []).flatMap((one) => backlogAt(one) ?? [])]),
    );
    own.isNew &&= own.members.some((at) => state.members[at].bornAtMs === 0 && !this.isAway(at));
    if (own.isNew) {
      for (const backlog of layout.groups[group].backlogs) {
        const cursor = state.cursors[backlog];
        if (cursor.committed === NONE) cursor.committed = cursor.position;
      }
    }
    own.isNew = false;
    this.charts[group].send({ type: 'assigned' });
    for (const at of own.members) {
      host.plan(network.kernel.now + host.travelMs(this.linkOf(at)), What.assigned, at, state.members[at].epoch);
    }
  }

  private onAssigned(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    const target = host.state.groups[this.groupOf(at)].assignment[at];
    if (target === undefined || !member.isJoining || member.id === '') return;
    // A rebalance ends inside a poll: what it has in hand, it finishes first.
    member.awaitsAssignment = this.isProcessing(at) || member.isServed;
    if (member.awaitsAssignment) return;
    member.isJoining = false;
    const revoked = member.owned.filter((backlog) => !target.includes(backlog));
    this.letGo(at, revoked);
    for (const backlog of target) if (!member.owned.includes(backlog)) this.beginAt(backlog, at);
    member.owned = [...target];
    if (revoked.length > 0) member.mustRejoin = true;
    if (this.population.send(at, this.event('assigned'))) this.poll(at);
    else if (this.isPolling(at) && !member.isServed && !member.isParked) this.poll(at);
    else if (member.isParked) this.tryAnswer(at, false);
  }

  /** A member begins with a partition: where its group has been, or where it is configured to. */
  private beginAt(backlog: number, at: number): void {
    const { state, layout } = this.host;
    const cursor = state.cursors[backlog];
    const { start, highWatermark } = state.partitions[layout.backlogs[backlog].at];
    const isLost = cursor.committed === NONE || cursor.committed < start;
    const { autoOffsetReset } = this.paramsOf(state.members[at].link);
    cursor.owner = at;
    cursor.position = !isLost ? cursor.committed : autoOffsetReset === 'earliest' ? start : highWatermark;
    if (isLost) this.books.lose(backlog, cursor.done, cursor.position, Outcome.skipped);
  }

  private onHeartbeat(at: number): void {
    const { host } = this;
    const { state, network } = host;
    const member = state.members[at];
    const link = this.linkOf(at);
    if (this.isAway(at) || member.id === '') return;
    host.plan(network.kernel.now + this.paramsOf(member.link).heartbeatMs, What.heartbeat, at, member.epoch);
    if (!host.isUp || network.pauses.isPaused(link.to) || network.paths.losesBack(link.index)) return;
    member.heardAtMs = network.kernel.now;
    if (network.paths.losesThere(link.index)) return;
    const group = this.groupOf(at);
    if (this.charts[group].state !== 'preparing' || state.groups[group].joined.includes(at) || member.isJoining) return;
    member.mustRejoin = true;
    if (this.isPolling(at) && !member.isServed) this.poll(at);
  }

  private onSessionDue(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    if (member.id === '') return;
    const { now } = host.network.kernel;
    const dueMs = member.heardAtMs + this.paramsOf(member.link).sessionTimeoutMs;
    if (dueMs > now || !host.isUp) {
      host.plan(Math.max(dueMs, now + RETRY_MS), What.sessionDue, at, member.epoch);
      return;
    }
    host.tell(Note.sessionsExpired, at);
    this.evict(at, Outcome.timeout, true);
  }

  private onPollDue(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    if (member.id === '' || this.isAway(at)) return;
    const { now } = host.network.kernel;
    const { maxPollIntervalMs } = this.paramsOf(member.link);
    const dueMs = member.polledAtMs + maxPollIntervalMs;
    if (this.isProcessing(at) && dueMs <= now) {
      host.tell(Note.pollsOverdue, at);
      this.evict(at, Outcome.timeout, true);
    } else host.plan(Math.max(dueMs, now + 1), What.pollDue, at, member.epoch);
  }

  /** A group puts a member out. If that lives, it works on what it has, for nothing, and learns of it when it polls. */
  private evict(at: number, why: Outcome, rebalances: boolean): void {
    const { state } = this.host;
    const member = state.members[at];
    const group = this.groupOf(at);
    const own = state.groups[group];
    const isAlive = !this.isAway(at);
    own.members = own.members.filter((one) => one !== at);
    own.joined = own.joined.filter((one) => one !== at);
    delete own.assignment[at];
    member.id = '';
    const { owned, backlog, offset } = member;
    this.release(at, owned, why);
    if (isAlive && this.isProcessing(at)) {
      member.isOut = true;
      for (const span of member.buffer) {
        for (let one = span.from; one < span.to; one++) this.recordTwice(span.backlog, one, backlog, offset);
      }
      this.detach(at);
    } else if (isAlive) this.rejoinAnew(at);
    if (own.members.length === 0) this.charts[group].send({ type: 'emptied' });
    else if (rebalances) {
      this.charts[group].send({ type: 'rebalance' });
      this.completeIfAll(group);
    }
  }

  /** Its library still holds a record that somebody else will get as well. */
  private recordTwice(backlog: number, offset: number, inHandOf: number, inHand: number): void {
    const { network, index } = this.host;
    if (backlog === inHandOf && offset === inHand) return;
    if (!this.books.isOpen(backlog, offset)) return;
    network.record(Fact.duplicated, 0, index, this.books.serialOf(backlog, offset), backlog, 0);
  }

  /** What the consumer works on counts for nothing any more: the record is its group's again. */
  private detach(at: number): void {
    const { network, index, state } = this.host;
    const member = state.members[at];
    const { backlog, offset } = member;
    if (member.serial === 0 || member.isDetached) return;
    if (this.takesFromLibrary(member)) return;
    this.detachFrame(at);
    member.isDetached = true;
    if (!this.books.isOpen(backlog, offset)) return;
    network.record(Fact.duplicated, 0, index, this.books.serialOf(backlog, offset), backlog, 0);
  }

  /** Takes a record that waits in its consumer's library for another attempt; false where none does. */
  private takesFromLibrary(member: MemberState): boolean {
    if (member.waiting === NONE) return false;
    this.host.network.frames.release(member.waiting);
    member.waiting = NONE;
    member.serial = 0;
    this.stepOver(member);
    return true;
  }

  /** What a consumer works on comes back in a frame that may be another than the one that went there. */
  private detachFrame(at: number): void {
    const { frames } = this.host.network;
    const { serial } = this.host.state.members[at];
    const { index } = this.linkOf(at);
    frames.forEach((frame) => {
      const flags = frames.flags[frame];
      const isIt = frames.serial[frame] === serial && frames.link[frame] === index;
      if (isIt && flags & FrameFlag.delivery && !(flags & FrameFlag.detached))
        frames.flags[frame] |= FrameFlag.detached;
    });
  }

  /** Partitions have no owner any more: what was handed out and is not committed will be handed out again. */
  private release(at: number, backlogs: readonly number[], why: Outcome): void {
    const { state } = this.host;
    const member = state.members[at];
    const { commit } = this.paramsOf(member.link);
    for (const backlog of backlogs) {
      const cursor = state.cursors[backlog];
      if (cursor.owner !== at) continue;
      cursor.owner = NONE;
      // What is committed and was never processed is lost; the rest comes again.
      if (commit === 'beforeProcessing') {
        this.books.lose(backlog, cursor.done, Math.min(cursor.committed, cursor.position), why);
      }
      this.books.putBack(backlog, cursor.done, cursor.position, why);
      cursor.position = cursor.committed === NONE ? cursor.done : cursor.committed;
    }
    member.owned = member.owned.filter((one) => !backlogs.includes(one));
  }

  /** Its process was killed. Its group learns that when its session has run out. */
  private die(at: number): void {
    const { network, state } = this.host;
    const member = state.members[at];
    member.epoch++;
    member.asked++;
    this.population.send(at, this.event('left'));
    if (!this.takesFromLibrary(member) && member.serial !== 0 && !member.isDetached) this.detachFrame(at);
    if (this.paramsOf(member.link).commit === 'beforeProcessing') {
      for (const backlog of member.owned) {
        const cursor = state.cursors[backlog];
        if (cursor.owner !== at) continue;
        this.books.lose(backlog, cursor.done, Math.min(cursor.committed, cursor.position), Outcome.connectionReset);
      }
    }
    member.serial = 0;
    member.isDetached = false;
    member.buffer = [];
    member.isOut = false;
    member.isParked = false;
    member.isServed = false;
    member.awaitsAssignment = false;
    if (member.id !== '') {
      const { now } = network.kernel;
      const dueMs = member.heardAtMs + this.paramsOf(member.link).sessionTimeoutMs;
      this.host.plan(Math.max(dueMs, now), What.sessionDue, at, member.epoch);
    }
  }

  /** It is to leave in good order: at once, or when it has finished what it has in hand. */
  private dismiss(at: number): void {
    const member = this.host.state.members[at];
    if (this.isProcessing(at) || member.isServed) member.mustLeave = true;
    else this.leave(at);
  }

  private leave(at: number): void {
    const { state } = this.host;
    const member = state.members[at];
    const group = this.groupOf(at);
    const own = state.groups[group];
    if (member.id !== '') this.letGo(at, member.owned);
    member.epoch++;
    member.asked++;
    member.id = '';
    member.owned = [];
    member.isParked = false;
    member.isJoining = false;
    member.awaitsAssignment = false;
    member.mustLeave = false;
    own.members = own.members.filter((one) => one !== at);
    own.joined = own.joined.filter((one) => one !== at);
    delete own.assignment[at];
    this.population.send(at, this.event('left'));
    if (own.members.length === 0) this.charts[group].send({ type: 'emptied' });
    else {
      this.charts[group].send({ type: 'rebalance' });
      this.completeIfAll(group);
    }
  }

  /** It has been put out, and joins as somebody new. */
  private rejoinAnew(at: number): void {
    const member = this.host.state.members[at];
    member.isOut = false;
    member.isParked = false;
    member.isServed = false;
    member.awaitsAssignment = false;
    member.buffer = [];
    member.epoch++;
    member.asked++;
    member.owned = [];
    this.population.send(at, this.event('rejoin'));
    if (member.mustLeave) this.leave(at);
    else this.sendJoin(at);
  }

  /** Asks for records, unless something else has to be done first. */
  private poll(at: number): void {
    const { host } = this;
    const { state, network } = host;
    const member = state.members[at];
    const { now } = network.kernel;
    if (!this.isPolling(at)) return;
    member.polledAtMs = now;
    if (member.mustLeave) {
      this.leave(at);
      return;
    }
    if (member.awaitsAssignment && !member.isServed) {
      this.onAssigned(at);
      return;
    }
    const { commit, autoCommitMs } = this.paramsOf(member.link);
    if (commit === 'auto' && now - member.committedAtMs >= autoCommitMs) this.commit(at, false);
    if (member.mustRejoin) {
      member.isParked = false;
      member.asked++;
      if (!this.isCooperative(at)) {
        this.population.send(at, this.event('rejoin'));
        this.sendJoin(at);
        return;
      }
      this.sendJoin(at);
    }
    if (member.owned.length === 0 || member.isServed) return;
    member.asked++;
    member.isParked = false;
    const link = this.linkOf(at);
    const travelMs = host.travelMs(link);
    // It is the consumer that asks: its question goes against the direction of the link.
    const isLost = network.paths.losesBack(link.index);
    network.record(Fact.polled, 0, link.index, 0, member.number, isLost ? Infinity : travelMs);
    if (isLost) host.plan(now + REQUEST_TIMEOUT_MS, What.fetchAgain, at, member.asked);
    else host.plan(now + travelMs, What.fetchArrives, at, member.asked);
  }

  private askAgain(at: number, afterMs: number): void {
    const { host } = this;
    host.plan(host.network.kernel.now + afterMs, What.fetchAgain, at, host.state.members[at].asked);
  }

  private onFetchArrives(at: number): void {
    const { host } = this;
    const { network, state } = host;
    const member = state.members[at];
    const link = this.linkOf(at);
    if (network.paths.isCutBack(link.index)) this.askAgain(at, REQUEST_TIMEOUT_MS);
    else if (!host.isUp) this.askAgain(at, RETRY_MS);
    else if (!this.tryAnswer(at, false)) {
      member.isParked = true;
      host.plan(network.kernel.now + this.paramsOf(member.link).fetchMaxWaitMs, What.fetchDue, at, member.asked);
    }
  }

  /** Answers a question that waits, if there is enough, or if it has waited long enough. */
  private tryAnswer(at: number, isDue: boolean): boolean {
    const { state, layout } = this.host;
    const member = state.members[at];
    const { maxPollRecords, fetchMinBytes } = this.paramsOf(member.link);
    if (!this.isPolling(at) || member.isServed) return true;
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
    const { now } = network.kernel;
    const member = state.members[at];
    const link = this.linkOf(at);
    const travelMs = host.travelMs(link);
    const isLost = network.paths.losesThere(link.index);
    const value = isLost ? Infinity : travelMs;
    if (spans.length === 0) network.record(Fact.polled, 1, link.index, 0, member.number, value);
    if (isLost) {
      this.askAgain(at, REQUEST_TIMEOUT_MS);
      return;
    }
    for (const { backlog, from, to, again } of spans) {
      const { log } = state.partitions[host.layout.backlogs[backlog].at];
      for (let offset = from; offset < to; offset++) {
        const serial = this.books.serialOf(backlog, offset);
        const flags = SentFlag.message | (offset < again ? SentFlag.redelivered : 0);
        const waitedMs = now - blockOf(log, offset).writtenAt[placeOf(offset)];
        network.record(Fact.delivered, flags, link.index, serial, backlog, waitedMs);
        network.record(Fact.sent, flags, link.index, serial, 0, value);
      }
      const cursor = state.cursors[backlog];
      cursor.position = to;
      cursor.delivered = Math.max(cursor.delivered, to);
    }
    member.buffer = spans;
    member.isServed = true;
    host.plan(now + travelMs, What.answerArrives, at, member.asked);
  }

  private onAnswerArrives(at: number): void {
    const { network, state } = this.host;
    const member = state.members[at];
    member.isServed = false;
    if (network.paths.isCutThere(this.linkOf(at).index)) {
      for (const { backlog, from, to } of member.buffer) {
        this.books.putBack(backlog, from, to, Outcome.partitioned);
        state.cursors[backlog].position = Math.min(state.cursors[backlog].position, from);
      }
      member.buffer = [];
      this.askAgain(at, REQUEST_TIMEOUT_MS);
      return;
    }
    if (member.buffer.length === 0) {
      this.poll(at);
      return;
    }
    this.population.send(at, this.event('received'));
    member.polledAtMs = network.kernel.now;
    if (this.paramsOf(member.link).commit === 'beforeProcessing') this.commit(at, true);
    else this.next(at);
  }

  /** Hands the next record over to the consumer. */
  private next(at: number): void {
    const { host } = this;
    const { network, state, layout } = host;
    const member = state.members[at];
    for (;;) {
      const span = member.buffer.at(0);
      if (span === undefined) {
        this.endBatch(at);
        return;
      }
      const { log } = state.partitions[layout.backlogs[span.backlog].at];
      span.from = Math.max(span.from, log.first);
      if (span.from < Math.min(span.to, log.next)) break;
      member.buffer.shift();
    }
    const [span] = member.buffer;
    const { backlog, from: offset, again } = span;
    const { log } = state.partitions[layout.backlogs[backlog].at];
    const frame = network.openMessage(host.index, this.books.serialOf(backlog, offset));
    load(log, offset, network.frames, frame);
    const { flags, hops } = network.frames;
    hops[frame]++;
    if (offset < again) flags[frame] |= FrameFlag.redelivered;
    if (member.isOut) flags[frame] |= FrameFlag.detached;
    member.serial = network.frames.serial[frame];
    member.isDetached = member.isOut;
    member.backlog = backlog;
    member.offset = offset;
    member.attempts = 1;
    network.handOver(frame, this.linkOf(at));
  }

  /** Another attempt at the record in hand. */
  private handAgain(at: number, frame: number): void {
    const { network, state } = this.host;
    const member = state.members[at];
    const link = this.linkOf(at);
    member.waiting = NONE;
    member.attempts++;
    network.record(Fact.sent, SentFlag.message | SentFlag.retry, link.index, network.frames.serial[frame], 0, 0);
    network.handOver(frame, link);
  }

  private onFailure(at: number, frame: number, outcome: Outcome): void {
    const { host } = this;
    const { network, state } = host;
    const member = state.members[at];
    const { onError, attempts, retryBackoffMs } = this.paramsOf(member.link);
    if (
      onError === 'skip' ||
      (onError === 'deadLetterTopic' && member.attempts >= attempts && this.giveUp(at, frame))
    ) {
      this.finishRecord(at, frame, onError === 'skip' ? outcome : Outcome.deadLettered);
      return;
    }
    network.takeBack(frame);
    network.frames.hops[frame]++;
    member.waiting = frame;
    host.plan(network.kernel.now + retryBackoffMs, What.processAgain, at, member.epoch);
  }

  /** Puts the record into the dead-letter topic; false where that cannot be written to just now. */
  private giveUp(at: number, frame: number): boolean {
    const { layout, state } = this.host;
    const member = state.members[at];
    const { topic } = layout.backlogs[member.backlog];
    const { deadLetterTopic } = this.paramsOf(member.link);
    return this.deadLetter(deadLetterTopic || `${layout.params.topics[topic].name}.dlt`, frame);
  }

  private finishRecord(at: number, frame: number, outcome: Outcome): void {
    const { network, state } = this.host;
    const member = state.members[at];
    const { backlog, offset } = member;
    if (!member.isDetached) {
      if (outcome !== Outcome.ok) this.books.lose(backlog, offset, offset + 1, outcome);
      else if (this.paramsOf(member.link).commit === 'beforeProcessing') this.books.ack(backlog, offset, offset + 1);
    }
    network.frames.release(frame);
    member.serial = 0;
    member.isDetached = false;
    this.stepOver(member);
    this.next(at);
  }

  /** The library is done with the record that it had handed over. */
  private stepOver({ buffer, backlog, offset }: MemberState): void {
    const span = buffer.at(0);
    if (span !== undefined && span.backlog === backlog && span.from === offset) span.from++;
  }

  private endBatch(at: number): void {
    const member = this.host.state.members[at];
    this.population.send(at, this.event('finished'));
    if (member.isOut) this.rejoinAnew(at);
    else if (this.paramsOf(member.link).commit === 'afterProcessing') this.commit(at, true);
    else this.poll(at);
  }

  /** Takes records of a backlog, from an offset on, out of a consumer's hands. */
  private takeFromHand(at: number, backlog: number, from: number): void {
    const member = this.host.state.members[at];
    member.buffer = member.buffer.flatMap((span) => {
      if (span.backlog !== backlog || span.to <= from) return [span];
      return span.from < from ? [{ ...span, to: from }] : [];
    });
    if (member.backlog === backlog && member.offset >= from) this.detach(at);
  }

  private moveTo(backlog: number, offset: number): void {
    const cursor = this.host.state.cursors[backlog];
    if (cursor.owner !== NONE) this.takeFromHand(cursor.owner, backlog, 0);
    this.books.putBack(backlog, cursor.done, cursor.position, Outcome.cancelled);
    if (offset < cursor.done || cursor.ended.length > 0) this.books.revive(backlog, offset);
    this.books.lose(backlog, cursor.done, offset, Outcome.skipped);
    cursor.committed = offset;
    cursor.position = offset;
    if (cursor.owner === NONE) return;
    const { link } = this.host.layout.consumers[this.host.state.members[cursor.owner].link];
    this.host.network.record(Fact.committed, 0, link.index, 0, backlog, offset);
    if (this.host.state.members[cursor.owner].isParked) this.tryAnswer(cursor.owner, false);
  }

  private offsetsOf(at: number, backlogs: readonly number[]): [number, number][] {
    const { cursors } = this.host.state;
    return backlogs.flatMap((backlog): [number, number][] => {
      const { owner, position, committed } = cursors[backlog];
      return owner === at && position > committed ? [[backlog, position]] : [];
    });
  }

  /** Tells the coordinator how far it is; with `mustWait`, it goes on when it knows that this was heard. */
  private commit(at: number, mustWait: boolean): void {
    const { state, network } = this.host;
    const member = state.members[at];
    member.committedAtMs = network.kernel.now;
    const offsets = this.offsetsOf(at, member.owned);
    if (offsets.length === 0) {
      if (mustWait) this.goOn(at);
      return;
    }
    const id = state.nextLetter++;
    state.letters[id] = { member: at, epoch: member.epoch, offsets, mustWait };
    this.sendLetter(id);
  }

  private goOn(at: number): void {
    if (this.isProcessing(at)) this.next(at);
    else this.poll(at);
  }

  private sendLetter(id: number): void {
    const { host } = this;
    const letter = host.state.letters[id];
    const { now } = host.network.kernel;
    const link = this.linkOf(letter.member);
    if (host.state.members[letter.member].epoch !== letter.epoch) delete host.state.letters[id];
    else if (!host.network.paths.losesBack(link.index)) host.plan(now + host.travelMs(link), What.commitArrives, id);
    else if (letter.mustWait) host.plan(now + RETRY_MS, What.commitAgain, id);
    else delete host.state.letters[id];
  }

  private onCommitArrives(id: number): void {
    const { host } = this;
    const letter = host.state.letters[id];
    const { now } = host.network.kernel;
    const member = host.state.members[letter.member];
    const isHeard = host.isUp && !host.network.paths.isCutBack(this.linkOf(letter.member).index);
    if (!isHeard && letter.mustWait && member.epoch === letter.epoch) {
      host.plan(now + RETRY_MS, What.commitAgain, id);
      return;
    }
    if (isHeard && !member.isOut) this.applyCommit(letter.member, letter.offsets);
    if (letter.mustWait) host.plan(now + host.travelMs(this.linkOf(letter.member)), What.commitAnswered, id);
    else delete host.state.letters[id];
  }

  private onCommitAnswered(id: number): void {
    const { letters, members } = this.host.state;
    const { member, epoch } = letters[id];
    delete letters[id];
    if (members[member].epoch === epoch) this.goOn(member);
  }

  private applyCommit(at: number, offsets: readonly (readonly [number, number])[]): void {
    const { network, state } = this.host;
    const link = this.linkOf(at);
    const { commit } = this.paramsOf(state.members[at].link);
    for (const [backlog, offset] of offsets) {
      const cursor = state.cursors[backlog];
      if (cursor.owner !== at || offset <= cursor.committed || offset > cursor.position) continue;
      cursor.committed = offset;
      network.record(Fact.committed, 0, link.index, 0, backlog, offset);
      if (commit !== 'beforeProcessing') this.books.ack(backlog, cursor.done, offset);
    }
  }
}
