import { describe, expect, it } from 'vitest';
import { Fingerprint } from './fingerprint';
import { createTraceColumns, type TraceColumns } from './trace';

const ROWS = 50;

function sample(): TraceColumns {
  const columns = createTraceColumns(ROWS);
  for (let row = 0; row < ROWS; row++) {
    columns.at[row] = row * 0.1;
    columns.fact[row] = row % 7;
    columns.detail[row] = row % 3;
    columns.place[row] = row % 5;
    columns.serial[row] = row;
    columns.extra[row] = 1 - (row % 3);
    columns.value[row] = row / 3;
  }
  return columns;
}

const fingerprintOf = (columns: TraceColumns, from = 0, to = ROWS): string => {
  const fingerprint = new Fingerprint();
  fingerprint.read(columns, from, to);
  return fingerprint.toString();
};

describe('the fingerprint of a trace', () => {
  it('is 16 hexadecimal digits, and stays what it is: links and reports carry it', () => {
    expect(fingerprintOf(sample())).toBe('da67be2db3864c27');
    expect(new Fingerprint().toString()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('does not depend on how the trace is cut into chunks', () => {
    const columns = sample();
    const fingerprint = new Fingerprint();
    for (const [from, to] of [[0, 1], [1, 1], [1, 33], [33, ROWS]]) fingerprint.read(columns, from, to); // biome-ignore format: pairs
    expect(fingerprint.toString()).toBe(fingerprintOf(columns));
  });

  it.each(['at', 'fact', 'detail', 'place', 'serial', 'extra', 'value'] as const)(
    'notices one changed %s',
    (column) => {
      const changed = sample();
      changed[column][20] += 1;
      expect(fingerprintOf(changed)).not.toBe(fingerprintOf(sample()));
    },
  );

  it('notices the last bit of a time and the sign of a zero', () => {
    const columns = sample();
    columns.at[10] += 2 ** -52;
    expect(fingerprintOf(columns)).not.toBe(fingerprintOf(sample()));
    const negative = sample();
    negative.value[0] = -0;
    expect(fingerprintOf(negative)).not.toBe(fingerprintOf(sample()));
  });

  it('notices two facts that change places', () => {
    const swapped = sample();
    for (const column of Object.values(swapped)) [column[4], column[5]] = [column[5], column[4]];
    expect(fingerprintOf(swapped)).not.toBe(fingerprintOf(sample()));
  });

  it('notices a fact of nothing but zeros at the end', () => {
    const columns = createTraceColumns(2);
    expect(fingerprintOf(columns, 0, 1)).not.toBe(fingerprintOf(columns, 0, 2));
  });

  it('takes every NaN for the same', () => {
    const one = sample();
    const other = sample();
    one.value[3] = Number.NaN;
    other.valueBits[3] = 0xffc12345;
    expect(other.value[3]).toBeNaN();
    expect(fingerprintOf(one)).toBe(fingerprintOf(other));
    one.value[3] = Infinity;
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });

  it('goes on from a checkpoint', () => {
    const columns = sample();
    const first = new Fingerprint();
    first.read(columns, 0, 30);
    const second = new Fingerprint();
    second.restore(JSON.parse(JSON.stringify(first.save())));
    second.read(columns, 30, ROWS);
    expect(second.toString()).toBe(fingerprintOf(columns));
  });

  it('reads columns that are views into a larger buffer', () => {
    const columns = sample();
    const shifted = { ...columns, at: new Float64Array(new ArrayBuffer(8 * (ROWS + 2)), 16, ROWS) };
    shifted.at.set(columns.at);
    expect(fingerprintOf(shifted)).toBe(fingerprintOf(columns));
  });
});
