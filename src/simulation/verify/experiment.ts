import type { Report } from '../../analysis/report';
import type { Scenario } from '../../scenario/scenario';

/** One number that theory knows and a run measures. */
export interface Figure {
  readonly name: string;
  readonly theory: number;
  /** The same from a report, in the units of the theory. */
  readonly of: (report: Report) => number;
  /** How far the reference itself may be off, in its own units: digits that were not printed, an approximation's error. */
  readonly slack: number;
  /** A percentile, which only a long run shows. */
  readonly isTail: boolean;
}

/** How long a system is to be watched. */
export interface Watch {
  /** Requests a unit of time. */
  readonly requestRate: number;
  /** About how long the system remembers where it began: its relaxation time, in units of time. */
  readonly memory: number;
  /** How many queues there are that hardly know of each other: their figures are averages already. */
  readonly independent?: number;
}

/** A case of the tables, as a scenario. */
export interface Experiment {
  readonly id: string;
  readonly category: string;
  readonly scenario: Scenario;
  readonly watch: Watch;
  readonly figures: readonly Figure[];
}

/** A case of the tables, or a figure of one, that no scenario can express, and why. */
export interface Omission {
  readonly id: string;
  readonly reason: string;
}

/** One unit of the tables' time, virtual ms. */
export const UNIT_MS = 10;

export const figure = (name: string, theory: number, of: Figure['of'], slack = 0): Figure => ({
  name,
  theory,
  of,
  slack,
  isTail: /^p\d/.test(name),
});
