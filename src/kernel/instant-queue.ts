import type { Payload } from './event-queue';

/** First in, first out: what is still to happen at the present moment needs no order by time. */
export class InstantQueue {
  private payloads = new Int32Array(64);
  /** Between the two lie the events that wait. */
  private head = 0;
  private tail = 0;

  get size(): number {
    return this.tail - this.head;
  }

  push(payload: Payload): void {
    if (this.tail === this.payloads.length) this.makeRoom();
    this.payloads[this.tail++] = payload;
  }

  /** The first one, which leaves the queue. The queue must not be empty. */
  shift(): Payload {
    const payload = this.payloads[this.head++];
    if (this.head === this.tail) this.clear();
    return payload;
  }

  inOrder(): Payload[] {
    return Array.from(this.payloads.subarray(this.head, this.tail));
  }

  clear(): void {
    this.head = 0;
    this.tail = 0;
  }

  /** Moves what waits to the front, of a larger column if it fills more than half of this one. */
  private makeRoom(): void {
    const { payloads, head, tail, size } = this;
    const roomy = 2 * size > payloads.length ? new Int32Array(2 * payloads.length) : payloads;
    roomy.set(payloads.subarray(head, tail));
    this.payloads = roomy;
    this.head = 0;
    this.tail = size;
  }
}
