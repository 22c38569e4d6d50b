import type { TraceColumns, TraceFold } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { OUTCOMES, type OutcomeName } from '../../network/outcomes';

export type FactName = keyof typeof Fact;

/** One row of the trace, in words. */
export interface Recorded {
  readonly atMs: number;
  readonly fact: FactName;
  readonly place: number;
  readonly serial: number;
  readonly detail: number;
  /** What {@link detail} means where it is an outcome. */
  readonly outcome: OutcomeName;
  readonly extra: number;
  readonly value: number;
}

const NAMES = Object.fromEntries(Object.entries(Fact).map(([name, code]) => [code, name])) as Record<number, FactName>;

/** Keeps every fact of a run. */
export class RecordedFacts implements TraceFold {
  readonly all: Recorded[] = [];

  read(columns: TraceColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const detail = columns.detail[row];
      this.all.push({
        atMs: columns.at[row],
        fact: NAMES[columns.fact[row]],
        place: columns.place[row],
        serial: columns.serial[row],
        detail,
        outcome: OUTCOMES[detail],
        extra: columns.extra[row],
        value: columns.value[row],
      });
    }
  }
}
