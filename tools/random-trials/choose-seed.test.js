import { expect, it } from 'vitest';
import { seedFor } from './choose-seed.js';

it('is the number that is asked for, or any', () => {
  expect(seedFor('7')).toBe(7);
  expect(seedFor('-1')).toBe(-1);
  expect(Number.isInteger(seedFor('random'))).toBe(true);
});

it.each(['', 'seven', '0.5', '1e99'])('is never %j', (asked) => {
  expect(() => seedFor(asked)).toThrow('PROPERTY_SEED');
});
