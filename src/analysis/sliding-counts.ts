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
  private readonly history: Uint32Array[];
  private step = 0;

  /** @param source its counters are only ever counted up, and only after {@link advanceTo} the time of what is counted; there may be more of them later */
  constructor(private readonly source: { readonly counts: Uint32Array }) {
    this.history = Array.from({ length: STEPS + 1 }, () => new Uint32Array(source.counts.length));
  }

  /** When the counters must next be told the time, ms. */
  get nextStepMs(): number {
    return (this.step + 1) * STEP_MS;
  }

  /** Lets time pass; it never goes back. */
  advanceTo(atMs: number): void {
    const step = Math.floor(atMs / STEP_MS);
    if (step <= this.step) return;
    const { history } = this;
    const { counts } = this.source;
    for (let at = Math.max(this.step + 1, step - STEPS); at <= step; at++) {
      const index = at % history.length;
      if (history[index].length < counts.length) history[index] = new Uint32Array(counts.length);
      history[index].set(counts);
    }
    this.step = step;
  }

  /** The rate per second of counter `index` at a moment to which {@link advanceTo} has led. */
  perSec(index: number, atMs: number): number {
    const { history } = this;
    const { counts } = this.source;
    const first = Math.max(0, this.step - STEPS);
    const span = atMs - first * STEP_MS;
    const before = history[first % history.length];
    const then = index < before.length ? before[index] : 0;
    return span > 0 ? (((counts[index] - then) >>> 0) * 1000) / span : 0;
  }
}
