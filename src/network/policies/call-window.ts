/** How a recorded call went: 0, or these bits. */
export const CallFlag = { failed: 1, slow: 2 } as const;

/** A window's content as plain JSON. */
export type SavedWindow = readonly number[];

/** The calls that a circuit breaker judges by, counted. Recording one is O(1). */
export interface CallWindow {
  readonly calls: number;
  readonly failures: number;
  readonly slow: number;
  /** Takes in a call, by its {@link CallFlag}s, and lets go of those that are no longer in the window. */
  record(call: number, nowMs: number): void;
  clear(): void;
  save(): SavedWindow;
  restore(saved: SavedWindow): void;
}
