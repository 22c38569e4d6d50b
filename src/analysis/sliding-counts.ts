/** How finely the window slides, ms. */
const STEP_MS = 50;
/** Steps in the window: one second. */
const STEPS = 20;

/**
 * The rates of counters over the last second of virtual time. Every 50 ms the counters are copied, so that the window is
 * from 1 to 1.05 s long (at the start of a run: as long as it has lasted).
 */
export class SlidingCounts {
  /** The counters as they stood at the start of each of the last steps. */
  private readonly history: readonly Uint32Array[];
  private step = 0;

  /** @param counts only ever counted up, and only after {@link advanceTo} the time of what is counted */
  constructor(private readonly counts: Uint32Array) {
    this.history = Array.from({ length: STEPS + 1 }, () => new Uint32Array(counts.length));
  }

  /** When the counters must next be told the time, ms. */
  get nextStepMs(): number {
    return (this.step + 1) * STEP_MS;
  }

  /** Lets time pass; it never goes back. */
  advanceTo(atMs: number): void {
    const step = Math.floor(atMs / STEP_MS);
    if (step <= this.step) return;
    const { history, counts } = this;
    for (let at = Math.max(this.step + 1, step - STEPS); at <= step; at++) history[at % history.length].set(counts);
    this.step = step;
  }

  /** The rate per second of counter `index` at a moment to which {@link advanceTo} has led. */
  perSec(index: number, atMs: number): number {
    const { history, counts } = this;
    const first = Math.max(0, this.step - STEPS);
    const span = atMs - first * STEP_MS;
    return span > 0 ? (((counts[index] - history[first % history.length][index]) >>> 0) * 1000) / span : 0;
  }
}
