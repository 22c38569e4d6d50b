import { expect, test } from 'vitest';
import { Turns } from './turns';

function crowd(size: number, many: number) {
  const turns = new Turns(many);
  const told: number[] = [];
  const leave = Array.from({ length: size }, (_, who) => turns.add(() => void told.push(who)));
  const round = () => {
    told.length = 0;
    turns.tellSome();
    return [...told];
  };
  return { turns, told, leave, round };
}

test('a few are told half at a time, and a hundred no more than so many', () => {
  const few = crowd(5, 10);
  expect([few.round(), few.round(), few.round()]).toEqual([
    [0, 1, 2],
    [3, 4, 0],
    [1, 2, 3],
  ]);
  const more = crowd(60, 10);
  const told = Array.from({ length: 6 }, more.round);
  expect(told.map(({ length }) => length)).toEqual([10, 10, 10, 10, 10, 10]);
  expect(new Set(told.flat()).size).toBe(60);
});

test('of a great many, each has its turn every eighth time', () => {
  const { round } = crowd(800, 10);
  expect(new Set(Array.from({ length: 8 }, round).flat()).size).toBe(800);
});

test('who leaves is told no more, and nobody loses a turn by that', () => {
  const { round, leave, turns, told } = crowd(6, 10);
  expect(round()).toEqual([0, 1, 2]);
  leave[1]();
  leave[1]();
  expect(round()).toEqual([3, 4, 5]);
  told.length = 0;
  turns.tellAll();
  expect([...told].sort()).toEqual([0, 2, 3, 4, 5]);
  for (const go of leave) go();
  expect(round()).toEqual([]);
});

test('whoever is told may leave at once, and others may come', () => {
  const turns = new Turns(10);
  const told: string[] = [];
  const leave = turns.add(() => {
    told.push('first');
    leave();
    turns.add(() => void told.push('newcomer'));
  });
  turns.add(() => void told.push('second'));
  turns.tellAll();
  expect(told).toEqual(['first', 'second']);
  turns.tellAll();
  expect(told.slice(2).sort()).toEqual(['newcomer', 'second']);
});
