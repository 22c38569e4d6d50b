import { describe, expect, it } from 'vitest';
import { check } from '../schema/check';
import { duration } from './duration-field';

const field = duration({ dist: 'exponential', meanMs: 10 });

describe('a random duration', () => {
  it.each([
    [{ dist: 'uniform', minMs: 5, maxMs: 4 }, 'minMs not above maxMs'],
    [{ dist: 'lognormal', meanMs: 10, p99Ms: 9 }, 'p99Ms between meanMs and 14.96 times meanMs'],
    [{ dist: 'lognormal', meanMs: 10, p99Ms: 150 }, 'p99Ms between meanMs and 14.96 times meanMs'],
    [{ dist: 'hyperexponential', phases: [] }, 'at least one phase'],
    [{ dist: 'empirical', valuesMs: [] }, 'at least one value in valuesMs'],
    [{ dist: 'empirical', valuesMs: [1, 2], weights: [1] }, 'as many weights as values'],
    [{ dist: 'empirical', valuesMs: [1, 2], weights: [0, 0] }, 'one of them positive'],
  ])('refuses %j, whose parameters do not go together', (value, expected) => {
    const checked = check(field, value);
    expect(checked).toMatchObject({ ok: false, issues: [{ expected: expect.stringContaining(expected) }] });
  });

  it.each([
    { dist: 'uniform', minMs: 5, maxMs: 5 },
    { dist: 'lognormal', meanMs: 10, p99Ms: 100, cv: null },
    { dist: 'lognormal', meanMs: 10, p99Ms: null, cv: 2 },
    { dist: 'empirical', valuesMs: [1, 2], weights: [0, 1] },
    { dist: 'empirical', valuesMs: [1, 2], weights: [] },
  ])('accepts %j', (value) => {
    expect(check(field, value)).toEqual({ ok: true, value });
  });
});
