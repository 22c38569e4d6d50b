import type { FastStatechart } from '../../../kernel/statechart/compiled';
import { type LiveChart, manyCharts, oneChart } from '../../../network/live-chart';
import { Note } from '../../../network/notes';
import { assign, type Subscriber, type TopicPartition } from '../assignors';
import { type Host, What } from '../host';
import { groupMachine } from '../statechart';
import type { Positions } from './positions';
import type { Roster } from './roster';

/**
 * The groups as their coordinators at the brokers know them: who is a member, when a rebalance begins and for whom it
 * waits, and what each member gets.
 *
 * Source: Apache Kafka, GroupCoordinator (classic protocol).
 */
export class Coordinator {
  private readonly charts: readonly FastStatechart<typeof groupMachine>[];

  constructor(
    private readonly host: Host,
    private readonly roster: Roster,
    private readonly positions: Positions,
    /** A member has not joined the rebalance in time. */
    private readonly onLate: (at: number) => void,
  ) {
    const { groups, params } = host.layout;
    this.charts = groups.map(({ links }, group) => {
      const chart = host.statecharts.compile(groupMachine, {
        initialDelayMs: params.groupInitialRebalanceDelayMs,
        rebalanceMs: Math.max(...links.map((link) => roster.paramsAt(link).maxPollIntervalMs)),
        offsetsRetentionMs: params.offsetsRetentionMs,
      });
      chart.onTransition(() => this.onTransition(group, chart.state));
      chart.start();
      return chart;
    });
  }

  /** The name of the state that a group is in. */
  stateOf(group: number): string {
    return this.charts[group].state;
  }

  /** The states of all groups; null where there are none. */
  liveChart(): LiveChart | null {
    const [chart] = this.charts;
    if (chart === undefined) return null;
    if (this.charts.length === 1) return oneChart('kafkaGroup', chart);
    const counts = chart.states.map((_, state) => this.charts.filter((one) => one.stateIndex === state).length);
    return manyCharts('kafkaGroup', chart, counts);
  }

  /** The state of one group. */
  liveChartOf(group: number): LiveChart {
    return oneChart('kafkaGroup', this.charts[group]);
  }

  /** Somebody new is a member from now on, and its coordinator expects to hear from it. */
  admit(at: number): void {
    const { host, roster } = this;
    const member = host.state.members[at];
    const { now } = host.network.kernel;
    const { heartbeatMs, sessionTimeoutMs, maxPollIntervalMs } = roster.paramsOf(at);
    member.id = `${roster.linkOf(at).id}-${member.number}-${member.epoch}`;
    host.state.groups[roster.groupOf(at)].members.push(at);
    host.plan(now + heartbeatMs, What.heartbeat, at, member.epoch);
    host.plan(now + sessionTimeoutMs, What.sessionDue, at, member.epoch);
    host.plan(now + maxPollIntervalMs, What.pollDue, at, member.epoch);
  }

  /** A member joins the rebalance under way; where there is none, one begins. */
  join(at: number): void {
    const group = this.roster.groupOf(at);
    const own = this.host.state.groups[group];
    const chart = this.charts[group];
    if (chart.state === 'stable' || chart.state === 'completing') chart.send({ type: 'rebalance' });
    chart.send({ type: 'joined' });
    if (!own.joined.includes(at)) own.joined.push(at);
    this.completeIfAll(group);
  }

  /** Whether a rebalance waits for a member. */
  awaits(at: number): boolean {
    const group = this.roster.groupOf(at);
    return this.charts[group].state === 'preparing' && !this.host.state.groups[group].joined.includes(at);
  }

  /** The backlogs that the latest rebalance gives to a member; undefined where it gives it none. */
  assignedTo(at: number): readonly number[] | undefined {
    return this.host.state.groups[this.roster.groupOf(at)].assignment[at];
  }

  /** A member is none any more. What follows for the others: {@link onFewer}. */
  strike(at: number): void {
    const own = this.host.state.groups[this.roster.groupOf(at)];
    own.members = own.members.filter((one) => one !== at);
    own.joined = own.joined.filter((one) => one !== at);
    delete own.assignment[at];
  }

  /** A group has a member less; with `rebalances`, its partitions go to the others. */
  onFewer(group: number, rebalances: boolean): void {
    if (this.host.state.groups[group].members.length === 0) this.charts[group].send({ type: 'emptied' });
    else if (rebalances) {
      this.charts[group].send({ type: 'rebalance' });
      this.completeIfAll(group);
    }
  }

  /** The leader of a group has said who gets what; unless another rebalance has begun meanwhile. */
  onAssignmentDue(group: number, generation: number): void {
    if (this.host.state.groups[group].generation !== generation) return;
    if (this.charts[group].state === 'completing') this.assignAll(group);
  }

  private onTransition(group: number, name: string): void {
    const { host } = this;
    const own = host.state.groups[group];
    if (name === 'preparing' || name === 'gathering') {
      own.joined = [];
      host.tell(Note.rebalances, group);
    } else if (name === 'completing') {
      own.generation++;
      for (const at of [...own.members]) if (!own.joined.includes(at)) this.onLate(at);
      const [leader] = own.joined;
      const travelMs = leader === undefined ? 0 : 2 * host.travelMs(this.roster.linkOf(leader));
      host.plan(host.network.kernel.now + travelMs, What.assign, group, own.generation);
    } else if (name === 'dead') this.positions.expire(group);
    else if (name === 'empty') own.joined = [];
  }

  private completeIfAll(group: number): void {
    const { members, joined } = this.host.state.groups[group];
    if (this.charts[group].state === 'preparing' && members.length > 0 && members.every((at) => joined.includes(at))) {
      this.charts[group].send({ type: 'complete' });
    }
  }

  private assignAll(group: number): void {
    const { host, roster } = this;
    const { state, network } = host;
    const own = state.groups[group];
    own.assignment = this.share(group);
    own.isNew &&= own.members.some((at) => state.members[at].bornAtMs === 0 && !roster.isAway(at));
    if (own.isNew) this.positions.beginNew(group);
    own.isNew = false;
    this.charts[group].send({ type: 'assigned' });
    for (const at of own.members) {
      host.plan(network.kernel.now + host.travelMs(roster.linkOf(at)), What.assigned, at, state.members[at].epoch);
    }
  }

  /** Which backlogs go to which member. */
  private share(group: number): Record<number, number[]> {
    const { host, roster } = this;
    const { state, layout } = host;
    const own = state.groups[group];
    const topics = new Map(layout.params.topics.map(({ name, partitions }) => [name, partitions]));
    const placeOf = (backlog: number): TopicPartition => {
      const { topic, partition } = layout.backlogs[backlog];
      return { topic: layout.params.topics[topic].name, partition };
    };
    const subscribers: Subscriber[] = own.members.map((at) => ({
      id: state.members[at].id,
      topics: layout.consumers[state.members[at].link].topics.filter((name) => topics.has(name)),
      owned: (roster.isCooperative(at) ? state.members[at].owned : (own.assignment[at] ?? [])).map(placeOf),
    }));
    const assigned = assign(roster.assignorOf(group), subscribers, topics);
    const backlogAt = (one: TopicPartition) =>
      layout.groups[group].backlogs.find((backlog) => {
        const place = placeOf(backlog);
        return place.topic === one.topic && place.partition === one.partition;
      });
    return Object.fromEntries(
      own.members.map((at) => [at, (assigned.get(state.members[at].id) ?? []).flatMap((one) => backlogAt(one) ?? [])]),
    );
  }
}
