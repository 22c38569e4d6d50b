import type { StatechartDefinition } from '../../worker/protocol';

/** Sizes in the drawing's own units, which are CSS pixels at its natural width. */
export const DRAWING_WIDTH = 288;
const BOX = { width: 104, height: 32, gap: 40 };
const LEFT = 118;
const MIDDLE = LEFT + BOX.width / 2;
const TOP = 6;

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
 * state is a straight arrow; every other one is an arc at the left, wider the farther it goes.
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
        const label = { x: MIDDLE + 8, y: (y1 + y2) / 2, anchor: 'start' as const };
        return [{ ...common, path: `M${MIDDLE} ${y1}V${y2 - 1}`, label }];
      }
      const span = Math.abs(row - target) || 0.6;
      const y1 = topOf(row) + BOX.height * (target <= row ? 0.35 : 0.65);
      const y2 = topOf(target) + BOX.height * (target === row ? 0.8 : target < row ? 0.65 : 0.35);
      const reach = LEFT - 6 - 22 * span;
      const label = { x: reach + 22 * span * 0.25 - 5, y: (y1 + y2) / 2, anchor: 'end' as const };
      return [{ ...common, path: `M${LEFT} ${y1}C${reach} ${y1} ${reach} ${y2} ${LEFT - 1} ${y2}`, label }];
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
