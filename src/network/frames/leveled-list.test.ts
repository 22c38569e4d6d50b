import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Frames, NONE } from './frames';
import { appendToLevel, type LeveledList, prependToLevel, removeFromLevel } from './leveled-list';
import { clearIn, headIn, LIST_WORDS, lengthIn, tailIn } from './list-in-line';

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
      const words = new Int32Array(LIST_WORDS);
      clearIn(words, 0);
      const leveled: LeveledList = { words, list: 0, ends: new Array(LEVELS).fill(NONE) };
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
        for (let frame = headIn(words, 0); frame !== NONE; frame = frames.next[frame]) forwards.push(frame);
        const backwards: number[] = [];
        for (let frame = tailIn(words, 0); frame !== NONE; frame = frames.previous[frame]) backwards.push(frame);
        expect(forwards).toEqual(model.flat());
        expect(backwards).toEqual(model.flat().reverse());
        expect(lengthIn(words, 0)).toBe(forwards.length);
        expect(leveled.ends).toEqual(model.map((list) => list.at(-1) ?? NONE));
      }
    }),
  );
});
