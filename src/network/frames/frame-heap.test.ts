import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clearHeap, dropFirst, emptyHeap, type FrameHeap, push, sift } from './frame-heap';

const filled = (keys: readonly number[]): FrameHeap => {
  const heap = emptyHeap();
  keys.forEach((key, index) => {
    push(heap, key, 100 + index, index);
  });
  return heap;
};

function drain(heap: FrameHeap): [key: number, serial: number][] {
  const all: [number, number][] = [];
  while (heap.keys.length > 0) {
    expect(heap.frames[0]).toBe(100 + heap.serials[0]);
    all.push([heap.keys[0], heap.serials[0]]);
    dropFirst(heap);
  }
  return all;
}

const inOrder = (keys: readonly number[], isWanted = (_index: number) => true) =>
  keys
    .map((key, index): [number, number] => [key, index])
    .filter(([, index]) => isWanted(index))
    .sort(([key, index], [otherKey, otherIndex]) => key - otherKey || index - otherIndex);

const keys = fc.array(fc.integer({ min: 0, max: 9 }));

test('frames come out by their keys, equal ones by their serials', () => {
  fc.assert(
    fc.property(keys, (list) => {
      expect(drain(filled(list))).toEqual(inOrder(list));
    }),
  );
});

test('a sifted heap holds what was wanted, a cleared one nothing', () => {
  fc.assert(
    fc.property(keys, (list) => {
      const heap = filled(list);
      sift(heap, (_frame, serial) => serial % 3 !== 0);
      expect(drain(heap)).toEqual(inOrder(list, (index) => index % 3 !== 0));
      const other = filled(list);
      clearHeap(other);
      expect(drain(other)).toEqual([]);
    }),
  );
});
