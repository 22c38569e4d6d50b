import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact } from '../network/facts';
import type { Link } from '../network/links/link';

/** Facts whose place is a node. */
const AT_NODE: ReadonlySet<number> = new Set([
  Fact.issued,
  Fact.settled,
  Fact.arrived,
  Fact.started,
  Fact.blocked,
  Fact.resumed,
  Fact.finished,
  Fact.enqueued,
  Fact.acked,
  Fact.requeued,
  Fact.duplicated,
  Fact.copied,
  Fact.revived,
  Fact.lost,
]);
/** Facts whose place is a link: they are its caller's doing. */
const AT_LINK: ReadonlySet<number> = new Set([
  Fact.sent,
  Fact.returned,
  Fact.concluded,
  Fact.wasted,
  Fact.published,
  Fact.delivered,
  Fact.polled,
  Fact.committed,
]);

/** Remembers where the last facts stand, at no cost while a run goes well. */
export class LastFacts implements TraceFold {
  private columns: TraceColumns | null = null;
  private from = 0;
  private to = 0;

  read(columns: TraceColumns, from: number, to: number): void {
    this.columns = columns;
    this.from = from;
    this.to = to;
  }

  /**
   * The index of the node that had most to do with the last facts, as far as they are no older than that; null if there
   * are none. To be asked right after a flush: later the trace writes over what was remembered.
   */
  busiestNode(sinceMs: number, links: readonly Pick<Link, 'from'>[]): number | null {
    const { columns } = this;
    const facts = new Map<number, number>();
    let busiest: number | null = null;
    for (let row = this.from; columns !== null && row < this.to; row++) {
      if (columns.at[row] < sinceMs) continue;
      const place = columns.place[row];
      const node = AT_NODE.has(columns.fact[row]) ? place : AT_LINK.has(columns.fact[row]) ? links[place].from : null;
      if (node === null) continue;
      const count = (facts.get(node) ?? 0) + 1;
      facts.set(node, count);
      if (busiest === null || count > (facts.get(busiest) ?? 0)) busiest = node;
    }
    return busiest;
  }
}
