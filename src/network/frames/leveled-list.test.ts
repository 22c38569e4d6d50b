import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyList } from './frame-list';
import { Frames, NONE } from './frames';
import { appendToLevel, type LeveledList, prependToLevel, removeFromLevel } from './leveled-list';

const LEVELS = 3;
const step = fc.record({
  what: fc.constantFrom('append', 'prepend', 'remove'),
  level: fc.integer({ min: 0, max: LEVELS - 1 }),
  which: fc.nat(),
});

test('is as one list for each level, one behind the other, whatever is done to it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const frames = new Frames(4);
      const leveled: LeveledList = { list: emptyList(), ends: new Array(LEVELS).fill(NONE) };
      const model: number[][] = Array.from({ length: LEVELS }, () => []);
      for (const { what, level, which } of steps) {
        if (what === 'remove') {
          const all = model.flat();
          if (all.length === 0) continue;
          const frame = all[which % all.length];
          const at = model.findIndex((list) => list.includes(frame));
          removeFromLevel(frames, leveled, at, frame);
          model[at].splice(model[at].indexOf(frame), 1);
        } else {
          const frame = frames.allocate();
          (what === 'append' ? appendToLevel : prependToLevel)(frames, leveled, level, frame);
          model[level][what === 'append' ? 'push' : 'unshift'](frame);
        }
        const forwards: number[] = [];
        for (let frame = leveled.list.head; frame !== NONE; frame = frames.next[frame]) forwards.push(frame);
        const backwards: number[] = [];
        for (let frame = leveled.list.tail; frame !== NONE; frame = frames.previous[frame]) backwards.push(frame);
        expect(forwards).toEqual(model.flat());
        expect(backwards).toEqual(model.flat().reverse());
        expect(leveled.list.length).toBe(forwards.length);
        expect(leveled.ends).toEqual(model.map((list) => list.at(-1) ?? NONE));
      }
    }),
  );
});
