import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyPlain, parsePlain, stringifyPlain } from './snapshot';

const arrays = fc.oneof(
  fc.float64Array({ maxLength: 8 }),
  fc.float32Array({ maxLength: 8 }),
  fc.int32Array({ maxLength: 8 }),
  fc.uint32Array({ maxLength: 8 }),
  fc.uint16Array({ maxLength: 8 }),
  fc.uint8Array({ maxLength: 8 }),
);
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.double().map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    arrays,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => !key.startsWith('$') && key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

describe('plain data as text', () => {
  test('comes back the same to the last bit (seed 11)', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(parsePlain(stringifyPlain(value))).toEqual(value);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test('keeps what JSON does not know: infinities, NaN and which NaN it was', () => {
    expect(parsePlain(stringifyPlain({ a: Infinity, b: -Infinity, c: [NaN] }))).toEqual({
      a: Infinity,
      b: -Infinity,
      c: [NaN],
    });
    const strange = new Float64Array(new BigUint64Array([0x7ff8dead_beef0001n, 0x8000000000000000n]).buffer);
    const back = parsePlain(stringifyPlain(strange)) as Float64Array;
    expect(new BigUint64Array(back.buffer)).toEqual(new BigUint64Array(strange.buffer));
  });

  test('takes part of a buffer for what it is, not for the whole', () => {
    const part = new Int32Array([1, 2, 3, 4]).subarray(1, 3);
    expect(parsePlain(stringifyPlain(part))).toEqual(Int32Array.of(2, 3));
  });

  test('leaves foreign objects with one odd key alone', () => {
    expect(parsePlain('{"$what":[1]}')).toEqual({ $what: [1] });
  });
});

test('a copy shares nothing with its original', () => {
  const original = { list: [{ n: 1 }], columns: Float64Array.of(1, 2), nothing: null };
  const copy = copyPlain(original);
  expect(copy).toEqual(original);
  copy.list[0].n = 2;
  copy.columns[0] = 9;
  expect(original).toEqual({ list: [{ n: 1 }], columns: Float64Array.of(1, 2), nothing: null });
});
