import type { RetryBudget, SavedBudget } from './retry-budget';

/** As in Finagle's `WindowedAdder`: what is older than the window goes in tenths of it. */
const SLICES = 10;

/**
 * Finagle's retry budget, which is Linkerd's and tower's too (`RetryBudget.scala`): each call pays in `ratio` of a
 * retry, `minPerSec` retries a second are free, and what is paid in or taken out is forgotten after the window.
 */
export class ShareBudget implements RetryBudget {
  /** What each slice of the window brought in, in retries. */
  private readonly slices = new Float64Array(SLICES);
  private balance = 0;
  /** The number of the present slice, counted from time zero. */
  private slice = 0;
  private readonly reserve: number;
  private readonly sliceMs: number;

  constructor(
    private readonly ratio: number,
    minPerSec: number,
    windowMs: number,
  ) {
    this.reserve = (minPerSec * windowMs) / 1_000;
    this.sliceMs = windowMs / SLICES;
  }

  began(nowMs: number): void {
    this.add(this.ratio, nowMs);
  }

  succeeded(): void {}
  failed(): void {}
  ended(): void {}

  grants(_inFlight: number, nowMs: number): boolean {
    this.forget(nowMs);
    // A thousand shares of 0.2 make not quite 200 in binary fractions.
    if (this.balance + this.reserve < 1 - 1e-6) return false;
    this.add(-1, nowMs);
    return true;
  }

  save(): SavedBudget {
    return [this.slice, this.balance, ...this.slices];
  }

  restore([slice, balance, ...slices]: SavedBudget): void {
    this.slice = slice;
    this.balance = balance;
    this.slices.set(slices);
  }

  private add(retries: number, nowMs: number): void {
    this.forget(nowMs);
    this.slices[this.slice % SLICES] += retries;
    this.balance += retries;
  }

  private forget(nowMs: number): void {
    const present = Math.floor(nowMs / this.sliceMs);
    if (present === this.slice) return;
    if (present - this.slice >= SLICES) this.slices.fill(0);
    else for (let slice = this.slice + 1; slice <= present; slice++) this.slices[slice % SLICES] = 0;
    this.slice = present;
    // Summed anew, so that rounding errors do not grow with the run.
    this.balance = 0;
    for (let i = 0; i < SLICES; i++) this.balance += this.slices[i];
  }
}
