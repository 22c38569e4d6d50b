import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { world } from '../stores/world';

/**
 * When the faces on the canvas are drawn anew. Figures that change seventeen times a second are no easier to read than
 * at eight, and a hundred faces at once are a long frame: so each tick is shown to half of the listeners in turn, and
 * to all of them where ticks are rare. Whatever the last tick, the last edit or the last load says is shown to all soon
 * after.
 */
type Listener = () => void;

/** Ticks further apart than this are shown to everybody at once, ms. */
const RARE_MS = 90;
/** When nothing has come for so long, whoever has not seen the last tick does, ms. */
const REST_MS = 110;

const halves: readonly [Set<Listener>, Set<Listener>] = [new Set(), new Set()];
let turn: 0 | 1 = 0;
let lastMs = 0;
let rest: ReturnType<typeof setTimeout> | null = null;

const tell = (listeners: ReadonlySet<Listener>) => {
  for (const listener of [...listeners]) listener();
};

function tellAll(): void {
  rest = null;
  for (const half of halves) tell(half);
}

/** Puts it off while more is coming: during a drag the scenario changes with every frame, and no figure does. */
function tellAllSoon(): void {
  if (rest !== null) clearTimeout(rest);
  rest = setTimeout(tellAll, REST_MS);
}

live.onTick(() => {
  const now = performance.now();
  const rare = now - lastMs > RARE_MS;
  lastMs = now;
  if (rare) {
    tellAll();
    return;
  }
  turn = turn === 0 ? 1 : 0;
  tell(halves[turn]);
  tellAllSoon();
});
useDocument.subscribe((now, before) => {
  if (now.scenario !== before.scenario) tellAllSoon();
});
world.subscribe((message) => {
  if (message.type === 'loaded') tellAllSoon();
});

/** Calls `listener` at each pulse. Returns how to stop that. */
export function onPulse(listener: Listener): () => void {
  const half = halves[0].size <= halves[1].size ? halves[0] : halves[1];
  half.add(listener);
  return () => half.delete(listener);
}
