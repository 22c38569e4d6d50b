import type { CoDelState } from './codel-state';

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
  constructor(
    private readonly targetMs: number,
    private readonly intervalMs: number,
  ) {}

  /** Whether the one at the head of the queue, which has waited so long, is given up. `isLast`: nobody is behind it. */
  drops(state: CoDelState, waitedMs: number, isLast: boolean, nowMs: number): boolean {
    const mayDrop = this.isAbove(state, waitedMs, isLast, nowMs);
    const before = state.justDropped;
    state.justDropped = 'no';
    // An episode begins with a single drop.
    if (before === 'first') return false;
    if (!state.dropping) return mayDrop && this.begin(state, nowMs);
    if (!mayDrop) {
      state.dropping = false;
      return false;
    }
    if (before === 'another') state.dropNextMs = this.nextAfter(state, state.dropNextMs);
    if (nowMs < state.dropNextMs) return false;
    state.count++;
    state.justDropped = 'another';
    return true;
  }

  /** Somebody wanted to take from the queue, and nobody was there. */
  ranEmpty(state: CoDelState): void {
    state.firstAboveMs = 0;
    state.dropping = false;
    state.justDropped = 'no';
  }

  private isAbove(state: CoDelState, waitedMs: number, isLast: boolean, nowMs: number): boolean {
    if (waitedMs < this.targetMs || isLast) {
      state.firstAboveMs = 0;
      return false;
    }
    if (state.firstAboveMs === 0) {
      state.firstAboveMs = nowMs + this.intervalMs;
      return false;
    }
    return nowMs >= state.firstAboveMs;
  }

  private begin(state: CoDelState, nowMs: number): true {
    state.dropping = true;
    state.justDropped = 'first';
    const inLastEpisode = state.count - state.lastCount;
    const isSameEpisode = nowMs - state.dropNextMs < SAME_EPISODE_INTERVALS * this.intervalMs;
    state.count = inLastEpisode > 1 && isSameEpisode ? inLastEpisode : 1;
    state.lastCount = state.count;
    state.dropNextMs = this.nextAfter(state, nowMs);
    return true;
  }

  private nextAfter({ count }: CoDelState, ms: number): number {
    return ms + this.intervalMs / Math.sqrt(count);
  }
}
