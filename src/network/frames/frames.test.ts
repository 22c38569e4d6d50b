import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attach, detach, nextSibling } from './family';
import { append, emptyList, insertAfter, remove, takeFirst } from './frame-list';
import { Frames, NONE, Phase } from './frames';

const inUse = (frames: Frames): number[] => {
  const slots: number[] = [];
  frames.forEach((slot) => {
    slots.push(slot);
  });
  return slots;
};

describe('frames', () => {
  test('are given out once at a time, grow as needed, and go on from where they were saved (seed 3)', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (deeds) => {
        const frames = new Frames(4);
        const mine = new Set<number>();
        for (const [index, take] of deeds.entries()) {
          const [oldest] = mine;
          if (take || oldest === undefined) {
            const frame = frames.allocate();
            expect(mine.has(frame)).toBe(false);
            frames.phase[frame] = Phase.queued;
            frames.sentAt[frame] = index;
            mine.add(frame);
          } else {
            frames.release(oldest);
            mine.delete(oldest);
          }
        }
        expect(frames.inUse).toBe(mine.size);
        expect(inUse(frames)).toEqual([...mine].sort((a, b) => a - b));

        const copy = new Frames(1);
        copy.restore(frames.save());
        expect(copy.inUse).toBe(frames.inUse);
        expect(copy.save()).toEqual(frames.save());
        expect([copy.allocate(), copy.allocate()]).toEqual([frames.allocate(), frames.allocate()]);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test('come without a trace of who had them before', () => {
    const frames = new Frames(1);
    const first = frames.allocate();
    frames.child[first] = 7;
    frames.flags[first] = 255;
    frames.outcome[first] = 3;
    frames.pc[first] = 9;
    frames.attempt[first] = 4;
    frames.key[first] = 12;
    frames.source[first] = 13;
    frames.release(first);
    const again = frames.allocate();
    expect(again).toBe(first);
    const { child, next, previous, nextTimeout, flags, outcome, pc, attempt, key, source } = frames;
    expect([child, next, previous, nextTimeout].map((column) => column[again])).toEqual([NONE, NONE, NONE, NONE]);
    expect([flags, outcome, pc, attempt, key, source].map((column) => column[again])).toEqual([0, 0, 0, 1, 0, 0]);
  });
});

describe('columns that are optional', () => {
  const bytesOf = (frames: Frames) => frames.save().blocks.reduce((sum, block) => sum + (block?.length ?? 0), 0);

  test('take no room where nobody asks for them', () => {
    const all = new Frames();
    all.allocate();
    const few = new Frames();
    few.keep('attempts');
    few.dropUnasked();
    few.allocate();
    expect([few.keepsAttempts, few.keepsSubject, few.keepsSiblings, few.keepsMessages]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(bytesOf(few)).toBeLessThan(bytesOf(all));
  });

  test('may come later: nothing is known of the frames that there are', () => {
    const frames = new Frames(1);
    frames.dropUnasked();
    const parent = frames.allocate();
    frames.phase[parent] = Phase.blocked;
    const calls = [frames.allocate(), frames.allocate(), frames.allocate()];
    for (const call of calls) attach(frames, call, parent);
    expect(frames.keepsSiblings).toBe(true);
    detach(frames, calls[1]);
    const waitedFor: number[] = [];
    for (let call = frames.child[parent]; call !== NONE; call = nextSibling(frames, call)) waitedFor.push(call);
    expect(waitedFor).toEqual([calls[2], calls[0]]);
  });

  test('are those that were kept when it was saved, once it is restored', () => {
    const frames = new Frames(1);
    frames.dropUnasked();
    const frame = frames.allocate();
    frames.sentAt[frame] = 5;
    const before = frames.save();
    frames.keep('subject');
    frames.key[frame] = 7;
    const after = frames.save();
    frames.restore(before);
    expect([frames.keepsSubject, frames.sentAt[frame]]).toEqual([false, 5]);
    frames.restore(after);
    expect([frames.keepsSubject, frames.key[frame]]).toEqual([true, 7]);
  });
});

test('a list of frames keeps its order whatever is put in and taken out (seed 4)', () => {
  type Deed = { readonly kind: 'append' | 'front' | 'after' | 'remove' | 'take'; readonly at: number };
  const deed = fc.record<Deed>({
    kind: fc.constantFrom('append', 'front', 'after', 'remove', 'take'),
    at: fc.nat({ max: 50 }),
  });
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 100 }), (deeds) => {
      const frames = new Frames(8);
      const list = emptyList();
      const model: number[] = [];
      for (const { kind, at } of deeds) {
        const index = model.length === 0 ? 0 : at % model.length;
        if (kind === 'append' || (model.length === 0 && kind !== 'take')) {
          const frame = frames.allocate();
          append(frames, list, frame);
          model.push(frame);
        } else if (kind === 'front') {
          const frame = frames.allocate();
          insertAfter(frames, list, NONE, frame);
          model.unshift(frame);
        } else if (kind === 'after') {
          const frame = frames.allocate();
          insertAfter(frames, list, model[index], frame);
          model.splice(index + 1, 0, frame);
        } else if (kind === 'remove') remove(frames, list, model.splice(index, 1)[0]);
        else expect(takeFirst(frames, list)).toBe(model.shift() ?? NONE);
        expect([list.length, list.head, list.tail]).toEqual([model.length, model[0] ?? NONE, model.at(-1) ?? NONE]);
      }
      const found: number[] = [];
      for (let frame = list.head; frame !== NONE; frame = frames.next[frame]) found.push(frame);
      expect(found).toEqual(model);
    }),
    { seed: 4, numRuns: 200 },
  );
});
