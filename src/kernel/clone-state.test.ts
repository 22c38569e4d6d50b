import { describe, expect, it } from 'vitest';
import { cloneState } from './clone-state';

class Counter {
  readonly counts = new Float64Array(2);
  readonly names = new Map([['a', { seen: 1 }]]);
  readonly parts = [new Part(), new Part()];
  constructor(readonly plan: object) {}
  add(): void {
    this.counts[0]++;
  }
}
class Part {
  total = 0;
  grow(): number {
    return ++this.total;
  }
}

describe('a copy of a state', () => {
  it('lives on its own, class and all', () => {
    const original = new Counter({});
    const copy = cloneState(original);
    original.add();
    original.parts[0].grow();
    original.names.set('b', { seen: 2 });
    expect(copy).toBeInstanceOf(Counter);
    expect(copy.counts[0]).toBe(0);
    expect(copy.parts[0].grow()).toBe(1);
    expect([...copy.names.keys()]).toEqual(['a']);
  });

  it('shares what it is told to share', () => {
    const plan = { big: true };
    expect(cloneState(new Counter(plan), new Set([plan])).plan).toBe(plan);
    expect(cloneState(new Counter(plan)).plan).not.toBe(plan);
  });

  it('keeps views of one buffer views of one buffer', () => {
    const whole = new Float64Array(4);
    const copy = cloneState({ whole, half: whole.subarray(2) });
    copy.half[0] = 7;
    expect([...copy.whole]).toEqual([0, 0, 7, 0]);
    expect([...whole]).toEqual([0, 0, 0, 0]);
  });

  it('keeps one object one, and follows circles', () => {
    const shared = { n: 1 };
    const circle: { a: object; b: object; self?: object } = { a: shared, b: shared };
    circle.self = circle;
    const copy = cloneState(circle);
    expect(copy.a).toBe(copy.b);
    expect(copy.self).toBe(copy);
  });
});
