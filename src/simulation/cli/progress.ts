import type { RunsDone } from '../headless/surroundings';

const CLEAR_LINE = '\r\u001b[K';
const MS_BETWEEN = 100;
/** Before this nobody can tell how long it will take, ms. */
const SETTLED_MS = 3000;

/** How long something takes, roughly: 40 s, 12 min, 3 h. */
function roughly(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** A line on a terminal that says how far the work is and how long it will still take. */
export class ProgressLine {
  private shownAt = -Infinity;
  /** When it was shown first, and what was done by then: some of it perhaps days ago. */
  private begin: { readonly at: number; readonly share: number } | null = null;

  show(share: number, runs?: RunsDone): void {
    const now = performance.now();
    if (now - this.shownAt < MS_BETWEEN) return;
    this.shownAt = now;
    this.begin ??= { at: now, share };
    const parts = [`simulating … ${Math.floor(share * 100)} %`];
    if (runs && runs.total > 1) parts.push(`${runs.finished} of ${runs.total} runs`);
    const elapsed = now - this.begin.at;
    const done = share - this.begin.share;
    if (elapsed > SETTLED_MS && done > 0) parts.push(`${roughly((elapsed * (1 - share)) / done)} left`);
    process.stderr.write(`${CLEAR_LINE}${parts.join(', ')}`);
  }

  clear(): void {
    process.stderr.write(CLEAR_LINE);
  }
}
