import { NONE } from '../../../network/frames/frames';
import type { Link } from '../../../network/links/link';
import { type LiveChart, manyCharts } from '../../../network/live-chart';
import { offsetAt } from '../../../network/messaging/message-log';
import { Outcome } from '../../../network/outcomes';
import type { Books } from '../books';
import type { Cluster } from '../cluster';
import { type Host, What } from '../host';
import { Commits } from './commits';
import { Coordinator } from './coordinator';
import { Fetching } from './fetching';
import { Handling } from './handling';
import { Membership } from './membership';
import { Positions } from './positions';
import { Roster } from './roster';

/** Where a group is to begin to read. */
export type Whence = 'earliest' | 'latest' | 'offset' | 'time';

/**
 * Consumer groups: the coordinators at the brokers, and the client libraries at the consumers, which ask for records,
 * hand them over one after the other, and commit how far they are.
 *
 * Source: Apache Kafka, ConsumerConfig, GroupCoordinator and ConsumerCoordinator (classic protocol); KIP-429.
 */
export class Consumers {
  private readonly roster: Roster;
  private readonly coordinator: Coordinator;
  private readonly positions: Positions;
  private readonly commits: Commits;
  private readonly fetching: Fetching;
  private readonly handling: Handling;
  private readonly membership: Membership;

  constructor(
    private readonly host: Host,
    cluster: Cluster,
    books: Books,
    /** Puts a record into a topic on behalf of a consumer; false where it cannot just now. */
    deadLetter: (topic: string, frame: number) => boolean,
  ) {
    this.roster = new Roster(host);
    this.positions = new Positions(host, books, this.roster);
    this.commits = new Commits(host, this.roster, this.positions, (at) => this.onCommitted(at));
    this.handling = new Handling(host, books, this.roster, {
      onBatchOver: (at) => this.membership.onBatchOver(at),
      deadLetter,
    });
    this.fetching = new Fetching(host, cluster, books, this.roster, this.positions, {
      onFetched: (at) => this.onFetched(at),
      poll: (at) => this.membership.poll(at),
    });
    this.coordinator = new Coordinator(host, this.roster, this.positions, (at) =>
      this.membership.evict(at, Outcome.timeout, false),
    );
    this.membership = new Membership(
      host,
      this.roster,
      this.coordinator,
      this.positions,
      this.commits,
      this.fetching,
      this.handling,
    );
  }

  /** The process behind a link is there (again). */
  onPeerUp(link: Link): void {
    const place = this.roster.placeOf(link) ?? 0;
    if (this.isThere(link)) this.membership.appear(place, this.roster.paramsAt(place).members);
  }

  /** It is gone; or it only wants no more messages. */
  onPeerDown(link: Link): void {
    const place = this.roster.placeOf(link) ?? 0;
    this.host.state.members.forEach((member, at) => {
      if (member.link !== place || this.roster.isAway(at)) return;
      if (this.host.network.nodes[link.to].isUp) this.membership.dismiss(at);
      else this.membership.die(at);
    });
  }

  /** From now on there are so many consumers behind a link; null: as many as configured. */
  scale(link: Link, count: number | null): void {
    const place = this.roster.placeOf(link);
    if (place === undefined || !this.isThere(link)) return;
    const wanted = count ?? this.roster.paramsAt(place).members;
    const there = this.membership.staying(place);
    if (wanted > there.length) this.membership.appear(place, wanted);
    for (const at of there.slice(wanted)) this.membership.dismiss(at);
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
      if (owner !== NONE) this.fetching.onMore(owner);
    }
  }

  /** A partition ends there now: nobody has what came after. */
  onTruncated(partition: number, end: number): void {
    for (const backlog of this.host.layout.partitions[partition].backlogs) {
      const { owner } = this.host.state.cursors[backlog];
      if (owner !== NONE) this.handling.take(owner, backlog, end);
    }
  }

  /** The cluster runs again after all of it was down: nobody could be heard meanwhile. */
  onClusterUp(): void {
    const { now } = this.host.network.kernel;
    for (const member of this.host.state.members) member.heardAtMs = now;
  }

  /** All of the cluster is down. */
  onClusterDown(): void {
    this.fetching.onClusterDown();
  }

  /** Something of the agenda is due: one of {@link What}, with what it says of `a` and `b`. */
  onTask(what: number, a: number, b: number): void {
    switch (what) {
      case What.begin:
        for (const { link } of this.host.layout.consumers) this.onPeerUp(link);
        return;
      case What.assign:
        this.coordinator.onAssignmentDue(a, b);
        return;
      case What.commitArrives:
      case What.commitAnswered:
      case What.commitAgain:
        this.commits.onTask(what, a);
        return;
    }
    const { asked, epoch } = this.host.state.members[a];
    if (what >= What.fetchArrives && what <= What.fetchAgain) {
      if (asked === b) this.fetching.onTask(what, a);
    } else if (epoch !== b) return;
    else if (what === What.processAgain) this.handling.onAgain(a);
    else this.membership.onTask(what, a);
  }

  /** What the consumer was given has come back from it. */
  onAcknowledged(frame: number, outcome: Outcome): void {
    this.handling.onAcknowledged(frame, outcome);
  }

  /** Records that consumers work on, and that therefore have a frame. */
  get framesInHand(): number {
    return this.handling.framesInHand;
  }

  /** The states of all groups, and how many members are in each state. */
  liveCharts(): LiveChart[] {
    const groups = this.coordinator.liveChart();
    return groups === null ? [] : [groups, this.membersChart()];
  }

  /** The state of the group of one link to consumers, and how many of its members are in each. */
  liveChartsOf(link: Link): LiveChart[] {
    const place = this.roster.placeOf(link);
    if (place === undefined) return [];
    return [this.coordinator.liveChartOf(this.host.layout.consumers[place].group), this.membersChart(place)];
  }

  /** The name of the state that a group is in. */
  groupStateOf(group: number): string {
    return this.coordinator.stateOf(group);
  }

  /** The name of the state that a member is in. */
  memberStateOf(at: number): string {
    return this.roster.stateOf(at);
  }

  private membersChart(place?: number): LiveChart {
    return manyCharts('kafkaMembers', this.roster.population, this.roster.counts(place));
  }

  private isThere(link: Link): boolean {
    const { nodes, nodeFaults } = this.host.network;
    return nodes[link.to].isUp && !nodeFaults.isNotConsuming(link.to);
  }

  /** A consumer has what it had asked for. */
  private onFetched(at: number): void {
    if (this.roster.paramsOf(at).commit === 'beforeProcessing') this.commits.commit(at, true);
    else this.handling.next(at);
  }

  /** A consumer has waited for its commit before it went on. */
  private onCommitted(at: number): void {
    if (this.roster.isProcessing(at)) this.handling.next(at);
    else this.membership.poll(at);
  }

  private moveTo(backlog: number, offset: number): void {
    const { owner } = this.host.state.cursors[backlog];
    if (owner !== NONE) this.handling.take(owner, backlog, 0);
    this.positions.move(backlog, offset);
    if (owner !== NONE) this.fetching.onMore(owner);
  }
}
