import { Note } from '../../../network/notes';
import { Outcome } from '../../../network/outcomes';
import { type Host, What } from '../host';
import { newMember } from '../state';
import type { Commits } from './commits';
import type { Coordinator } from './coordinator';
import type { Fetching } from './fetching';
import type { Handling } from './handling';
import type { Positions } from './positions';
import { RETRY_MS, type Roster } from './roster';

/**
 * A consumer's life in its group, as its own library sees it: it joins, takes what it is assigned, sends heartbeats, polls
 * often enough, hears of rebalances between two polls, and leaves, is put out, or dies.
 *
 * Source: Apache Kafka, ConsumerConfig and ConsumerCoordinator (classic protocol); KIP-429.
 */
export class Membership {
  constructor(
    private readonly host: Host,
    private readonly roster: Roster,
    private readonly coordinator: Coordinator,
    private readonly positions: Positions,
    private readonly commits: Commits,
    private readonly fetching: Fetching,
    private readonly handling: Handling,
  ) {}

  /** Lets there be so many consumers behind a link. */
  appear(link: number, count: number): void {
    const numbers = new Set(this.staying(link).map((at) => this.roster.members[at].number));
    for (let number = 0; numbers.size < count; number++) {
      if (numbers.has(number)) continue;
      numbers.add(number);
      this.begin(link, number);
    }
  }

  /** The consumers behind a link that are there and are to stay. */
  staying(link: number): number[] {
    return this.roster.members.flatMap((member, at) =>
      member.link === link && !this.roster.isAway(at) && !member.mustLeave ? [at] : [],
    );
  }

  /** It is to leave in good order: at once, or when it has finished what it has in hand. */
  dismiss(at: number): void {
    const member = this.roster.members[at];
    if (this.roster.isProcessing(at) || member.isServed) member.mustLeave = true;
    else this.leave(at);
  }

  /** Its process was killed. Its group learns that when its session has run out. */
  die(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    member.epoch++;
    member.asked++;
    this.roster.send(at, 'left');
    this.handling.onDeath(at);
    this.positions.onDeath(at);
    member.isOut = false;
    member.isParked = false;
    member.isServed = false;
    member.awaitsAssignment = false;
    if (member.id === '') return;
    const dueMs = member.heardAtMs + this.roster.paramsOf(at).sessionTimeoutMs;
    host.plan(Math.max(dueMs, host.network.kernel.now), What.sessionDue, at, member.epoch);
  }

  /** Something of the agenda is due for a member. */
  onTask(what: number, at: number): void {
    switch (what) {
      case What.joinArrives:
        this.onJoinArrives(at);
        return;
      case What.joinAgain:
        this.sendJoin(at);
        return;
      case What.assigned:
        this.onAssigned(at);
        return;
      case What.heartbeat:
        this.onHeartbeat(at);
        return;
      case What.sessionDue:
        this.onSessionDue(at);
        return;
      case What.pollDue:
        this.onPollDue(at);
        return;
    }
  }

  /** Asks for records, unless something else has to be done first. */
  poll(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    if (!this.roster.isPolling(at)) return;
    member.polledAtMs = host.network.kernel.now;
    if (member.mustLeave) {
      this.leave(at);
      return;
    }
    if (member.awaitsAssignment && !member.isServed) {
      this.onAssigned(at);
      return;
    }
    this.commits.commitIfDue(at);
    if (member.mustRejoin) {
      member.isParked = false;
      member.asked++;
      const goesOn = this.roster.isCooperative(at);
      if (!goesOn) this.roster.send(at, 'rejoin');
      this.sendJoin(at);
      if (!goesOn) return;
    }
    this.fetching.ask(at);
  }

  /** A consumer has processed everything that it had fetched. */
  onBatchOver(at: number): void {
    this.roster.send(at, 'finished');
    if (this.roster.members[at].isOut) this.rejoinAnew(at);
    else if (this.roster.paramsOf(at).commit === 'afterProcessing') this.commits.commit(at, true);
    else this.poll(at);
  }

  /** A group puts a member out. If that lives, it works on what it has, for nothing, and learns of it when it polls. */
  evict(at: number, why: Outcome, rebalances: boolean): void {
    const member = this.roster.members[at];
    this.coordinator.strike(at);
    member.id = '';
    this.positions.release(at, member.owned, why);
    if (this.roster.isProcessing(at)) this.handling.onPutOut(at);
    else if (!this.roster.isAway(at)) this.rejoinAnew(at);
    this.coordinator.onFewer(this.roster.groupOf(at), rebalances);
  }

