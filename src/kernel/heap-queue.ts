import { type EventQueue, NO_EVENT, type Payload, type SavedEvents } from './event-queue';

/** A binary heap over parallel columns: the simplest queue that is right. It is the measure for the calendar queue's tests. */
export class HeapQueue implements EventQueue {
  size = 0;
  time = 0;
  private sequence = 0;
  private times = new Float64Array(64);
  private sequences = new Float64Array(64);
  private payloads = new Int32Array(64);

  push(time: number, payload: Payload): void {
    if (this.size === this.times.length) this.grow();
    const { times, sequences, payloads } = this;
    let hole = this.size++;
    // The new event is the youngest, so that it stays below its equals.
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent] <= time) break;
      times[hole] = times[parent];
      sequences[hole] = sequences[parent];
      payloads[hole] = payloads[parent];
      hole = parent;
    }
    times[hole] = time;
    sequences[hole] = this.sequence++;
    payloads[hole] = payload;
  }

  peek(): number {
    return this.size === 0 ? Infinity : this.times[0];
  }

  pop(untilMs = Infinity): Payload {
    const { times, sequences, payloads } = this;
    if (this.size === 0 || times[0] > untilMs) return NO_EVENT;
    const result = payloads[0];
    this.time = times[0];
    const last = --this.size;
    const time = times[last];
    const sequence = sequences[last];
    const payload = payloads[last];
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      if (child + 1 < last && this.before(child + 1, child)) child++;
      if (times[child] > time || (times[child] === time && sequences[child] > sequence)) break;
      times[hole] = times[child];
      sequences[hole] = sequences[child];
      payloads[hole] = payloads[child];
      hole = child;
    }
    times[hole] = time;
    sequences[hole] = sequence;
    payloads[hole] = payload;
    return result;
  }

  save(): SavedEvents {
    const order = Array.from({ length: this.size }, (_, i) => i).sort((a, b) => (this.before(a, b) ? -1 : 1));
    return {
      times: Float64Array.from(order, (i) => this.times[i]),
      payloads: Int32Array.from(order, (i) => this.payloads[i]),
    };
  }

  restore(saved: SavedEvents): void {
    this.size = 0;
    this.sequence = 0;
    for (let i = 0; i < saved.times.length; i++) this.push(saved.times[i], saved.payloads[i]);
  }

  private before(a: number, b: number): boolean {
    const { times, sequences } = this;
    return times[a] < times[b] || (times[a] === times[b] && sequences[a] < sequences[b]);
  }

  private grow(): void {
    const { times, sequences, payloads } = this;
    this.times = new Float64Array(times.length * 2);
    this.times.set(times);
    this.sequences = new Float64Array(times.length * 2);
    this.sequences.set(sequences);
    this.payloads = new Int32Array(times.length * 2);
    this.payloads.set(payloads);
  }
}
