import { Claim } from './claim';
import type { IdempotencyParams } from './idempotency-field';

/** The table as plain JSON: key, the moment it was first seen, 1 if its work is done; oldest first. */
export type SavedKeys = readonly number[];

interface Entry {
  readonly seenAtMs: number;
  done: boolean;
}

/**
 * Recognises duplicates by their keys, for a time and up to a number. A key that is forgotten, because it is too old or
 * too many came after it, is fresh again, and its work is done twice.
 */
export class IdempotencyKeys {
  /** In the order in which they were first seen, which is also the order in which they expire. */
  private readonly entries = new Map<number, Entry>();

  constructor(private readonly params: IdempotencyParams) {}

  /** Keys that it remembers. */
  get size(): number {
    return this.entries.size;
  }

  claim(key: number, nowMs: number): Claim {
    this.forgetExpired(nowMs);
    const entry = this.entries.get(key);
    if (entry !== undefined) return entry.done ? Claim.done : Claim.underWay;
    if (this.entries.size >= this.params.capacity) this.forgetOldest();
    this.entries.set(key, { seenAtMs: nowMs, done: false });
    return Claim.fresh;
  }

  /** The work for this key is done, and its answer known. */
  complete(key: number): void {
    const entry = this.entries.get(key);
    if (entry !== undefined) entry.done = true;
  }

  /** The work for this key failed without effect: the next attempt is to do it. */
  release(key: number): void {
    this.entries.delete(key);
  }

  /** A crash without a durable table. */
  clear(): void {
    this.entries.clear();
  }

  save(): SavedKeys {
    return [...this.entries].flatMap(([key, { seenAtMs, done }]) => [key, seenAtMs, done ? 1 : 0]);
  }

  restore(saved: SavedKeys): void {
    this.entries.clear();
    for (let i = 0; i < saved.length; i += 3) {
      this.entries.set(saved[i], { seenAtMs: saved[i + 1], done: saved[i + 2] === 1 });
    }
  }

  private forgetExpired(nowMs: number): void {
    for (const [key, { seenAtMs }] of this.entries) {
      if (nowMs - seenAtMs < this.params.ttlMs) return;
      this.entries.delete(key);
    }
  }

  private forgetOldest(): void {
    for (const key of this.entries.keys()) {
      this.entries.delete(key);
      return;
    }
  }
}
