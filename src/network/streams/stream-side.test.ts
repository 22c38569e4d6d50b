import { expect, test } from 'vitest';
import { comesThrough, heardAll, resendAfterMs, saidAll, silent } from './stream-side';

test('a side has said all when all has left, and was heard when all has been read', () => {
  const side = silent(1);
  expect([saidAll(side), heardAll(side)]).toEqual([false, false]);
  expect(saidAll({ ...side, toCome: 0, ready: 1 })).toBe(false);
  const underWay = { ...side, toCome: 0, underWay: 1 };
  expect([saidAll(underWay), heardAll(underWay)]).toEqual([true, false]);
  expect(heardAll({ ...underWay, underWay: 0, taken: 1 })).toBe(true);
  expect(heardAll(silent(0))).toBe(true);
});

test('what is lost is sent again after waits that double, until nothing has come through for 127 s', () => {
  const side = silent(1);
  const waits: number[] = [];
  let nowMs = 1_000;
  for (let wait = resendAfterMs(side, nowMs); wait !== null; wait = resendAfterMs(side, nowMs)) {
    waits.push(wait);
    nowMs += wait;
  }
  expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 102_400]);
});

test('what comes through lets the waits begin again', () => {
  const side = silent(2);
  expect([resendAfterMs(side, 0), resendAfterMs(side, 200)]).toEqual([200, 400]);
  comesThrough(side);
  expect(side.lostSince).toBeNull();
  expect(resendAfterMs(side, 130_000)).toBe(200);
});
