import { type EventQueue, NO_EVENT, type Payload, type SavedEvents } from './event-queue';

const NONE = -1;
const MIN_DAYS = 2;
const INITIAL_SLOTS = 1024;
/** Words of a slot: two of time, then these. */
const SLOT = 4;
const PAYLOAD = 2;
const NEXT = 3;
/** How many of the next events decide the width of a day. */
const SAMPLE = 64;
/** So many events a day should hold of those that come next, and by what factor it may hold more or fewer. */
const PER_DAY = 3;
const TOLERANCE = 2.5;
const MIN_WIDTH = 1e-9;
/** The width is looked at anew after so many events for each day. */
const ROUNDS = 4;

/**
 * R. Brown's calendar queue ("Calendar queues: a fast O(1) priority queue implementation for the simulation event set
 * problem", CACM 31(10), 1988): a ring of days, each a list sorted by time and first-in-first-out among equals.
 * Days are told apart by whole numbers, ⌊time / width⌋; comparing times with a floating-point end of day misorders
 * events now and then. Some 1.3 times as fast as a binary heap from a few hundred pending events on.
 */
export class CalendarQueue implements EventQueue {
  size = 0;
  time = 0;
  /**
   * What is known of an event lies in sixteen bytes side by side, since among many events each one is a miss of the
   * cache. A slot is the place of its four words; its time is two of them, and counts as one of {@link times}.
   */
  private words = new Int32Array(INITIAL_SLOTS * SLOT);
  private times = new Float64Array(this.words.buffer);
  private free = NONE;
  /** Slots ever used end here. */
  private top = 0;
  /** Of each day: its first slot, and its last. */
  private ends = new Int32Array(2 * MIN_DAYS).fill(NONE);
  private days = MIN_DAYS;
  private perMs = 1;
  /** No event lies on a day before this one (counted from time zero, not around the ring). */
  private today = 0;
  /** The bucket whose head is the next event; NONE when that must be searched. */
  private found = NONE;
  /** Events until the width is looked at anew, and when it was last. */
  private untilRevision = ROUNDS * MIN_DAYS;
  private revisedAt = 0;

  push(time: number, payload: Payload): void {
    let slot = this.free;
    if (slot !== NONE) this.free = this.words[slot + NEXT];
    else {
      if (this.top === this.words.length) this.grow();
      slot = this.top;
      this.top += SLOT;
    }
    this.times[slot >> 1] = time;
    this.words[slot + PAYLOAD] = payload;
    const day = Math.floor(time * this.perMs);
    this.insert(slot, time, day);
    this.found = NONE;
    if (day < this.today) this.today = day;
    if (++this.size > 2 * this.days) this.resize(this.days * 2);
  }

  peek(): number {
    if (this.found !== NONE) return this.times[this.ends[2 * this.found] >> 1];
    if (this.size === 0) return Infinity;
    const { ends, times, perMs } = this;
    const mask = this.days - 1;
    let day = this.today;
    for (let i = 0; i < this.days; i++, day++) {
      const head = ends[2 * (day & mask)];
      if (head === NONE) continue;
      const time = times[head >> 1];
      if (Math.floor(time * perMs) <= day) {
        this.today = day;
        this.found = day & mask;
        return time;
      }
    }
    return this.searchAll();
  }

  pop(untilMs = Infinity): Payload {
    if (this.found === NONE) this.peek();
    const bucket = this.found;
    if (bucket === NONE) return NO_EVENT;
    const { words, ends } = this;
    const slot = ends[2 * bucket];
    const time = this.times[slot >> 1];
    if (time > untilMs) return NO_EVENT;
    const following = words[slot + NEXT];
    this.found = NONE;
    ends[2 * bucket] = following;
    if (following === NONE) ends[2 * bucket + 1] = NONE;
    words[slot + NEXT] = this.free;
    this.free = slot;
    this.time = time;
    const payload = words[slot + PAYLOAD];
    if (--this.size < this.days >> 2 && this.days > MIN_DAYS) this.resize(this.days >> 1);
    if (--this.untilRevision <= 0) this.revise();
    return payload;
  }

  save(): SavedEvents {
    const slots = this.slotsInOrder();
    const times = new Float64Array(slots.length);
    const payloads = new Int32Array(slots.length);
    for (let i = 0; i < slots.length; i++) {
      times[i] = this.times[slots[i] >> 1];
      payloads[i] = this.words[slots[i] + PAYLOAD];
    }
    return { times, payloads };
  }

