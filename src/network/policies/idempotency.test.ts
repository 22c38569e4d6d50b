import { describe, expect, test } from 'vitest';
import { Claim } from './claim';
import { IdempotencyKeys } from './idempotency';
import { idempotencyField } from './idempotency-field';

const keysOf = (ttlMs: number, capacity: number) => new IdempotencyKeys({ ttlMs, capacity });

describe('idempotency keys', () => {
  test('tell a duplicate whether the work is under way or done', () => {
    const keys = new IdempotencyKeys(idempotencyField.default);
    const claims = [keys.claim(7, 0), keys.claim(7, 1)];
    keys.complete(7);
    expect([...claims, keys.claim(7, 2), keys.claim(8, 2)]).toEqual([
      Claim.fresh,
      Claim.underWay,
      Claim.done,
      Claim.fresh,
    ]);
  });

  test('give the work of a failed attempt to the next', () => {
    const keys = keysOf(1_000, 10);
    keys.claim(7, 0);
    keys.release(7);
    expect(keys.claim(7, 1)).toBe(Claim.fresh);
  });

  test('are forgotten after their time, counted from when they were first seen', () => {
    const keys = keysOf(1_000, 10);
    keys.claim(7, 0);
    keys.complete(7);
    expect([keys.claim(7, 999), keys.claim(7, 1_000)]).toEqual([Claim.done, Claim.fresh]);
  });

  test('push the oldest out when there are too many, so that its work is done twice', () => {
    const keys = keysOf(1_000_000, 2);
    for (const key of [1, 2, 3]) keys.claim(key, key);
    expect([keys.size, keys.claim(2, 5), keys.claim(1, 5)]).toEqual([2, Claim.underWay, Claim.fresh]);
  });

  test('survive in a checkpoint, in their order, and not in a table that is cleared', () => {
    const first = keysOf(100, 2);
    first.claim(1, 0);
    first.claim(2, 50);
    first.complete(2);
    const second = keysOf(100, 2);
    second.restore(JSON.parse(JSON.stringify(first.save())));
    expect([second.claim(2, 100), second.claim(1, 100)]).toEqual([Claim.done, Claim.fresh]);
    second.clear();
    expect(second.claim(2, 100)).toBe(Claim.fresh);
  });
});
