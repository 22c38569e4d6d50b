import type { CallWindow, SavedWindow } from './call-window';

const BUCKET_MS = 1_000;

/** The calls of this second and of the `seconds` − 1 before it, as resilience4j's `SlidingTimeWindowMetrics` counts them. */
export class TimeWindow implements CallWindow {
  calls = 0;
  failures = 0;
  slow = 0;
  /** The present second, counted from time zero. */
  private second = 0;
  private readonly callsIn: Uint32Array;
  private readonly failuresIn: Uint32Array;
  private readonly slowIn: Uint32Array;

  constructor(readonly seconds: number) {
    this.callsIn = new Uint32Array(seconds);
    this.failuresIn = new Uint32Array(seconds);
    this.slowIn = new Uint32Array(seconds);
  }

  record(call: number, nowMs: number): void {
    const present = Math.floor(nowMs / BUCKET_MS);
    if (present !== this.second) this.moveTo(present);
    const bucket = present % this.seconds;
    this.callsIn[bucket]++;
    this.failuresIn[bucket] += call & 1;
    this.slowIn[bucket] += call >> 1;
    this.calls++;
    this.failures += call & 1;
    this.slow += call >> 1;
  }

  clear(): void {
    this.calls = 0;
    this.failures = 0;
    this.slow = 0;
    this.callsIn.fill(0);
    this.failuresIn.fill(0);
    this.slowIn.fill(0);
  }

  /** The second, and calls, failures and slow calls of each bucket. */
  save(): SavedWindow {
    return [this.second, ...this.callsIn, ...this.failuresIn, ...this.slowIn];
  }

  restore([second, ...counts]: SavedWindow): void {
    const { seconds } = this;
    this.second = second;
    this.callsIn.set(counts.slice(0, seconds));
    this.failuresIn.set(counts.slice(seconds, 2 * seconds));
    this.slowIn.set(counts.slice(2 * seconds));
    this.calls = sum(this.callsIn);
    this.failures = sum(this.failuresIn);
    this.slow = sum(this.slowIn);
  }

  private moveTo(present: number): void {
    if (present - this.second >= this.seconds) this.clear();
    else {
      for (let second = this.second + 1; second <= present; second++) this.drop(second % this.seconds);
    }
    this.second = present;
  }

  private drop(bucket: number): void {
    this.calls -= this.callsIn[bucket];
    this.failures -= this.failuresIn[bucket];
    this.slow -= this.slowIn[bucket];
    this.callsIn[bucket] = 0;
    this.failuresIn[bucket] = 0;
    this.slowIn[bucket] = 0;
  }
}

const sum = (counts: Uint32Array) => counts.reduce((total, count) => total + count, 0);
