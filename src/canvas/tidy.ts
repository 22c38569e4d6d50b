import type { Scenario } from '../scenario/scenario';
import { GRID } from './grid';
import { boxOf } from './layout';

/** Room between columns, for links with their labels, and between the cards of one column, canvas units. */
const COLUMN_GAP = 136;
const ROW_GAP = 40;
/** How often the columns are put in order by their neighbours; more changes nothing that could be seen. */
const SWEEPS = 4;

const snap = (value: number) => Math.round(value / GRID) * GRID;

/** In which column each node goes: one after the last of its callers; a link that closes a circle does not count. */
function columnsOf({ nodes, links }: Scenario): ReadonlyMap<string, number> {
  const calls = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of links) calls.get(from)?.push(to);
  const called = new Set(links.map(({ to }) => to));
  const state = new Map<string, 'open' | 'done'>();
  const onward = new Map<string, string[]>();
  const order: string[] = [];
  const visit = (id: string) => {
    state.set(id, 'open');
    const targets = (calls.get(id) ?? []).filter((to) => state.get(to) !== 'open');
    onward.set(id, targets);
    for (const to of targets) if (!state.has(to)) visit(to);
    state.set(id, 'done');
    order.push(id);
  };
  // Where nobody calls, links begin; nodes that only circles lead to have a beginning nowhere else.
  const starts = [...nodes.filter(({ id }) => !called.has(id)), ...nodes];
  for (const { id } of starts) if (!state.has(id)) visit(id);
  const columns = new Map(nodes.map(({ id }) => [id, 0]));
  for (const id of order.reverse()) {
    const next = (columns.get(id) ?? 0) + 1;
    for (const to of onward.get(id) ?? []) columns.set(to, Math.max(next, columns.get(to) ?? 0));
  }
  return columns;
}

/**
 * Where the nodes go so that links run from left to right and cross little: in columns by how far they are from who is
 * called by nobody, in each column in the order of their neighbours. What was above stays above where it is no matter.
 */
export function tidyPlaces(scenario: Scenario): readonly { id: string; position: { x: number; y: number } }[] {
  const { nodes, links } = scenario;
  const columnOf = columnsOf(scenario);
  const columns: string[][] = [];
  for (const { id } of [...nodes].sort((a, b) => a.position.y - b.position.y)) {
    const column = columnOf.get(id) ?? 0;
    columns[column] ??= [];
    columns[column].push(id);
  }
  const boxes = new Map(nodes.map((node) => [node.id, boxOf(node)]));
  const heightOf = (id: string) => boxes.get(id)?.height ?? 0;
  const middles = new Map<string, number>();
  const stack = (ids: readonly string[]) => {
    const total = ids.reduce((sum, id) => sum + heightOf(id), 0) + ROW_GAP * (ids.length - 1);
    let y = -total / 2;
    for (const id of ids) {
      middles.set(id, y + heightOf(id) / 2);
      y += heightOf(id) + ROW_GAP;
    }
  };
  const filled = columns.filter((column) => column !== undefined);
  for (const column of filled) stack(column);

  const neighbours = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of links) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const wanted = (id: string) => {
    const others = neighbours.get(id) ?? [];
    if (others.length === 0) return middles.get(id) ?? 0;
    return others.reduce((sum, other) => sum + (middles.get(other) ?? 0), 0) / others.length;
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? filled : filled.toReversed()) {
      const goals = new Map(column.map((id) => [id, wanted(id)]));
      column.sort((a, b) => (goals.get(a) ?? 0) - (goals.get(b) ?? 0));
      stack(column);
    }
  }

  // The whole stays where it was.
  const left = Math.min(...nodes.map(({ position }) => position.x));
  const tops = nodes.map((node) => boxOf(node));
  const middle = (Math.min(...tops.map(({ y }) => y)) + Math.max(...tops.map(({ y, height }) => y + height))) / 2;
  let x = left;
  return filled.flatMap((column) => {
    const places = column.map((id) => ({
      id,
      position: { x: snap(x), y: snap(middle + (middles.get(id) ?? 0) - heightOf(id) / 2) },
    }));
    x += Math.max(...column.map((id) => boxes.get(id)?.width ?? 0)) + COLUMN_GAP;
    return places;
  });
}
