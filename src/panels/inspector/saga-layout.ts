import type { StatechartDefinition } from '../../worker/protocol';
import type { StateBox } from './statechart-layout';

/** Sizes in the drawing's own units, which are CSS pixels at its natural width. */
export const SAGA_WIDTH = 300;
const BOX = { width: 126, height: 32, gap: 22 };
const TOP = 2;
/** Room at the right for arrows that go past a box. */
const BESIDE = 12;
/** Where the way back is: its boxes begin here. */
const BACK = SAGA_WIDTH - BESIDE - BOX.width;

/** What a way from one state to the next means. */
export type SagaTurn = 'done' | 'undone' | 'failed' | 'unknown' | 'gaveUp';

/** A box of the drawing, with what it stands for. */
export interface SagaBox extends StateBox {
  /** What is written in it: the number and name of a step; null where the state has a name of its own. */
  readonly name: string | null;
  readonly role: 'doing' | 'undoing' | 'end';
}

/** An arrow between two boxes. */
export interface SagaArrow {
  readonly key: string;
  readonly turn: SagaTurn;
  /** An SVG path, ending at the target. */
  readonly path: string;
}

const UNDOES = '↶ ';
const TURNS: readonly SagaTurn[] = ['done', 'undone', 'failed', 'unknown', 'gaveUp'];

/**
 * A saga goes down on the left, step by step, and comes up again on the right, where each step that can be taken back
 * stands beside itself: at the bottom it is completed, at the top everything has been taken back. `lost` is drawn only
 * where it happened.
 */
export function layOutSaga(
  { states }: StatechartDefinition,
  isLost: boolean,
): { readonly boxes: readonly SagaBox[]; readonly arrows: readonly SagaArrow[]; readonly height: number } {
  const names = Object.keys(states);
  const undoing = names.filter((state) => state.startsWith(UNDOES));
  const doing = names.filter((state) => /^\d+ /.test(state));
  const topOf = (row: number) => TOP + row * (BOX.height + BOX.gap);
  const box = (state: string, row: number, x: number, role: SagaBox['role'], name: string | null): SagaBox => ({
    state,
    x,
    y: topOf(row),
    width: BOX.width,
    height: BOX.height,
    role,
    name,
  });
  const last = doing.length + 1;
  const boxes = [
    ...doing.map((state, step) => box(state, step + 1, 0, 'doing', state)),
    ...undoing.map((state) => {
      const done = state.slice(UNDOES.length);
      return box(state, doing.indexOf(done) + 1, BACK, 'undoing', `${UNDOES}${done.replace(/^\d+ /, '')}`);
    }),
    box('completed', last, 0, 'end', null),
    ...(undoing.length > 0 || doing.length > 0 ? [box('rolledBack', 0, BACK, 'end', null)] : []),
    ...(undoing.length > 0 ? [box('stuck', last, BACK, 'end', null)] : []),
    ...(isLost ? [box('lost', last + 1, BACK, 'end', null)] : []),
  ];
  const boxOf = new Map(boxes.map((one) => [one.state, one]));
  const arrows = boxes.flatMap((from) => {
    const ways = new Map<string, SagaTurn>();
    for (const { event, target } of states[from.state]?.on ?? []) {
      const turn = TURNS.find((known) => known === event);
      if (turn !== undefined && !ways.has(target)) ways.set(target, turn);
    }
    return [...ways].flatMap(([target, turn]): SagaArrow[] => {
      const to = boxOf.get(target);
      // From the one end, a saga's machine goes on to the next saga: that is no way of this one.
      if (to === undefined || from.role === 'end') return [];
      return [{ key: `${from.state} ${target}`, turn, path: pathBetween(from, to, turn, boxes) }];
    });
  });
  return { boxes, arrows, height: topOf(last + (isLost ? 1 : 0)) + BOX.height + TOP };
}

/** Straight down and up within a column; between them a curve through the gap; past the boxes between at the right. */
function pathBetween(from: SagaBox, to: SagaBox, turn: SagaTurn, boxes: readonly SagaBox[]): string {
  const middle = from.x + from.width / 2;
  if (from.x !== to.x) {
    const y1 = from.y + from.height * (turn === 'unknown' ? 0.7 : 0.3);
    const y2 = to.y + to.height * (to.role === 'end' ? 0.5 : 0.7);
    const bend = (from.width + to.x) / 2;
    return `M${from.width} ${y1}C${bend} ${y1} ${bend} ${y2} ${to.x - 1} ${y2}`;
  }
  const down = to.y > from.y;
  const isBetween = (one: SagaBox) =>
    one.x === from.x && one.y > Math.min(from.y, to.y) && one.y < Math.max(from.y, to.y);
  if (turn === 'gaveUp' && boxes.some(isBetween)) {
    const right = from.x + from.width;
    const [y1, y2] = [from.y + from.height / 2, to.y + to.height / 2];
    return `M${right} ${y1}C${right + 14} ${y1} ${right + 14} ${y2} ${right + 1} ${y2}`;
  }
  return down ? `M${middle} ${from.y + from.height}V${to.y - 1}` : `M${middle} ${from.y}V${to.y + to.height + 1}`;
}
