import type { CallWindow, SavedWindow } from './call-window';

/** The last `size` calls. */
export class CountWindow implements CallWindow {
  calls = 0;
  failures = 0;
  slow = 0;
  private next = 0;
  private readonly recorded: Uint8Array;

  constructor(readonly size: number) {
    this.recorded = new Uint8Array(size);
  }

  record(call: number): void {
    const { recorded, next } = this;
    if (this.calls === this.size) {
      const oldest = recorded[next];
      this.failures -= oldest & 1;
      this.slow -= oldest >> 1;
    } else this.calls++;
    recorded[next] = call;
    this.failures += call & 1;
    this.slow += call >> 1;
    this.next = next + 1 === this.size ? 0 : next + 1;
  }

  clear(): void {
    this.calls = 0;
    this.failures = 0;
    this.slow = 0;
    this.next = 0;
  }

  /** The calls, oldest first. */
  save(): SavedWindow {
    const oldest = this.calls === this.size ? this.next : 0;
    return Array.from({ length: this.calls }, (_, i) => this.recorded[(oldest + i) % this.size]);
  }

  restore(saved: SavedWindow): void {
    this.clear();
    for (const call of saved) this.record(call);
  }
}
