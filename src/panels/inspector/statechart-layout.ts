import type { StatechartDefinition } from '../../worker/protocol';

/** Sizes in the drawing's own units, which are CSS pixels at its natural width. */
export const DRAWING_WIDTH = 288;
const BOX = { width: 104, height: 32, gap: 40 };
const LEFT = 92;
const RIGHT = LEFT + BOX.width;
const MIDDLE = LEFT + BOX.width / 2;
const TOP = 6;
/** How far an arc to the next row leaves the boxes; one that goes farther leaves them as much more. */
const REACH = 24;

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
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };
  readonly event: string;
  readonly guard?: string;
  readonly afterMs?: number;
}

/**
 * Puts the states of a flat machine one below the other in the order of their definition. A transition to the next
 * state is a straight arrow, one back to the state before (or to itself) an arc at the right, and one that goes farther
 * an arc at the left, so that no label stands on an arrow.
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
  const arrows = states.flatMap((from, row) =>
    definition.states[from].on.flatMap((transition, index): Arrow[] => {
      const target = rowOf.get(transition.target);
      if (target === undefined) return [];
      const { event, guard, afterMs } = transition;
      const common = { key: `${from} ${index}`, from, to: transition.target, event, guard, afterMs };
      if (target === row + 1) {
        const y1 = topOf(row) + BOX.height;
        const y2 = topOf(target);
        const label = { x: MIDDLE - 8, y: (y1 + y2) / 2, anchor: 'end' as const };
        return [{ ...common, path: `M${MIDDLE} ${y1}V${y2 - 1}`, label }];
      }
      const span = Math.abs(row - target);
      const y1 = topOf(row) + BOX.height * (target <= row ? 0.35 : 0.65);
      const y2 = topOf(target) + BOX.height * (target < row ? 0.65 : target === row ? 0.8 : 0.35);
      const y = (y1 + y2) / 2;
      if (span <= 1) {
        const path = `M${RIGHT} ${y1}C${RIGHT + REACH} ${y1} ${RIGHT + REACH} ${y2} ${RIGHT + 1} ${y2}`;
        return [{ ...common, path, label: { x: RIGHT + REACH * 0.75 + 6, y, anchor: 'start' } }];
      }
      const reach = LEFT - REACH * span;
      const path = `M${LEFT} ${y1}C${reach} ${y1} ${reach} ${y2} ${LEFT - 1} ${y2}`;
      return [{ ...common, path, label: { x: LEFT - REACH * span * 0.75 - 5, y, anchor: 'end' } }];
    }),
  );
  return { boxes, arrows, height: topOf(states.length) - BOX.gap + TOP };
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
