import type { Population } from '../../../kernel/statechart/population';
import type { Link } from '../../../network/links/link';
import type { Host } from '../host';
import type { ConsumeParams } from '../params';
import { type MemberState, newMember } from '../state';
import { memberMachine } from '../statechart';

/** Who could not reach its broker tries again after so long, ms: `reconnect.backoff.max.ms`. */
export const RETRY_MS = 1_000;

/** Who the consumers are: behind which link, in which group, and in which state each of them is. */
export class Roster {
  readonly population: Population<typeof memberMachine>;
  private readonly polling: number;
  private readonly processing: number;
  private readonly away: number;
  private readonly consumerOf: ReadonlyMap<number, number>;

  constructor(private readonly host: Host) {
    this.population = host.statecharts.populate(memberMachine);
    const { states } = this.population;
    this.polling = states.indexOf('polling');
    this.processing = states.indexOf('processing');
    this.away = states.indexOf('away');
    this.consumerOf = new Map(host.layout.consumers.map(({ link }, index) => [link.index, index]));
  }

  /** To be looked up each time: a checkpoint replaces them. */
  get members(): MemberState[] {
    return this.host.state.members;
  }

  /** The place of a link among those to consumers; undefined where it leads to none. */
  placeOf(link: Link): number | undefined {
    return this.consumerOf.get(link.index);
  }

  /** What the link at this place says of its consumers. */
  paramsAt(place: number): ConsumeParams {
    return this.host.layout.consumers[place].params;
  }

  paramsOf(at: number): ConsumeParams {
    return this.paramsAt(this.members[at].link);
  }

  linkOf(at: number): Link {
    return this.host.layout.consumers[this.members[at].link].link;
  }

  groupOf(at: number): number {
    return this.host.layout.consumers[this.members[at].link].group;
  }

  /** How the partitions of a group are shared out: as its first link says. */
  assignorOf(group: number): ConsumeParams['assignor'] {
    return this.paramsAt(this.host.layout.groups[group].links[0]).assignor;
  }

  /** Whether a consumer keeps its partitions while its group rebalances. */
  isCooperative(at: number): boolean {
    return this.assignorOf(this.groupOf(at)) === 'cooperativeSticky';
  }

  /** The place among the members of somebody new behind a link; one that nobody knows any more is used again. */
  placeForNew(link: number, number: number): number {
    const { members } = this;
    // One that was killed is a member of its group until its session has run out: who starts again is another.
    const free = members.findIndex((one, at) => one.link === link && one.id === '' && this.isAway(at));
    if (free >= 0) return free;
    members.push(newMember(link, number));
    this.population.add();
    return members.length - 1;
  }

  isAway(at: number): boolean {
    return this.population.stateIndex(at) === this.away;
  }

  isPolling(at: number): boolean {
    return this.population.stateIndex(at) === this.polling;
  }

  isProcessing(at: number): boolean {
    return this.population.stateIndex(at) === this.processing;
  }

  /** Lets a consumer handle an event; true if that has led to another state. */
  send(at: number, type: 'join' | 'assigned' | 'received' | 'finished' | 'rejoin' | 'left'): boolean {
    return this.population.send(at, this.population.eventIndex(type));
  }

  /** The name of the state that a member is in. */
  stateOf(at: number): string {
    return this.population.states[this.population.stateIndex(at)];
  }

  /** By state: how many members are in it, behind one link or, without one, of all. */
  counts(place?: number): number[] {
    const { states } = this.population;
    if (place === undefined) return states.map((_, state) => this.population.count(state));
    return states.map(
      (_, state) =>
        this.members.filter((one, at) => one.link === place && this.population.stateIndex(at) === state).length,
    );
  }
}
