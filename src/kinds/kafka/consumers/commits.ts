import type { Host } from '../host';
import { What } from '../host';
import type { Positions } from './positions';
import { RETRY_MS, type Roster } from './roster';

/** How consumers tell their coordinators how far they are: commits on their way, and those that are waited for. */
export class Commits {
  constructor(
    private readonly host: Host,
    private readonly roster: Roster,
    private readonly positions: Positions,
    /** A consumer has waited for its commit, and that was heard. */
    private readonly goOn: (at: number) => void,
  ) {}

  /** Commits by itself, where the library is told to and it is time. */
  commitIfDue(at: number): void {
    const { commit, autoCommitMs } = this.roster.paramsOf(at);
    const sinceMs = this.host.network.kernel.now - this.host.state.members[at].committedAtMs;
    if (commit === 'auto' && sinceMs >= autoCommitMs) this.commit(at, false);
  }

  /** Tells the coordinator how far it is; with `mustWait`, it goes on when it knows that this was heard. */
  commit(at: number, mustWait: boolean): void {
    const { state, network } = this.host;
    const member = state.members[at];
    member.committedAtMs = network.kernel.now;
    const offsets = this.positions.uncommitted(at, member.owned);
    if (offsets.length === 0) {
      if (mustWait) this.goOn(at);
      return;
    }
    const id = state.nextLetter++;
    state.letters[id] = { member: at, epoch: member.epoch, offsets, mustWait };
    this.send(id);
  }

  /** Something of the agenda is due for a commit. */
  onTask(what: number, id: number): void {
    if (what === What.commitArrives) this.onArrival(id);
    else if (what === What.commitAnswered) this.onAnswered(id);
    else this.send(id);
  }

  private send(id: number): void {
    const { host } = this;
    const letter = host.state.letters[id];
    const { now } = host.network.kernel;
    const link = this.roster.linkOf(letter.member);
    if (host.state.members[letter.member].epoch !== letter.epoch) delete host.state.letters[id];
    else if (!host.network.paths.losesBack(link.index)) host.plan(now + host.travelMs(link), What.commitArrives, id);
    else if (letter.mustWait) host.plan(now + RETRY_MS, What.commitAgain, id);
    else delete host.state.letters[id];
  }

  private onArrival(id: number): void {
    const { host } = this;
    const letter = host.state.letters[id];
    const { now } = host.network.kernel;
    const member = host.state.members[letter.member];
    const link = this.roster.linkOf(letter.member);
    const isHeard = host.isUp && !host.network.paths.isCutBack(link.index);
    if (!isHeard && letter.mustWait && member.epoch === letter.epoch) {
      host.plan(now + RETRY_MS, What.commitAgain, id);
      return;
    }
    if (isHeard && !member.isOut) this.positions.commit(letter.member, letter.offsets);
    if (letter.mustWait) host.plan(now + host.travelMs(link), What.commitAnswered, id);
    else delete host.state.letters[id];
  }

  private onAnswered(id: number): void {
    const { letters, members } = this.host.state;
    const { member, epoch } = letters[id];
    delete letters[id];
    if (members[member].epoch === epoch) this.goOn(member);
  }
}
