import { setup } from 'xstate';
import type { RandomStream } from '../../kernel/random';
import type { Population } from '../../kernel/statechart/population';
import type { Statecharts } from '../../kernel/statechart/statecharts';

/**
 * What lies between the two ends of a link: it is up until it is cut, and then loses all that is sent, both ways or one
 * way only: there, from who calls to who is called, or back.
 */
export const pathMachine = setup({
  types: {} as { events: { type: 'cut' } | { type: 'mend' } | { type: 'cutThere' } | { type: 'cutBack' } },
}).createMachine({
  id: 'path',
  initial: 'up',
  states: {
    up: { on: { cut: 'cut', cutThere: 'deafThere', cutBack: 'deafBack' } },
    cut: { on: { mend: 'up', cutThere: 'deafThere', cutBack: 'deafBack' } },
    deafThere: { on: { mend: 'up', cut: 'cut', cutBack: 'deafBack' } },
    deafBack: { on: { mend: 'up', cut: 'cut', cutThere: 'deafThere' } },
  },
});

const UP = 0;
const CUT = 1;
const DEAF_THERE = 2;
const DEAF_BACK = 3;

/** Which way a link is cut. */
export type CutWay = 'both' | 'there' | 'back';

export interface SavedPaths {
  readonly lossShares: readonly number[];
  readonly partitions: readonly SavedPartition[];
}

/** Whose partition it is, which links it lies across, and which of them it has cut: the others were cut before. */
type SavedPartition = readonly [node: number, across: readonly number[], cut: readonly number[]];

/**
 * The paths of all links, by the index of the link. Their states are saved by {@link Statecharts.save}; beside them, each
 * path has a share of what it carries that it loses, drawn message by message.
 */
export class Paths {
  readonly population: Population<typeof pathMachine>;
  private readonly cuts: Readonly<Record<CutWay, number>>;
  private readonly mends: number;
  private lossShares: number[] = [];
  /** Whether any link loses part of what it carries. */
  private isAnyLossy = false;
  private readonly chances: RandomStream[] = [];
  private partitions: SavedPartition[] = [];

  /** @param onChange hears of every change, with the index of the link's new state */
  constructor(
    statecharts: Statecharts,
    private readonly onChange: (link: number, stateIndex: number) => void,
  ) {
    const population = statecharts.populate(pathMachine);
    this.population = population;
    this.cuts = {
      both: population.eventIndex('cut'),
      there: population.eventIndex('cutThere'),
      back: population.eventIndex('cutBack'),
    };
    this.mends = population.eventIndex('mend');
  }

  /** One more link, which is up and loses nothing. */
  add(chance: RandomStream): void {
    this.population.add();
    this.lossShares.push(0);
    this.chances.push(chance);
  }

  /** Whether nothing comes through, in either direction. */
  isCut(link: number): boolean {
    if (this.areAllUp) return false;
    return this.population.stateIndex(link) === CUT;
  }

  /** Whether nothing comes through from who calls to who is called. */
  isCutThere(link: number): boolean {
    if (this.areAllUp) return false;
    const state = this.population.stateIndex(link);
    return state === CUT || state === DEAF_THERE;
  }

  /** Whether no answer comes through. */
  isCutBack(link: number): boolean {
    if (this.areAllUp) return false;
    const state = this.population.stateIndex(link);
    return state === CUT || state === DEAF_BACK;
  }

  /** Whether what leaves now for who is called is lost. To be asked once for each departure: it may be a matter of chance. */
  losesThere(link: number): boolean {
    return this.isCutThere(link) || this.isUnlucky(link);
  }

  /** The same for an answer. */
  losesBack(link: number): boolean {
    return this.isCutBack(link) || this.isUnlucky(link);
  }

  /** Does nothing if it is cut that way already. */
  cut(link: number, way: CutWay = 'both'): void {
    this.send(link, this.cuts[way]);
  }

  /** Does nothing if it is up. */
  mend(link: number): void {
    this.send(link, this.mends);
  }

  /** From now on so large a share of what it carries is lost. */
  setLoss(link: number, share: number): void {
    this.lossShares[link] = share;
    this.isAnyLossy = this.lossShares.some((one) => one > 0);
  }

  /** Cuts the links between a node's zone and the rest; does nothing if that is so already. */
  part(node: number, across: readonly number[]): void {
    if (this.partitions.some(([of]) => of === node)) return;
    const cut = across.filter((link) => !this.isCut(link));
    for (const link of cut) this.cut(link);
    this.partitions.push([node, across, cut]);
  }

  /** Ends what {@link part} did; a link that lies across another partition, too, stays cut until that one ends. */
  rejoin(node: number): void {
    const partition = this.partitions.find(([of]) => of === node);
    if (!partition) return;
    this.partitions = this.partitions.filter((one) => one !== partition);
    for (const link of partition[2]) {
      const other = this.partitions.find(([, across]) => across.includes(link));
      if (!other) this.mend(link);
      else this.partitions[this.partitions.indexOf(other)] = [other[0], other[1], [...other[2], link]];
    }
  }

  save(): SavedPaths {
    return { lossShares: [...this.lossShares], partitions: [...this.partitions] };
  }

  restore({ lossShares, partitions }: SavedPaths): void {
    this.lossShares = [...lossShares];
    this.isAnyLossy = lossShares.some((share) => share > 0);
    this.partitions = [...partitions];
  }

  /** Mostly so, and then no link needs to be looked at. */
  private get areAllUp(): boolean {
    return this.population.count(UP) === this.population.size;
  }

  private isUnlucky(link: number): boolean {
    if (!this.isAnyLossy) return false;
    const share = this.lossShares[link];
    return share > 0 && this.chances[link].unit() < share;
  }

  private send(link: number, eventIndex: number): void {
    if (this.population.send(link, eventIndex)) this.onChange(link, this.population.stateIndex(link));
  }
}
