import { describe, expect, test } from 'vitest';
import { distributions, keys, repartitions } from './fixtures/murmur2.json';
import { murmur2, partitionOfKey, utf8 } from './murmur2';

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe('the partitioner', () => {
  test.each(keys)('$id hashes as in Kafka', ({ keyHex, hash, positive, partition }) => {
    const bytes = bytesOf(keyHex);
    expect(murmur2(bytes)).toBe(hash);
    expect(murmur2(bytes) & 0x7fffffff).toBe(positive);
    for (const [count, at] of Object.entries(partition)) expect((murmur2(bytes) & 0x7fffffff) % Number(count)).toBe(at);
  });

  test.each(keys.filter((one) => 'keyText' in one))(
    '$id: text becomes the same bytes',
    ({ keyText = '', keyHex, partition }) => {
      expect(Array.from(utf8(keyText))).toEqual(Array.from(bytesOf(keyHex)));
      for (const [count, at] of Object.entries(partition)) expect(partitionOfKey(keyText, Number(count))).toBe(at);
    },
  );

  test.each(repartitions)('$id: so many of 10,000 keys move', ({ from, to, moved }) => {
    const orders = Array.from({ length: 10_000 }, (_, i) => `order-${i}`);
    expect(orders.filter((key) => partitionOfKey(key, from) !== partitionOfKey(key, to))).toHaveLength(moved);
  });

  test.each(distributions)('$id: 10,000 keys spread as in Kafka', ({ id, partitions, counts, min, max }) => {
    const [, , name = ''] = id.split('-');
    const prefix = name === 'decimal' ? '' : `${name}-`;
    const found = new Array<number>(partitions).fill(0);
    for (let i = 0; i < 10_000; i++) found[partitionOfKey(`${prefix}${i}`, partitions)]++;
    if (counts !== null) expect(found).toEqual(counts);
    expect([Math.min(...found), Math.max(...found)]).toEqual([min, max]);
  });
});
