/** States that can be gone back to, newest last, and those that were gone back from. */
export interface History<T> {
  readonly past: readonly T[];
  readonly future: readonly T[];
}

/** How many steps can be undone. */
const DEPTH = 200;

export const emptyHistory: History<never> = { past: [], future: [] };

/** Remembers the state before a new step; what had been undone can no longer be redone. */
export const remember = <T>(history: History<T>, before: T): History<T> => ({
  past: [...history.past, before].slice(-DEPTH),
  future: [],
});

/** The state one step back, and the history there; null at the beginning. */
export function back<T>(history: History<T>, now: T): { state: T; history: History<T> } | null {
  const state = history.past.at(-1);
  if (state === undefined) return null;
  return { state, history: { past: history.past.slice(0, -1), future: [...history.future, now] } };
}

/** The state one step forward again; null when nothing was undone. */
export function forward<T>(history: History<T>, now: T): { state: T; history: History<T> } | null {
  const state = history.future.at(-1);
  if (state === undefined) return null;
  return { state, history: { past: [...history.past, now], future: history.future.slice(0, -1) } };
}

/** The same history with every state changed alike. */
export const mapHistory = <T>({ past, future }: History<T>, change: (state: T) => T): History<T> => ({
  past: past.map(change),
  future: future.map(change),
});
