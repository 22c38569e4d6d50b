import { describe, expect, test } from 'vitest';
import { HeapQueue } from './heap-queue';
import { Kernel, MAX_SUBJECT } from './kernel';
import { parsePlain, stringifyPlain } from './snapshot';

/** A kernel with one type of event, and what happened in it. */
function recording(maxEventsPerInstant?: number) {
  const kernel = new Kernel(1, maxEventsPerInstant);
  const log: [atMs: number, subject: number][] = [];
  const code = kernel.on((subject) => log.push([kernel.now, subject]));
  return { kernel, log, code };
}

describe('run', () => {
  test('executes everything up to and including its end, in order of time and then of scheduling', () => {
    const { kernel, log, code } = recording();
    kernel.at(5, code, 1);
    kernel.at(3, code, 2);
    kernel.at(5, code, 3);
    kernel.at(5.0000001, code, 4);
    expect(kernel.run(5)).toBe('reached');
    expect(log).toEqual([
      [3, 2],
      [5, 1],
      [5, 3],
    ]);
    expect([kernel.now, kernel.events, kernel.pending, kernel.nextAt]).toEqual([5, 3, 1, 5.0000001]);
  });

  test('moves the clock to its end although nothing happens there, but never to infinity and never back', () => {
    const { kernel, code } = recording();
    kernel.run(10);
    expect(kernel.now).toBe(10);
    kernel.at(12, code, 0);
    expect(kernel.run(Infinity)).toBe('reached');
    expect(kernel.now).toBe(12);
    kernel.run(3);
    expect(kernel.now).toBe(12);
  });

  test('includes what its events schedule for the same instant', () => {
    const kernel = new Kernel(1);
    const log: number[] = [];
    const code = kernel.on((subject) => {
      log.push(subject);
      if (subject > 0) kernel.after(0, code, subject - 1);
    });
    kernel.at(1, code, 3);
    kernel.run(1);
    expect(log).toEqual([3, 2, 1, 0]);
  });

  test('lets what was scheduled for an instant before happen before what is scheduled at that instant', () => {
    const kernel = new Kernel(1);
    const log: number[] = [];
    const code = kernel.on((subject) => {
      log.push(subject);
      if (subject === 1) for (const next of [10, 11]) kernel.at(1, code, next);
    });
    for (const subject of [1, 2]) kernel.at(1, code, subject);
    kernel.at(2, code, 3);
    expect(kernel.run(5, 1)).toBe('paused');
    expect([kernel.pending, kernel.nextAt]).toEqual([4, 1]);
    const saved = kernel.save();
    kernel.run(5);
    expect(log).toEqual([1, 2, 10, 11, 3]);
    log.length = 0;
    kernel.restore(saved);
    kernel.run(5);
    expect(log).toEqual([2, 10, 11, 3]);
  });

  test('stops after its budget, and the clock stands at the last event', () => {
    const { kernel, log, code } = recording();
    for (const atMs of [1, 2, 3]) kernel.at(atMs, code, 0);
    expect(kernel.run(10, 2)).toBe('paused');
    expect([log.length, kernel.now]).toEqual([2, 2]);
    expect(kernel.run(10, 0)).toBe('paused');
    expect(log.length).toBe(2);
    expect(kernel.run(10, 1)).toBe('reached');
    expect(kernel.now).toBe(10);
  });

  test('comes back after the event that interrupts it', () => {
    const kernel = new Kernel(1);
    const code = kernel.on(() => kernel.interrupt());
    kernel.at(1, code, 0);
    kernel.at(2, code, 0);
    expect(kernel.run(10)).toBe('paused');
    expect(kernel.now).toBe(1);
    expect(kernel.run(10)).toBe('paused');
    expect(kernel.now).toBe(2);
    expect(kernel.run(10)).toBe('reached');
  });

  test('gives up on a loop in which no time passes, also over several calls, but not on a busy instant', () => {
    const kernel = new Kernel(1, 100);
    const code = kernel.on(() => kernel.after(0, code, 0));
    kernel.at(1, code, 0);
    expect(kernel.run(5, 60)).toBe('paused');
    expect(kernel.run(5, 60)).toBe('stuck');

    const busy = recording(100);
    for (let i = 0; i < 100; i++) busy.kernel.at(1, busy.code, 0);
    for (let i = 0; i < 100; i++) busy.kernel.at(2, busy.code, 0);
    expect(busy.kernel.run(5)).toBe('reached');
  });
});

describe('events', () => {
  test('carry their type and any subject below the bound', () => {
    const kernel = new Kernel(1);
    const log: [string, number][] = [];
    const first = kernel.on((subject) => log.push(['first', subject]));
    for (let i = 0; i < 125; i++) kernel.on(() => log.push(['other', 0]));
    const last = kernel.on((subject) => log.push(['last', subject]));
    kernel.at(1, last, MAX_SUBJECT - 1);
    kernel.at(2, first, MAX_SUBJECT - 1);
    kernel.run(2);
    expect(log).toEqual([
      ['last', MAX_SUBJECT - 1],
      ['first', MAX_SUBJECT - 1],
    ]);
    expect(() => kernel.on(() => undefined)).toThrow(RangeError);
  });
});

describe('a checkpoint', () => {
  test.each([
    ['calendar', () => new Kernel(3)],
    ['heap', () => new Kernel(3, 1e6, new HeapQueue())],
  ])('goes through JSON, and the %s goes on alike in another kernel', (_name, create) => {
    const build = () => {
      const kernel = create();
      const random = kernel.random.stream('gaps');
      const log: [number, number][] = [];
      const code = kernel.on((subject) => {
        log.push([kernel.now, subject]);
        kernel.after(Math.floor(random.unit() * 5), code, subject);
        if (random.below(20) === 0) kernel.after(random.unit() * 1e5, code, subject + 100);
      });
      for (let i = 0; i < 50; i++) kernel.at(i % 7, code, i);
      return { kernel, log };
    };
    const original = build();
    original.kernel.run(300, 777);
    const text = stringifyPlain(original.kernel.save());
    const before = original.log.length;
    original.kernel.run(2_000);

    const copy = build();
    copy.kernel.restore(parsePlain(text) as ReturnType<Kernel['save']>);
    copy.kernel.run(2_000);
    expect(copy.log).toEqual(original.log.slice(before));
    expect(copy.kernel.events).toBe(original.kernel.events);
    expect(stringifyPlain(copy.kernel.save())).toBe(stringifyPlain(original.kernel.save()));
  });
});
