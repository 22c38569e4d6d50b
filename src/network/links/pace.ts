import { setup } from 'xstate';
import type { Population } from '../../kernel/statechart/population';
import type { Statecharts } from '../../kernel/statechart/statecharts';

/** Whether something works at its own pace, or was slowed down. */
export const paceMachine = setup({
  types: {} as { events: { type: 'slow' } | { type: 'recover' } },
}).createMachine({
  id: 'pace',
  initial: 'normal',
  states: {
    normal: { on: { slow: 'slowed' } },
    slowed: { on: { recover: 'normal' } },
  },
});

/**
 * The paces of all nodes, or of all links, by index. The machine says whether one is slowed; by how much is a number
 * beside it, which is 1 for exactly those at their own pace.
 */
export class Paces {
  readonly population: Population<typeof paceMachine>;
  private factors: number[] = [];
  /** Whether any place is slowed down. */
  private isAny = false;
  private readonly slows: number;
  private readonly recovers: number;

  /** @param onChange hears of every change, with the index of the new state and the factor that holds from now on */
  constructor(
    statecharts: Statecharts,
    private readonly onChange: (place: number, stateIndex: number, factor: number) => void,
  ) {
    this.population = statecharts.populate(paceMachine);
    this.slows = this.population.eventIndex('slow');
    this.recovers = this.population.eventIndex('recover');
  }

  /** One more place, at its own pace. */
  add(): void {
    this.population.add();
    this.factors.push(1);
  }

  /** What to multiply durations by; 1 at its own pace. */
  factorOf(place: number): number {
    return this.isAny ? this.factors[place] : 1;
  }

  /** From now on everything takes `factor` times as long; 1 is its own pace. */
  set(place: number, factor: number): void {
    const moved = this.population.send(place, factor === 1 ? this.recovers : this.slows);
    if (!moved && factor === this.factors[place]) return;
    this.factors[place] = factor;
    this.isAny = this.factors.some((one) => one !== 1);
    this.onChange(place, this.population.stateIndex(place), factor);
  }

  /** The factors; the states are saved by {@link Statecharts.save}. */
  save(): readonly number[] {
    return [...this.factors];
  }

  restore(factors: readonly number[]): void {
    this.factors = [...factors];
    this.isAny = factors.some((factor) => factor !== 1);
  }
}
