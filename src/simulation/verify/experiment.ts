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
  /** So many of the system's memories a run must last to show it: of a short one percentiles come out too low. */
  readonly memories: number;
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

/** In the highest percentiles a run must have been often enough. */
function memoriesFor(name: string): number {
  const percentile = /^p([\d.]+)/.exec(name);
  if (percentile === null) return 0;
  return Number(percentile[1]) > 99 ? 1_000 : 100;
}

export const figure = (name: string, theory: number, of: Figure['of'], slack = 0): Figure => ({
  name,
  theory,
  of,
  slack,
  memories: memoriesFor(name),
});
