import type { RandomStream } from '../../../kernel/random';

export type Json = Record<string, unknown>;
export interface NodeJson {
  readonly id: string;
  readonly kind: string;
  readonly params: Readonly<Json>;
}
export interface LinkJson {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly params: Readonly<Json>;
}

/** Draws what random systems are made of. Everything follows from the seed. */
export class Draw {
  constructor(private readonly random: RandomStream) {}

  below(n: number): number {
    return this.random.below(n);
  }
  chance(probability: number): boolean {
    return this.random.unit() < probability;
  }
  of<T>(...options: readonly T[]): T {
    return options[this.below(options.length)];
  }
  many<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** Short times, of which many coincide: ties are where mistakes hide. */
  duration(): Json {
    return this.of<Json>(
      { dist: 'constant', valueMs: 0 },
      { dist: 'constant', valueMs: this.of(1, 5, 10) },
      { dist: 'exponential', meanMs: this.of(1, 8, 30) },
      { dist: 'lognormal', meanMs: 5, p99Ms: 25, cv: null },
      { dist: 'uniform', minMs: 0, maxMs: 12 },
    );
  }
}

/** What is drawn for every node, whether its kind has a use for it or not: so no kind moves what others get. */
export interface Room {
  readonly startupMs: number;
  readonly queueLimit: number | null;
  readonly concurrency: number;
}
