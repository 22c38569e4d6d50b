import { expect, test } from 'vitest';
import { packColumns } from './pack-columns';

test('columns are the same side by side, in one buffer', () => {
  const columns = { sent: Float64Array.of(1, 2, 3), none: new Float64Array(0), busy: Float64Array.of(Number.NaN, 5) };
  const packed = packColumns(columns);
  expect(packed).toEqual(columns);
  expect(new Set(Object.values(packed).map(({ buffer }) => buffer)).size).toBe(1);
  expect(packColumns({})).toEqual({});
});
