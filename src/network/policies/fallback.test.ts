import { expect, test } from 'vitest';
import { check } from '../../schema/check';
import { Outcome } from '../outcomes';
import { Fallback } from './fallback';
import { fallbackField } from './fallback-field';

const [BROWSE, PAY] = [1, 2];

test('a fixed value stands in for every failure that it covers', () => {
  const fallback = new Fallback({ ...fallbackField.default, on: { ...fallbackField.default.on, error: false } });
  const covered = [Outcome.timeout, Outcome.breakerOpen, Outcome.error, Outcome.cancelled];
  expect(covered.map((outcome) => fallback.covers(outcome, BROWSE, 0))).toEqual([true, true, false, false]);
});

test('a cache stands in with the last good answer to the same operation, until it is too old', () => {
  const params = { ...fallbackField.default, source: { from: 'cache', maxAgeMs: 1_000 } } as const;
  const first = new Fallback(params);
  expect(first.covers(Outcome.timeout, BROWSE, 0)).toBe(false);
  first.succeeded(BROWSE, 100);
  first.succeeded(BROWSE, 500);
  const fallback = new Fallback(params);
  fallback.restore(JSON.parse(JSON.stringify(first.save())));
  expect([1_500, 1_501].map((nowMs) => fallback.covers(Outcome.timeout, BROWSE, nowMs))).toEqual([true, false]);
  expect(fallback.covers(Outcome.timeout, PAY, 600)).toBe(false);
});

test('what it comes from is told apart by a name', () => {
  expect(check(fallbackField, { source: { from: 'nowhere' } })).toMatchObject({
    issues: [{ path: 'source.from', expected: expect.stringMatching(/value|cache/) }],
  });
});
