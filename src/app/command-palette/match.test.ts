import { expect, test } from 'vitest';
import { matchScore, search } from './match';

test('what begins with the words comes before what has them within', () => {
  const all = [{ text: 'Add Service' }, { text: 'Service map' }, { text: 'Observice' }];
  expect(search('serv', all).map(({ text }) => text)).toEqual(['Service map', 'Add Service', 'Observice']);
});

test('beginnings of words are enough, and words in any order', () => {
  expect(matchScore('rr', 'Rolling restart')).toBeGreaterThan(0);
  expect(matchScore('restart roll', 'Rolling restart')).toBeGreaterThan(0);
  expect(matchScore('xyz', 'Rolling restart')).toBe(0);
});

test('what is also said of it finds it, after those that are called so', () => {
  const all = [{ text: 'Retry storm', also: 'The cause is gone, the outage stays' }, { text: 'Outage' }];
  expect(search('outage', all).map(({ text }) => text)).toEqual(['Outage', 'Retry storm']);
});

test('nothing typed, nothing left out', () => expect(search(' ', [{ text: 'a' }, { text: 'b' }])).toHaveLength(2));
