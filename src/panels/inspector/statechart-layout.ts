import type { StatechartDefinition } from '../../worker/protocol';

/** Sizes in the drawing's own units, which are CSS pixels at its natural width. */
export const DRAWING_WIDTH = 296;
const BOX = { width: 114, height: 32, gap: 40 };
const LEFT = 92;
const RIGHT = LEFT + BOX.width;
const MIDDLE = LEFT + BOX.width / 2;
const TOP = 6;
/** How far an arc to the next row leaves the boxes; one that goes farther leaves them as much more. */
const REACH = 24;
/** So far at the most, in reaches. */
const FARTHEST = 2;
/** The height of a label's line. */
export const LINE = 12;

export interface StateBox {
  readonly state: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** An SVG path, ending at the target. */
  readonly path: string;
  /** Null for one that joins another, which leads to the same state and bears their common label. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' } | null;
  /** What leads this way. */
  readonly causes: readonly TransitionDescription[];
}

type TransitionDescription = StatechartDefinition['states'][string]['on'][number];

/**
 * Puts the states of a flat machine one below the other in the order of their definition. A transition to the next
 * state is a straight arrow, one back to the state before an arc at the right, and one that goes farther an arc at the
 * left, so that no label stands on an arrow. Several ways from one state to another share an arrow, several arrows at
 * the left that lead to one state for the same reason share a label; what leads nowhere else has no arrow.
 */
export function layOut(definition: StatechartDefinition): {
  readonly boxes: readonly StateBox[];
  readonly arrows: readonly Arrow[];
  readonly height: number;
} {
  const states = Object.keys(definition.states);
  const rowOf = new Map(states.map((state, row) => [state, row]));
  const topOf = (row: number) => TOP + row * (BOX.height + BOX.gap);
  const boxes = states.map((state, row) => ({ state, x: LEFT, y: topOf(row), width: BOX.width, height: BOX.height }));
  const left = new LabelColumn();
  const bearers = labelBearers(definition, rowOf);
  const arrows = states.flatMap((from, row) =>
    causesByTarget(definition, from).flatMap(([to, causes]): Arrow[] => {
      const target = rowOf.get(to);
      if (target === undefined) return [];
      const common = { key: `${from} ${to}`, from, to, causes };
      if (target === row + 1) {
        const y1 = topOf(row) + BOX.height;
        const y2 = topOf(target);
        const label = { x: MIDDLE - 8, y: (y1 + y2) / 2, anchor: 'end' as const };
        return [{ ...common, path: `M${MIDDLE} ${y1}V${y2 - 1}`, label }];
      }
      const span = Math.abs(row - target);
      const y1 = topOf(row) + BOX.height * (target < row ? 0.35 : 0.65);
      const y2 = topOf(target) + BOX.height * (target < row ? 0.65 : 0.35);
      const y = (y1 + y2) / 2;
      if (span === 1) {
        const path = `M${RIGHT} ${y1}C${RIGHT + REACH} ${y1} ${RIGHT + REACH} ${y2} ${RIGHT + 1} ${y2}`;
        return [{ ...common, path, label: { x: RIGHT + REACH * 0.75 + 6, y, anchor: 'start' } }];
      }
      const reach = REACH * Math.min(span, FARTHEST);
      const path = `M${LEFT} ${y1}C${LEFT - reach} ${y1} ${LEFT - reach} ${y2} ${LEFT - 1} ${y2}`;
      const bearsLabel = bearers.get(sharedLabel(row, target, causes)) === row;
      const label = bearsLabel
        ? { x: LEFT - reach * 0.75 - 5, y: left.place(y, causes.length), anchor: 'end' as const }
        : null;
      return [{ ...common, path, label }];
    }),
  );
  return { boxes, arrows, height: topOf(states.length) - BOX.gap + TOP };
}

/** The same for arrows at the left that come from one side, lead to one state, and have the same causes. */
const sharedLabel = (row: number, target: number, causes: readonly TransitionDescription[]): string =>
  JSON.stringify([row < target, target, causes.map(({ event, guard, afterMs }) => [event, guard, afterMs])]);

/** Which row's arrow bears a label that several share: the one nearest to where they lead, where they run together. */
function labelBearers(
  definition: StatechartDefinition,
  rowOf: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const bearers = new Map<string, number>();
  for (const [from, row] of rowOf) {
    for (const [to, causes] of causesByTarget(definition, from)) {
      const target = rowOf.get(to);
      if (target === undefined || target === row + 1 || target === row - 1) continue;
      const key = sharedLabel(row, target, causes);
      const other = bearers.get(key);
      if (other === undefined || Math.abs(row - target) < Math.abs(other - target)) bearers.set(key, row);
    }
  }
  return bearers;
}

/** The transitions out of a state, by where they lead; those that stay in it change nothing that could be drawn. */
function causesByTarget({ states }: StatechartDefinition, from: string): [string, TransitionDescription[]][] {
  const byTarget = new Map<string, TransitionDescription[]>();
  for (const transition of states[from].on) {
    if (transition.target === from) continue;
    byTarget.set(transition.target, [...(byTarget.get(transition.target) ?? []), transition]);
  }
  return [...byTarget];
}

/** Keeps labels that stand one below the other apart. */
class LabelColumn {
  private readonly taken: { readonly from: number; readonly to: number }[] = [];

  /** The middle of a label with so many lines, at `y` or as near below it as there is room. */
  place(y: number, lines: number): number {
    const half = (Math.max(lines, 2) * LINE) / 2;
    let middle = y;
    for (let other = this.overlapping(middle, half); other; other = this.overlapping(middle, half))
      middle = other.to + half;
    this.taken.push({ from: middle - half, to: middle + half });
    return middle;
  }

  private overlapping(middle: number, half: number) {
    return this.taken.find(({ from, to }) => middle - half < to && middle + half > from);
  }
}

/** A label broken in two where it is long, at the space nearest to its middle. */
export function twoLines(text: string): readonly string[] {
  if (text.length <= 12 || !/[ \u00a0]/.test(text.trim())) return [text];
  let best = -1;
  for (let index = 0; index < text.length; index++) {
    if (text[index] !== ' ') continue;
    if (best < 0 || Math.abs(index - text.length / 2) < Math.abs(best - text.length / 2)) best = index;
  }
  return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)];
}