  private begin(link: number, number: number): void {
    const { members } = this.roster;
    const at = this.roster.placeForNew(link, number);
    const { now } = this.host.network.kernel;
    members[at] = {
      ...newMember(link, number),
      epoch: members[at].epoch + 1,
      asked: members[at].asked + 1,
      bornAtMs: now,
      committedAtMs: now,
    };
    this.roster.send(at, 'join');
    this.sendJoin(at);
  }

  private sendJoin(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    const link = this.roster.linkOf(at);
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
    if (!host.isUp || network.paths.isCutBack(this.roster.linkOf(at).index)) {
      host.plan(now + RETRY_MS, What.joinAgain, at, member.epoch);
      return;
    }
    if (member.id === '') this.coordinator.admit(at);
    member.heardAtMs = now;
    if (!this.roster.isCooperative(at)) this.positions.letGo(at, member.owned);
    this.coordinator.join(at);
  }

  private onAssigned(at: number): void {
    const { roster } = this;
    const member = roster.members[at];
    const target = this.coordinator.assignedTo(at);
    if (target === undefined || !member.isJoining || member.id === '') return;
    // A rebalance ends inside a poll: what it has in hand, it finishes first.
    member.awaitsAssignment = roster.isProcessing(at) || member.isServed;
    if (member.awaitsAssignment) return;
    member.isJoining = false;
    const revoked = member.owned.filter((backlog) => !target.includes(backlog));
    this.positions.letGo(at, revoked);
    for (const backlog of target) if (!member.owned.includes(backlog)) this.positions.begin(backlog, at);
    member.owned = [...target];
    if (revoked.length > 0) member.mustRejoin = true;
    if (roster.send(at, 'assigned') || (roster.isPolling(at) && !member.isServed && !member.isParked)) this.poll(at);
    else this.fetching.onMore(at);
  }

  private onHeartbeat(at: number): void {
    const { host } = this;
    const { state, network } = host;
    const member = state.members[at];
    const link = this.roster.linkOf(at);
    if (this.roster.isAway(at) || member.id === '') return;
    host.plan(network.kernel.now + this.roster.paramsOf(at).heartbeatMs, What.heartbeat, at, member.epoch);
    if (!host.isUp || network.pauses.isPaused(link.to) || network.paths.losesBack(link.index)) return;
    member.heardAtMs = network.kernel.now;
    if (network.paths.losesThere(link.index)) return;
    if (member.isJoining || !this.coordinator.awaits(at)) return;
    member.mustRejoin = true;
    if (this.roster.isPolling(at) && !member.isServed) this.poll(at);
  }

  /** The coordinator has not heard of a member for as long as its session lasts; unless it could not. */
  private onSessionDue(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    if (member.id === '') return;
    const { now } = host.network.kernel;
    const dueMs = member.heardAtMs + this.roster.paramsOf(at).sessionTimeoutMs;
    if (dueMs > now || !host.isUp) {
      host.plan(Math.max(dueMs, now + RETRY_MS), What.sessionDue, at, member.epoch);
      return;
    }
    host.tell(Note.sessionsExpired, at);
    this.evict(at, Outcome.timeout, true);
  }

  /** A consumer has been at work for as long as two polls may lie apart; unless it has polled meanwhile. */
  private onPollDue(at: number): void {
    const { host } = this;
    const member = host.state.members[at];
    if (member.id === '' || this.roster.isAway(at)) return;
    const { now } = host.network.kernel;
    const dueMs = member.polledAtMs + this.roster.paramsOf(at).maxPollIntervalMs;
    if (this.roster.isProcessing(at) && dueMs <= now) {
      host.tell(Note.pollsOverdue, at);
      this.evict(at, Outcome.timeout, true);
    } else host.plan(Math.max(dueMs, now + 1), What.pollDue, at, member.epoch);
  }

  private leave(at: number): void {
    const member = this.roster.members[at];
    if (member.id !== '') this.positions.letGo(at, member.owned);
    member.epoch++;
    member.asked++;
    member.id = '';
    member.owned = [];
    member.isParked = false;
    member.isJoining = false;
    member.awaitsAssignment = false;
    member.mustLeave = false;
    this.coordinator.strike(at);
    this.roster.send(at, 'left');
    this.coordinator.onFewer(this.roster.groupOf(at), true);
  }

  /** It has been put out, and joins as somebody new. */
  private rejoinAnew(at: number): void {
    const member = this.roster.members[at];
    member.isOut = false;
    member.isParked = false;
    member.isServed = false;
    member.awaitsAssignment = false;
    member.buffer = [];
    member.epoch++;
    member.asked++;
    member.owned = [];
    this.roster.send(at, 'rejoin');
    if (member.mustLeave) this.leave(at);
    else this.sendJoin(at);
  }
}
