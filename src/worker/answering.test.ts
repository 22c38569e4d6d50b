import { expect, it } from 'vitest';
import { behaviours } from '../kinds/behaviours';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import { answersOf, loadAnswers, onceAnswering } from './answering';
import { Run } from './run';

it('lets the first questions wait, in order, and answers later ones at once', async () => {
  const run = new Run(EMPTY_SCENARIO, behaviours, { read: () => {} });
  const told: string[] = [];
  const ask = (name: string) => onceAnswering(() => told.push(answersOf(run) === null ? 'too early' : name));
  ask('first');
  ask('second');
  expect(told).toEqual([]);
  await loadAnswers();
  expect(told).toEqual(['first', 'second']);
  ask('third');
  expect(told).toEqual(['first', 'second', 'third']);
});
