import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { world } from '../stores/world';
import { Turns } from './turns';

/** Ticks further apart than this are shown to everybody at once, where they are few, ms. */
const RARE_MS = 90;
/** When nothing has come for so long, whoever has not seen the last tick does, ms. */
const REST_MS = 110;
/** So many are shown a tick at the most, unless they are a great many: with more than twice as many, turns are longer. */
const MANY = 120;

/**
 * When the faces on the canvas are drawn anew. Figures that change seventeen times a second are no easier to read than
 * at eight, and a hundred faces at once are a long frame: so each tick is shown to half of the listeners in turn, and
 * to all of them where ticks are rare; hundreds, which have to be small to be seen at once, take longer turns. Whatever
 * the last tick, the last edit or the last load says is shown to all soon after.
 */
const turns = new Turns(MANY);
let lastMs = 0;
let rest: ReturnType<typeof setTimeout> | null = null;

function tellAll(): void {
  rest = null;
  turns.tellAll();
}

/** Shows all of them what there is. Puts it off while more is coming: during a drag the scenario changes with every frame, and no figure does. */
export function pulseSoon(): void {
  if (rest !== null) clearTimeout(rest);
  rest = setTimeout(tellAll, REST_MS);
}

live.onTick(() => {
  const now = performance.now();
  const isRare = now - lastMs > RARE_MS;
  lastMs = now;
  // A page that has too much to do hears of ticks rarely as well: showing it all would not help.
  if (isRare && turns.size <= 2 * MANY) {
    tellAll();
    return;
  }
  turns.tellSome();
  pulseSoon();
});
useDocument.subscribe((now, before) => {
  if (now.scenario !== before.scenario) pulseSoon();
});
world.subscribe((message) => {
  if (message.type === 'loaded') pulseSoon();
});

/** Calls `listener` at each pulse. Returns how to stop that. */
export const onPulse = (listener: () => void): (() => void) => turns.add(listener);
