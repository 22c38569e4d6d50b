import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact } from '../network/facts';

/** A change of state: when, and into which. */
export interface Transition {
  readonly atMs: number;
  readonly stateIndex: number;
}

const KEPT = 8;

/** Remembers the last changes of state of every component and breaker, for the inspector. */
export class Transitions implements TraceFold {
  private readonly ofNodes = new Map<number, Transition[]>();
  private readonly ofLinks = new Map<number, Transition[]>();

  read(columns: TraceColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const fact = columns.fact[row];
      if (fact !== Fact.mode && fact !== Fact.breaker) continue;
      const log = fact === Fact.mode ? this.ofNodes : this.ofLinks;
      const place = columns.place[row];
      const known = log.get(place) ?? [];
      log.set(place, [...known, { atMs: columns.at[row], stateIndex: columns.extra[row] }].slice(-KEPT));
    }
  }

  /** The last changes at a node, oldest first. */
  ofNode(node: number): readonly Transition[] {
    return this.ofNodes.get(node) ?? [];
  }

  /** The last changes of a link's breaker, oldest first. */
  ofLink(link: number): readonly Transition[] {
    return this.ofLinks.get(link) ?? [];
  }
}
