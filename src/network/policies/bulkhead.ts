import { Entry, NOBODY } from './bulkhead-entry';
import type { BulkheadParams } from './bulkhead-field';

/** A bulkhead's state as plain JSON. */
export interface SavedBulkhead {
  readonly inside: number;
  /** Who waits, longest first, and since when. */
  readonly waiting: readonly number[];
  readonly sinceMs: readonly number[];
}

/**
 * A semaphore with a bounded line before it (resilience4j's `SemaphoreBulkhead`, fair; nginx's `limit_conn` and Envoy's
 * `max_requests` where nobody may wait). Calls go by numbers; all of them wait equally long at most, so that the first
 * in the line is also the first whose time is up.
 */
export class Bulkhead {
  /** Calls that are inside. */
  inside = 0;
  /** A ring of those who wait, and since when; one who left the line early is {@link NOBODY}. */
  private readonly line: Int32Array;
  private readonly since: Float64Array;
  private head = 0;
  private length = 0;
  private left = 0;
  private readonly maxWaitMs: number;

  constructor(private readonly params: BulkheadParams) {
    this.line = new Int32Array(params.maxQueued);
    this.since = new Float64Array(params.maxQueued);
    this.maxWaitMs = params.maxWaitMs ?? Infinity;
  }

  /** Calls that wait. */
  get waiting(): number {
    return this.length - this.left;
  }

  /** When the time of the first in the line is up, ms; Infinity where nobody waits or their time is unlimited. */
  get nextExpiryMs(): number {
    this.closeUp();
    return this.length === 0 ? Infinity : this.since[this.head] + this.maxWaitMs;
  }

  enter(call: number, nowMs: number): Entry {
    if (this.inside < this.params.maxConcurrent) {
      this.inside++;
      return Entry.admitted;
    }
    if (this.waiting >= this.params.maxQueued) return Entry.full;
    if (this.length === this.line.length) this.compact();
    const end = (this.head + this.length) % this.line.length;
    this.line[end] = call;
    this.since[end] = nowMs;
    this.length++;
    return Entry.waiting;
  }

  /** A call that was inside is over. Whoever has waited longest takes its place and is returned. */
  leave(): number {
    const next = this.shift();
    if (next === NOBODY) this.inside--;
    return next;
  }

  /** A call that was inside is over, and its place stays free until somebody asks for the {@link next} to take it. */
  vacate(): void {
    this.inside--;
  }

  /** Lets in whoever has waited longest, if there is a place. */
  next(): number {
    if (this.inside >= this.params.maxConcurrent) return NOBODY;
    const next = this.shift();
    if (next !== NOBODY) this.inside++;
    return next;
  }

  /** Sends away the first in the line if its time is up: ask until nobody is. */
  expire(nowMs: number): number {
    return this.nextExpiryMs <= nowMs ? this.shift() : NOBODY;
  }

  /** A call that waits is given up. */
  cancel(call: number): void {
    for (let i = 0; i < this.length; i++) {
      const place = (this.head + i) % this.line.length;
      if (this.line[place] !== call) continue;
      this.line[place] = NOBODY;
      this.left++;
      return;
    }
  }

  /** `call` goes by the number `successor` from now on. */
  rename(call: number, successor: number): void {
    for (let i = 0; i < this.length; i++) {
      const place = (this.head + i) % this.line.length;
      if (this.line[place] === call) this.line[place] = successor;
    }
  }

  save(): SavedBulkhead {
    this.compact();
    const { head, length } = this;
    return {
      inside: this.inside,
      waiting: [...this.line.subarray(head, head + length)],
      sinceMs: [...this.since.subarray(head, head + length)],
    };
  }

  restore(saved: SavedBulkhead): void {
    this.inside = saved.inside;
    this.line.set(saved.waiting);
    this.since.set(saved.sinceMs);
    this.head = 0;
    this.length = saved.waiting.length;
    this.left = 0;
  }

  private shift(): number {
    this.closeUp();
    if (this.length === 0) return NOBODY;
    const call = this.line[this.head];
    this.dropFirst();
    return call;
  }

  /** Lets go of those at the head who left. */
  private closeUp(): void {
    while (this.length > 0 && this.line[this.head] === NOBODY) {
      this.dropFirst();
      this.left--;
    }
  }

  private dropFirst(): void {
    this.head = (this.head + 1) % this.line.length;
    this.length--;
  }

  /** Moves those who still wait to the beginning of the ring. */
  private compact(): void {
    const { line, since, head, length } = this;
    const calls: number[] = [];
    const times: number[] = [];
    for (let i = 0; i < length; i++) {
      const place = (head + i) % line.length;
      if (line[place] === NOBODY) continue;
      calls.push(line[place]);
      times.push(since[place]);
    }
    line.set(calls);
    since.set(times);
    this.head = 0;
    this.length = calls.length;
    this.left = 0;
  }
}
