import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SerialTable } from './serial-table';

it('behaves like a Map', () => {
  const serial = fc.oneof(fc.nat(300), fc.constant(0xfffffffe), fc.nat(0xfffffffe));
  const step = fc.record({ serial, number: fc.option(fc.nat(0x7fffffff)) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
      const table = new SerialTable();
      const map = new Map<number, number>();
      for (const { serial, number } of steps) {
        if (number === null) {
          table.delete(serial);
          map.delete(serial);
        } else {
          table.set(serial, number);
          map.set(serial, number);
        }
      }
      expect(table.size).toBe(map.size);
      for (const { serial } of steps) expect(table.get(serial)).toBe(map.get(serial) ?? -1);
    }),
    { seed: 30, numRuns: 200 },
  );
});
