/** A CoDel's state as plain JSON. */
export interface SavedCoDel {
  readonly firstAboveMs: number;
  readonly dropNextMs: number;
  readonly count: number;
  readonly lastCount: number;
  readonly dropping: boolean;
}

/** Episodes of dropping closer together than so many intervals go on where the last one stopped (RFC 8289, 5.5). */
const SAME_EPISODE_INTERVALS = 16;

/**
 * Controlled Delay (RFC 8289, K. Nichols, V. Jacobson et al., 2018): when even the shortest wait of an interval has been
 * above the target, it drops one after the other, ever faster, until the wait is short again.
 *
 * Whoever takes from the queue asks {@link drops} about each in turn until one is kept, and says {@link ranEmpty} when
 * there is none. That is the RFC's `deque` turned inside out, line for line.
 */
export class CoDel {
  /** When the wait will have been above the target for an interval; 0: it is not. */
  private firstAboveMs = 0;
  private dropNextMs = 0;
  /** Drops since dropping began, and how many there were when the last episode began. */
  private count = 0;
  private lastCount = 0;
  private dropping = false;
  /** What the drop before this one was, in the same taking: `deque` treats the next accordingly. */
  private justDropped: 'no' | 'first' | 'another' = 'no';

  constructor(
    private readonly targetMs: number,
    private readonly intervalMs: number,
  ) {}

  /** Whether the one at the head of the queue, which has waited so long, is given up. `isLast`: nobody is behind it. */
  drops(waitedMs: number, isLast: boolean, nowMs: number): boolean {
    const mayDrop = this.isAbove(waitedMs, isLast, nowMs);
    const before = this.justDropped;
    this.justDropped = 'no';
    // An episode begins with a single drop.
    if (before === 'first') return false;
    if (!this.dropping) return mayDrop && this.begin(nowMs);
    if (!mayDrop) {
      this.dropping = false;
      return false;
    }
    if (before === 'another') this.dropNextMs = this.nextAfter(this.dropNextMs);
    if (nowMs < this.dropNextMs) return false;
    this.count++;
    this.justDropped = 'another';
    return true;
  }

  /** Somebody wanted to take from the queue, and nobody was there. */
  ranEmpty(): void {
    this.firstAboveMs = 0;
    this.dropping = false;
    this.justDropped = 'no';
  }

  save(): SavedCoDel {
    const { firstAboveMs, dropNextMs, count, lastCount, dropping } = this;
    return { firstAboveMs, dropNextMs, count, lastCount, dropping };
  }

  restore(saved: SavedCoDel): void {
    this.firstAboveMs = saved.firstAboveMs;
    this.dropNextMs = saved.dropNextMs;
    this.count = saved.count;
    this.lastCount = saved.lastCount;
    this.dropping = saved.dropping;
    this.justDropped = 'no';
  }

  private isAbove(waitedMs: number, isLast: boolean, nowMs: number): boolean {
    if (waitedMs < this.targetMs || isLast) {
      this.firstAboveMs = 0;
      return false;
    }
    if (this.firstAboveMs === 0) {
      this.firstAboveMs = nowMs + this.intervalMs;
      return false;
    }
    return nowMs >= this.firstAboveMs;
  }

  private begin(nowMs: number): true {
    this.dropping = true;
    this.justDropped = 'first';
    const inLastEpisode = this.count - this.lastCount;
    const isSameEpisode = nowMs - this.dropNextMs < SAME_EPISODE_INTERVALS * this.intervalMs;
    this.count = inLastEpisode > 1 && isSameEpisode ? inLastEpisode : 1;
    this.lastCount = this.count;
    this.dropNextMs = this.nextAfter(nowMs);
    return true;
  }

  private nextAfter(ms: number): number {
    return ms + this.intervalMs / Math.sqrt(this.count);
  }
}
