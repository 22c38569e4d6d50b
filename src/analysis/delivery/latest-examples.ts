/** A message that was processed twice, or out of order: which, when, and by whom. */
export interface DeliveryExample {
  readonly serial: number;
  readonly atMs: number;
  readonly link: number;
}

/** So many are named. */
const KEPT = 60;

/** The latest examples in each queue, written over in turn: where consumers share a queue, every other message is one. */
export class LatestExamples {
  private readonly serials: Uint32Array;
  private readonly times: Float64Array;
  private readonly links: Int32Array;
  /** By queue: how many there have been. */
  private readonly counts: Float64Array;

  constructor(queues: number) {
    this.serials = new Uint32Array(queues * KEPT);
    this.times = new Float64Array(queues * KEPT);
    this.links = new Int32Array(queues * KEPT);
    this.counts = new Float64Array(queues);
  }

  add(queue: number, serial: number, atMs: number, link: number): void {
    const index = queue * KEPT + (this.counts[queue]++ % KEPT);
    this.serials[index] = serial;
    this.times[index] = atMs;
    this.links[index] = link;
  }

  newestFirst(queue: number): DeliveryExample[] {
    const count = this.counts[queue];
    return Array.from({ length: Math.min(KEPT, count) }, (_, back) => {
      const index = queue * KEPT + ((count - 1 - back) % KEPT);
      return { serial: this.serials[index], atMs: this.times[index], link: this.links[index] };
    });
  }
}
