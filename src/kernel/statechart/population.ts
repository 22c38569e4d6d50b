import type { AnyStateMachine, EventFromLogic } from 'xstate';
import type { StepTable } from './compile-population';

/** A population at rest: plain data. */
export interface SavedPopulation {
  /** By instance: the index of its state. */
  readonly stateOf: Uint8Array;
}

/**
 * Many instances of one flat machine, a byte each: worker slots, the paths of links. An event costs some nanoseconds,
 * so that what many requests go through may be a statechart as well. Instances are numbered from 0 and never go away.
 */
export class Population<M extends AnyStateMachine = AnyStateMachine> {
  readonly machine: M;
  /** The names of the states; as in a {@link Statechart}, their indices stand for them. */
  readonly states: readonly string[];
  /** Instances so far. */
  size = 0;
  private stateOf = new Uint8Array(16);
  /** By state: how many instances are in it. */
  private readonly counts: number[];
  private readonly next: Uint8Array;
  private readonly width: number;

  constructor(private readonly table: StepTable) {
    this.machine = table.machine as M;
    this.states = table.states;
    this.next = table.next;
    this.width = table.events.length;
    this.counts = table.states.map(() => 0);
  }

  /** A new instance in the initial state; returns its number. */
  add(): number {
    if (this.size === this.stateOf.length) {
      const grown = new Uint8Array(2 * this.size);
      grown.set(this.stateOf);
      this.stateOf = grown;
    }
    this.stateOf[this.size] = this.table.initial;
    this.counts[this.table.initial]++;
    return this.size++;
  }

  /** The number of an event for {@link send}. Throws for an event that no state handles. */
  eventIndex(type: EventFromLogic<M>['type']): number {
    const index = this.table.events.indexOf(type);
    if (index === -1) throw new RangeError(`statechart "${this.machine.id}" never handles "${type}"`);
    return index;
  }

  /** The state of an instance, by its index in {@link states}. */
  stateIndex(instance: number): number {
    return this.stateOf[instance];
  }

  /** How many instances are in the state with this index. */
  count(stateIndex: number): number {
    return this.counts[stateIndex];
  }

  /** Lets an instance handle an event; true if that has led to another state. */
  send(instance: number, eventIndex: number): boolean {
    const before = this.stateOf[instance];
    const after = this.next[before * this.width + eventIndex];
    if (after === before) return false;
    this.stateOf[instance] = after;
    this.counts[before]--;
    this.counts[after]++;
    return true;
  }

  save(): SavedPopulation {
    return { stateOf: this.stateOf.slice(0, this.size) };
  }

  restore({ stateOf }: SavedPopulation): void {
    this.size = stateOf.length;
    if (this.stateOf.length < this.size) this.stateOf = new Uint8Array(this.size);
    this.stateOf.set(stateOf);
    this.counts.fill(0);
    for (const state of stateOf) this.counts[state]++;
  }
}
