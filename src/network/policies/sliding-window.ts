/** The window as plain JSON. */
export interface SavedWindow {
  /** Oldest first; 1 for a failure. */
  readonly failed: readonly number[];
}

/** The outcomes of the last `size` calls, counted. Recording one is O(1). */
export class SlidingWindow {
  /** Outcomes recorded, at most `size`. */
  calls = 0;
  failures = 0;
  private next = 0;
  private readonly failed: Uint8Array;

  constructor(readonly size: number) {
    this.failed = new Uint8Array(size);
  }

  record(ok: boolean): void {
    const { failed, next } = this;
    if (this.calls === this.size) this.failures -= failed[next];
    else this.calls++;
    failed[next] = ok ? 0 : 1;
    this.failures += failed[next];
    this.next = next + 1 === this.size ? 0 : next + 1;
  }

  clear(): void {
    this.calls = 0;
    this.failures = 0;
    this.next = 0;
  }

  save(): SavedWindow {
    const oldest = this.calls === this.size ? this.next : 0;
    return { failed: Array.from({ length: this.calls }, (_, i) => this.failed[(oldest + i) % this.size]) };
  }

  restore(saved: SavedWindow): void {
    this.clear();
    for (const failure of saved.failed) this.record(failure === 0);
  }
}
