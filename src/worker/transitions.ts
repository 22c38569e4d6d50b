import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact } from '../network/facts';

/** A change of state: when, and into which. */
export interface Transition {
  readonly atMs: number;
  readonly stateIndex: number;
}

const KEPT = 8;

/** The statecharts whose changes are facts, by that fact; a worker's and a consumer's are far too many to list. */
const CHARTS: ReadonlyMap<number, string> = new Map([
  [Fact.mode, 'lifecycle'],
  [Fact.pace, 'pace'],
  [Fact.breaker, 'breaker'],
  [Fact.path, 'path'],
  [Fact.linkPace, 'linkPace'],
  [Fact.target, 'target'],
]);
const LISTED: ReadonlySet<string> = new Set(CHARTS.values());

const IS_CHANGE = new Uint8Array(256);
for (const fact of CHARTS.keys()) IS_CHANGE[fact] = 1;

/** Remembers the last changes of state of every component and link, for the inspector. */
export class Transitions implements TraceFold {
  /** By the chart's name and its node or link. */
  private readonly logs = new Map<string, Transition[]>();

  read(columns: TraceColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const fact = columns.fact[row];
      if (IS_CHANGE[fact] === 0) continue;
      const key = `${CHARTS.get(fact)}/${columns.place[row]}`;
      const known = this.logs.get(key) ?? [];
      const stateIndex = columns.extra[row];
      // What is slowed down even more stays what it was: slowed.
      if (known.at(-1)?.stateIndex === stateIndex) continue;
      this.logs.set(key, [...known, { atMs: columns.at[row], stateIndex }].slice(-KEPT));
    }
  }

  /** The last changes of a chart of that node or link, oldest first; null where none are recorded. */
  of(chart: string, place: number): readonly Transition[] | null {
    return LISTED.has(chart) ? (this.logs.get(`${chart}/${place}`) ?? []) : null;
  }
}
