import { setup } from 'xstate';
import type { Population } from '../kernel/statechart/population';
import type { Statecharts } from '../kernel/statechart/statecharts';

/** What lies between the two ends of a link: it is up until it is cut, and then loses all that is sent, both ways. */
export const pathMachine = setup({
  types: {} as { events: { type: 'cut' } | { type: 'mend' } },
}).createMachine({
  id: 'path',
  initial: 'up',
  states: {
    up: { on: { cut: 'cut' } },
    cut: { on: { mend: 'up' } },
  },
});

const CUT = 1;

/** The paths of all links, by the index of the link. Their states are saved by {@link Statecharts.save}. */
export class Paths {
  readonly population: Population<typeof pathMachine>;
  private readonly cuts: number;
  private readonly mends: number;

  /** @param onChange hears of every change, with the index of the link's new state */
  constructor(
    statecharts: Statecharts,
    private readonly onChange: (link: number, stateIndex: number) => void,
  ) {
    this.population = statecharts.populate(pathMachine);
    this.cuts = this.population.eventIndex('cut');
    this.mends = this.population.eventIndex('mend');
  }

  /** One more link, which is up. */
  add(): void {
    this.population.add();
  }

  isCut(link: number): boolean {
    return this.population.stateIndex(link) === CUT;
  }

  /** Does nothing if it is cut already. */
  cut(link: number): void {
    this.send(link, this.cuts);
  }

  /** Does nothing if it is up. */
  mend(link: number): void {
    this.send(link, this.mends);
  }

  private send(link: number, eventIndex: number): void {
    if (this.population.send(link, eventIndex)) this.onChange(link, this.population.stateIndex(link));
  }
}