  restore(saved: SavedEvents): void {
    const { length } = saved.times;
    while (this.words.length < length * SLOT) this.grow();
    const slots = Array.from({ length }, (_, event) => event * SLOT);
    slots.forEach((slot, event) => {
      this.times[slot >> 1] = saved.times[event];
      this.words[slot + PAYLOAD] = saved.payloads[event];
    });
    this.size = length;
    this.top = length * SLOT;
    this.free = NONE;
    this.perMs = 1;
    this.time = 0;
    let days = MIN_DAYS;
    while (length > 2 * days) days *= 2;
    this.layOut(days, slots);
  }

  /** The next event is more than a round of the ring away: looks at every day's head. */
  private searchAll(): number {
    const { ends, times } = this;
    let best = Infinity;
    for (let bucket = 0; bucket < this.days; bucket++) {
      const head = ends[2 * bucket];
      if (head !== NONE && times[head >> 1] < best) {
        best = times[head >> 1];
        this.found = bucket;
      }
    }
    this.today = Math.floor(best * this.perMs);
    return best;
  }

  private insert(slot: number, time: number, day: number): void {
    const { times, words, ends } = this;
    const head = 2 * (day & (this.days - 1));
    const tail = ends[head + 1];
    if (tail === NONE || times[tail >> 1] <= time) {
      if (tail === NONE) ends[head] = slot;
      else words[tail + NEXT] = slot;
      ends[head + 1] = slot;
      words[slot + NEXT] = NONE;
      return;
    }
    let before = NONE;
    let after = ends[head];
    while (times[after >> 1] <= time) {
      before = after;
      after = words[after + NEXT];
    }
    words[slot + NEXT] = after;
    if (before === NONE) ends[head] = slot;
    else words[before + NEXT] = slot;
  }

  /** Days of this round of the ring come one after the other; only what lies behind them must be sorted. */
  private slotsInOrder(): number[] {
    const { ends, words, times, perMs, today, days } = this;
    const soon: number[] = [];
    const later: number[] = [];
    for (let day = today; day < today + days; day++) {
      for (let slot = ends[2 * (day & (days - 1))]; slot !== NONE; slot = words[slot + NEXT]) {
        if (Math.floor(times[slot >> 1] * perMs) === day) soon.push(slot);
        else later.push(slot);
      }
    }
    // Equal times share a bucket, in order, and sorting is stable: first in, first out survives.
    later.sort((a, b) => times[a >> 1] - times[b >> 1]);
    return soon.concat(later);
  }

  private resize(days: number): void {
    this.layOut(days, this.slotsInOrder());
  }

  /**
   * Sees whether a day still has the right width: what was pending when the queue grew, at the beginning of a run, says
   * little of how fast events follow each other later on. Where a day holds too many, each new one goes past them.
   */
  private revise(): void {
    const popped = ROUNDS * this.days;
    const width = (PER_DAY * (this.time - this.revisedAt)) / popped;
    this.untilRevision = popped;
    this.revisedAt = this.time;
    const isRight = width * this.perMs < TOLERANCE && width * this.perMs * TOLERANCE > 1;
    if (width > MIN_WIDTH && !isRight) this.spread(this.days, width, this.slotsInOrder());
  }

  /** Spreads all events, given in order, over so many days, each as wide as those that come next suggest. */
  private layOut(days: number, slots: readonly number[]): void {
    const { times } = this;
    const sample = Math.min(slots.length - 1, Math.max(SAMPLE, slots.length >> 2));
    const width = sample > 0 ? (PER_DAY * (times[slots[sample] >> 1] - times[slots[0] >> 1])) / sample : 0;
    this.spread(days, width > MIN_WIDTH ? width : 1 / this.perMs, slots);
    this.untilRevision = ROUNDS * days;
    this.revisedAt = sample > 0 ? times[slots[0] >> 1] : this.time;
  }

  /** @param width of a day, ms */
  private spread(days: number, width: number, slots: readonly number[]): void {
    const { times } = this;
    const first = slots.length > 0 ? times[slots[0] >> 1] : this.time;
    this.perMs = 1 / width;
    this.days = days;
    this.ends = new Int32Array(2 * days).fill(NONE);
    for (const slot of slots) {
      const time = times[slot >> 1];
      this.insert(slot, time, Math.floor(time * this.perMs));
    }
    this.today = Math.floor(first * this.perMs);
    this.found = NONE;
  }

  private grow(): void {
    const words = new Int32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    this.times = new Float64Array(words.buffer);
  }
}
