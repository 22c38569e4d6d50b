import { describe, expect, it } from 'vitest';
import { check } from './check';
import { choice, flag, group, integer, list, milliseconds, number, optional, text, variant } from './fields';

const service = group({
  replicas: integer({ default: 1, min: 1, max: 100 }),
  queueLimit: optional(integer({ default: 10 })),
  order: choice(['fifo', 'lifo'], 'fifo'),
  time: variant(
    'dist',
    { constant: { valueMs: milliseconds(5) }, uniform: { minMs: milliseconds(1), maxMs: milliseconds(2) } },
    { dist: 'constant', valueMs: 5 },
  ),
  names: list(text({ maxLength: 5 }), { maxItems: 2 }),
  sticky: flag(false),
});

describe('parameter fields', () => {
  it('fill in every default', () => {
    const checked = check(service, {});
    expect(checked).toEqual({ ok: true, value: service.default });
    expect(service.default).toEqual({
      replicas: 1,
      queueLimit: null,
      order: 'fifo',
      time: { dist: 'constant', valueMs: 5 },
      names: [],
      sticky: false,
    });
  });

  it('fill in the defaults of a chosen variant', () => {
    const checked = check(service, { time: { dist: 'uniform', maxMs: 9 } });
    expect(checked).toMatchObject({ ok: true, value: { time: { dist: 'uniform', minMs: 1, maxMs: 9 } } });
  });

  it.each([
    [{ replicas: 0 }, 'replicas', 'a whole number from 1 to 100', '0'],
    [{ replicas: 1.5 }, 'replicas', 'a whole number from 1 to 100', '1.5'],
    [{ replicas: Number.NaN }, 'replicas', 'a whole number from 1 to 100', 'NaN'],
    [{ replicas: 'many' }, 'replicas', 'a whole number from 1 to 100', '"many"'],
    [{ order: 'random' }, 'order', 'one of fifo, lifo', '"random"'],
    [{ time: { dist: 'gaussian' } }, 'time.dist', 'an object whose "dist" is one of constant, uniform', '"gaussian"'],
    [{ time: { dist: 'constant', valueMs: -1 } }, 'time.valueMs', 'a number from 0 to 86400000', '-1'],
    [{ names: ['a', 'much too long'] }, 'names[1]', 'a text of at most 5 characters', '"much too long"'],
    [{ names: ['a', 'b', 'c'] }, 'names', 'a list of at most 2 items', '3 items'],
    [{ sticky: 1 }, 'sticky', 'true or false', '1'],
    ['nonsense', '', 'an object', '"nonsense"'],
    [{ replicas: { toString: 1 } }, 'replicas', 'a whole number from 1 to 100', 'an object'],
  ])('refuse %j and say where, what and why', (value, path, expected, received) => {
    expect(check(service, value)).toEqual({ ok: false, issues: [{ path, expected, received }] });
  });

  it('refuse a misspelt name instead of ignoring it', () => {
    const checked = check(service, { replica: 3 });
    expect(checked).toMatchObject({ ok: false, issues: [{ path: 'replica' }] });
  });

  it('accept the bounds themselves', () => {
    const field = number({ default: 0, min: -1, max: 1 });
    expect(check(field, -1).ok && check(field, 1).ok).toBe(true);
  });
});
