import type { Sampler } from '../../kernel/sampler';
import type { SheddingParams } from './shedding';

/** In which order requests are served that wait for the same workers. */
export type Discipline =
  /** First come, first served. */
  | 'fifo'
  /** The latest to come is the next to be served. */
  | 'lifo'
  /** The most urgent is the next to be served; whoever is being served is left in peace. */
  | 'priority'
  /** The most urgent is served at once: it takes the worker of a less urgent one, which goes on later where it was. */
  | 'preemptive'
  /** All are served at once and share the workers; none gets more than one worker's speed. */
  | 'sharing';

/** How a {@link Server} treats those that it cannot serve at once. */
export interface ServingRules {
  readonly discipline: Discipline;
  /** By operation; higher is more urgent, and an operation that is not named has priority 0. */
  readonly priorities: ReadonlyMap<number, number>;
  /** How long one waits before it is sent away; null: for ever. */
  readonly patience: Sampler | null;
  /** Whom it gives up so that the others are served in time; null or left out: nobody. */
  readonly shedding?: SheddingParams | null;
}

export const FIRST_COME: ServingRules = { discipline: 'fifo', priorities: new Map(), patience: null };

/** Priorities as levels: 0 is the most urgent. */
export class Levels {
  readonly count: number;
  private readonly levels = new Map<number, number>();
  private readonly others: number;

  constructor(priorities: ReadonlyMap<number, number>) {
    const distinct = [...new Set([0, ...priorities.values()])].sort((one, other) => other - one);
    this.count = distinct.length;
    this.others = distinct.indexOf(0);
    for (const [operation, priority] of priorities) this.levels.set(operation, distinct.indexOf(priority));
  }

  /** The level of an operation, by its number. */
  of(operation: number): number {
    return this.levels.get(operation) ?? this.others;
  }
}
