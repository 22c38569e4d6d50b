import { Fact } from '../../../network/facts';
import { NONE } from '../../../network/frames/frames';
import { Outcome } from '../../../network/outcomes';
import type { Books } from '../books';
import type { Host } from '../host';
import type { Roster } from './roster';

/** A backlog, and the offset of the record that is next in it. */
export type Offset = readonly [backlog: number, offset: number];

/** Where each group is in each partition: what it asks for next, what it has committed, and which member owns it. */
export class Positions {
  constructor(
    private readonly host: Host,
    private readonly books: Books,
    private readonly roster: Roster,
  ) {}

  /** A member begins with a partition: where its group has been, or where it is configured to. */
  begin(backlog: number, at: number): void {
    const { state, layout } = this.host;
    const cursor = state.cursors[backlog];
    const { start, highWatermark } = state.partitions[layout.backlogs[backlog].at];
    const isLost = cursor.committed === NONE || cursor.committed < start;
    const { autoOffsetReset } = this.roster.paramsOf(at);
    cursor.owner = at;
    cursor.position = !isLost ? cursor.committed : autoOffsetReset === 'earliest' ? start : highWatermark;
    if (isLost) this.books.lose(backlog, cursor.done, cursor.position, Outcome.skipped);
  }

  /** Members that are there when the run begins have read everything so far. */
  beginNew(group: number): void {
    const { state, layout } = this.host;
    for (const backlog of layout.groups[group].backlogs) {
      const cursor = state.cursors[backlog];
      if (cursor.committed === NONE) cursor.committed = cursor.position;
    }
  }

  /** The offsets of a group have expired. */
  expire(group: number): void {
    const { state, layout } = this.host;
    for (const backlog of layout.groups[group].backlogs) state.cursors[backlog].committed = NONE;
  }

  /** What a consumer has been handed out of some backlogs, and not committed yet. */
  uncommitted(at: number, backlogs: readonly number[]): Offset[] {
    const { cursors } = this.host.state;
    return backlogs.flatMap((backlog): Offset[] => {
      const { owner, position, committed } = cursors[backlog];
      return owner === at && position > committed ? [[backlog, position]] : [];
    });
  }

  /** The coordinator writes down how far a consumer is, as far as that still owns the partitions. */
  commit(at: number, offsets: readonly Offset[]): void {
    const { network, state } = this.host;
    const link = this.roster.linkOf(at);
    const { commit } = this.roster.paramsOf(at);
    for (const [backlog, offset] of offsets) {
      const cursor = state.cursors[backlog];
      if (cursor.owner !== at || offset <= cursor.committed || offset > cursor.position) continue;
      cursor.committed = offset;
      network.record(Fact.committed, 0, link.index, 0, backlog, offset);
      if (commit !== 'beforeProcessing') this.books.ack(backlog, cursor.done, offset);
    }
  }

  /** The consumer gives partitions back that it has no more in hand; what it was done with is committed. */
  letGo(at: number, backlogs: readonly number[]): void {
    if (this.roster.paramsOf(at).commit !== 'beforeProcessing') this.commit(at, this.uncommitted(at, backlogs));
    this.release(at, backlogs, Outcome.cancelled);
  }

  /** Partitions have no owner any more: what was handed out and is not committed will be handed out again. */
  release(at: number, backlogs: readonly number[], why: Outcome): void {
    const { state } = this.host;
    const member = state.members[at];
    for (const backlog of backlogs) {
      const cursor = state.cursors[backlog];
      if (cursor.owner !== at) continue;
      cursor.owner = NONE;
      this.loseUnprocessed(at, backlog, why);
      this.books.putBack(backlog, cursor.done, cursor.position, why);
      cursor.position = cursor.committed === NONE ? cursor.done : cursor.committed;
    }
    member.owned = member.owned.filter((one) => !backlogs.includes(one));
  }

  /** The process of a consumer was killed, and what it had in hand is lost with it. Its partitions stay its own. */
  onDeath(at: number): void {
    const { cursors, members } = this.host.state;
    for (const backlog of members[at].owned) {
      if (cursors[backlog].owner === at) this.loseUnprocessed(at, backlog, Outcome.connectionReset);
    }
  }

  /** Records from an offset on go back: they were on their way to their consumer, and did not get there. */
  rewind(backlog: number, from: number, to: number): void {
    const cursor = this.host.state.cursors[backlog];
    this.books.putBack(backlog, from, to, Outcome.partitioned);
    cursor.position = Math.min(cursor.position, from);
  }

  /** A group goes on somewhere else. */
  move(backlog: number, offset: number): void {
    const { network, state } = this.host;
    const cursor = state.cursors[backlog];
    this.books.putBack(backlog, cursor.done, cursor.position, Outcome.cancelled);
    if (offset < cursor.done || cursor.ended.length > 0) this.books.revive(backlog, offset);
    this.books.lose(backlog, cursor.done, offset, Outcome.skipped);
    cursor.committed = offset;
    cursor.position = offset;
    if (cursor.owner === NONE) return;
    network.record(Fact.committed, 0, this.roster.linkOf(cursor.owner).index, 0, backlog, offset);
  }

  /** What is committed and was never processed is lost. */
  private loseUnprocessed(at: number, backlog: number, why: Outcome): void {
    if (this.roster.paramsOf(at).commit !== 'beforeProcessing') return;
    const { done, committed, position } = this.host.state.cursors[backlog];
    this.books.lose(backlog, done, Math.min(committed, position), why);
  }
}
