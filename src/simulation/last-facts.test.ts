import { describe, expect, it } from 'vitest';
import { createTraceColumns } from '../kernel/trace';
import { Fact } from '../network/facts';
import { LastFacts } from './last-facts';

const links = [{ from: 1 }, { from: 2 }];

function busiest(sinceMs: number, facts: readonly [atMs: number, fact: number, place: number][]): number | null {
  const columns = createTraceColumns(facts.length);
  facts.forEach(([at, fact, place], row) => {
    columns.at[row] = at;
    columns.fact[row] = fact;
    columns.place[row] = place;
  });
  const last = new LastFacts();
  if (facts.length > 0) last.read(columns, 0, facts.length);
  return last.busiestNode(sinceMs, links);
}

describe('who had most to do with the last facts', () => {
  it('is the node they happened at, or whose link they happened on', () => {
    expect(
      busiest(5, [
        [5, Fact.arrived, 0],
        [5, Fact.sent, 0],
        [5, Fact.returned, 0],
      ]),
    ).toBe(1);
    expect(
      busiest(5, [
        [5, Fact.arrived, 0],
        [5, Fact.finished, 0],
        [5, Fact.sent, 1],
      ]),
    ).toBe(0);
  });

  it('is asked of those that are recent enough', () => {
    expect(
      busiest(5, [
        [4, Fact.arrived, 0],
        [4, Fact.finished, 0],
        [5, Fact.sent, 1],
      ]),
    ).toBe(2);
    expect(busiest(6, [[5, Fact.arrived, 0]])).toBeNull();
    expect(busiest(0, [])).toBeNull();
  });

  it('does not take an intervention for a node', () => {
    expect(busiest(5, [[5, Fact.intervened, 3]])).toBeNull();
  });
});
