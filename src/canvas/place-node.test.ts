import { describe, expect, it } from 'vitest';
import { freePlace } from './place-node';

const size = { width: 160, height: 96 };

describe('a place for a new node', () => {
  it('is where it was wanted, on the grid', () => {
    expect(freePlace(size, { x: 101, y: 45 }, [])).toEqual({ x: 104, y: 48 });
  });

  it('is beside what is there already', () => {
    const taken = [{ x: 0, y: 0, ...size }];
    const place = freePlace(size, { x: 8, y: 8 }, taken);
    const clear = Math.abs(place.x) >= 160 || Math.abs(place.y) >= 96;
    expect(clear).toBe(true);
  });

  it('is the nearest, to the right of what is in the way', () => {
    expect(freePlace(size, { x: 0, y: 0 }, [{ x: 0, y: 0, ...size }])).toEqual({ x: 240, y: 0 });
  });

  it('is found in a crowd too', () => {
    const taken = Array.from({ length: 25 }, (_, i) => ({ x: (i % 5) * 160, y: Math.floor(i / 5) * 96, ...size }));
    const place = freePlace(size, { x: 320, y: 192 }, taken);
    for (const box of taken) {
      expect(place.x >= box.x + 160 || place.x + 160 <= box.x || place.y >= box.y + 96 || place.y + 96 <= box.y).toBe(
        true,
      );
    }
  });
});
