/** What a figure should reach: a floor, below which something is wrong, and what to aim for. */
export type Target =
  | { readonly atLeast: number; readonly aim: number }
  | { readonly atMost: number; readonly aim: number };

/** One line of the table. */
export interface Measurement {
  readonly name: string;
  /** Null where it could not be measured: then the note says why. */
  readonly value: number | null;
  readonly unit: string;
  /** Of the same runs, where `value` is the best of several: how far they lie apart tells how quiet the machine was. */
  readonly median?: number;
  readonly target?: Target;
  readonly note?: string;
}

/** Measures one subject; each line comes as soon as it is known. */
export type Theme = () => Iterable<Measurement>;
