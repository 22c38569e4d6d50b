import type { World } from './world';

/**
 * Asks the worker for something at once when somebody begins to look, and then again as the run goes on, not more often
 * than every so many ms; when nobody looks, not at all.
 *
 * @param ask is called only while a world is there
 */
export function asking(source: World, everyMs: number, ask: () => void) {
  let watchers = 0;
  let isWaiting = false;
  const askNow = () => {
    if (watchers > 0 && source.scenario()) ask();
  };
  return {
    askNow,
    /** The run has gone on. */
    askSoon: () => {
      if (watchers === 0 || isWaiting) return;
      isWaiting = true;
      setTimeout(() => {
        isWaiting = false;
        askNow();
      }, everyMs);
    },
    /** Somebody looks from now on, until what is returned is called. */
    watch: (): (() => void) => {
      watchers++;
      askNow();
      return () => {
        watchers--;
      };
    },
  };
}
