import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CalendarQueue } from './calendar-queue';
import { type EventQueue, NO_EVENT, type SavedEvents } from './event-queue';
import { HeapQueue } from './heap-queue';

/** The obvious queue: a list, sorted by (time, order of arrival). */
class ListQueue implements EventQueue {
  time = 0;
  private events: { time: number; payload: number }[] = [];
  get size(): number {
    return this.events.length;
  }
  push(time: number, payload: number): void {
    const later = this.events.findIndex((event) => event.time > time);
    this.events.splice(later < 0 ? this.events.length : later, 0, { time, payload });
  }
  peek(): number {
    return this.events[0]?.time ?? Infinity;
  }
  pop(untilMs = Infinity): number {
    if (this.peek() > untilMs) return NO_EVENT;
    const { time, payload } = this.events.shift()!;
    this.time = time;
    return payload;
  }
  save(): SavedEvents {
    return {
      times: Float64Array.from(this.events, (event) => event.time),
      payloads: Int32Array.from(this.events, (event) => event.payload),
    };
  }
  restore(saved: SavedEvents): void {
    this.events = Array.from(saved.times, (time, i) => ({ time, payload: saved.payloads[i] }));
  }
}

type Deed = { readonly do: 'push'; readonly ahead: number } | { readonly do: 'pop' | 'peek' | 'save' };

/** How far ahead events lie: ties, a crowd, a spread, and gaps of hours between neighbours. */
const ahead = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1e3, noNaN: true }),
  fc.double({ min: 0, max: 8.64e9, noNaN: true }),
  fc.constant(1e-12),
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: ahead.map((ms) => ({ do: 'push' as const, ahead: ms })) },
  { weight: 5, arbitrary: fc.constant({ do: 'pop' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'peek' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'save' as const }) },
);

/** Does the same to two queues and compares all that they answer. */
function expectAlike(real: EventQueue, model: EventQueue, deeds: readonly Deed[]): void {
  let payload = 0;
  for (const step of deeds) {
    if (step.do === 'push') {
      real.push(model.time + step.ahead, payload);
      model.push(model.time + step.ahead, payload++);
    } else if (step.do === 'peek') expect(real.peek()).toBe(model.peek());
    else if (step.do === 'save') {
      const saved = real.save();
      expect(saved).toEqual(model.save());
      real.restore(saved);
      expect(real.save()).toEqual(saved);
    } else if (model.size > 0) {
      const early = model.peek() - 1e-9;
      if (early < model.peek()) expect(real.pop(early)).toBe(NO_EVENT);
      expect(real.pop(model.peek())).toBe(model.pop());
      expect(real.time).toBe(model.time);
    }
    expect(real.size).toBe(model.size);
  }
  while (model.size > 0) {
    expect(real.peek()).toBe(model.peek());
    expect(real.pop()).toBe(model.pop());
    expect(real.time).toBe(model.time);
  }
  expect(real.peek()).toBe(Infinity);
}

describe.each([
  ['the heap', () => new HeapQueue()],
  ['the calendar', () => new CalendarQueue()],
])('%s', (_name, create) => {
  test('is a list sorted by time and order of arrival, whatever one does to it (seed 7)', () => {
    const deeds = fc.array(deed, { maxLength: 300 });
    fc.assert(
      fc.property(deeds, (list) => expectAlike(create(), new ListQueue(), list)),
      { seed: 7, numRuns: 150 },
    );
  });

  test('lets equals out as they came in, thousands of them', () => {
    const queue = create();
    for (let i = 0; i < 5_000; i++) queue.push(i % 3, i);
    const popped = Array.from({ length: 5_000 }, () => queue.pop());
    const expected = [0, 1, 2].flatMap((rest) =>
      Array.from({ length: Math.ceil((5_000 - rest) / 3) }, (_, i) => 3 * i + rest),
    );
    expect(popped).toEqual(expected);
  });

  test('keeps payloads of all 31 bits', () => {
    const queue = create();
    for (const payload of [0, 2 ** 31 - 1, (126 << 24) | 0xffffff]) queue.push(1, payload);
    expect([queue.pop(), queue.pop(), queue.pop()]).toEqual([0, 2 ** 31 - 1, (126 << 24) | 0xffffff]);
  });
});

describe('the calendar against the heap', () => {
  /** Holds `size` events and replaces each as it is popped, as a simulation does. */
  function hold(size: number, steps: number, gap: (draw: number) => number): void {
    const calendar = new CalendarQueue();
    const heap = new HeapQueue();
    let state = 1;
    const draw = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const push = (time: number, payload: number) => {
      calendar.push(time, payload);
      heap.push(time, payload);
    };
    for (let i = 0; i < size; i++) push(gap(draw()), i);
    for (let i = 0; i < steps; i++) {
      const payload = heap.pop();
      if (calendar.pop() !== payload || calendar.time !== heap.time) throw new Error(`they part at step ${i}`);
      push(heap.time + gap(draw()), payload);
    }
    while (heap.size > 0) expect(calendar.pop()).toBe(heap.pop());
  }

  test.each<[string, (draw: number) => number]>([
    ['evenly', (draw) => draw * 100],
    ['exponentially', (draw) => -50 * Math.log(draw + 1e-12)],
    ['on a few whole numbers', (draw) => Math.floor(draw * 4)],
    ['in two crowds a day apart', (draw) => (draw < 0.9 ? draw : 86_400_000 * draw)],
    ['over fifteen orders of magnitude', (draw) => 10 ** (15 * draw - 6)],
  ])('agrees on 3,000 events that lie %s', (_name, gap) => {
    hold(3_000, 12_000, gap);
    hold(7, 500, gap);
  });

  test('agrees while events come a thousand times as fast, and then as slowly as before', () => {
    let drawn = 0;
    hold(300, 30_000, (draw) => draw * (Math.floor(++drawn / 6_000) % 2 === 0 ? 1_000 : 1));
  });

  test('agrees while it grows to 20,000 and shrinks to nothing, twice', () => {
    const calendar = new CalendarQueue();
    const heap = new HeapQueue();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 20_000; i++) {
        const time = heap.time + ((i * 7919) % 1009) / (1 + round * 500);
        calendar.push(time, i);
        heap.push(time, i);
      }
      let same = true;
      while (heap.size > 0) same = heap.pop() === calendar.pop() && same;
      expect(same).toBe(true);
    }
  });
});
