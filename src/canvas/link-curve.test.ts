import { describe, expect, it } from 'vitest';
import { curveBetween, directionAt, linkCurve, pointAt } from './link-curve';

const box = (x: number, y: number) => ({ x, y, width: 160, height: 96 });

describe('the curve of a link', () => {
  it('leaves the right side and arrives at the left side, both in the middle', () => {
    const curve = linkCurve(box(0, 0), box(400, 200));
    expect(curve.slice(0, 2)).toEqual([160, 48]);
    expect(curve.slice(6)).toEqual([400, 248]);
  });

  it('runs straight between cards that stand one above the other, each way at its own side', () => {
    const down = linkCurve(box(0, 0), box(0, 200));
    expect(down.slice(1, 2)).toEqual([96]);
    expect(down.slice(7)).toEqual([200]);
    expect(directionAt(down, 0.5)).toEqual({ x: 0, y: 1 });
    const up = linkCurve(box(0, 200), box(0, 0));
    expect(directionAt(up, 0.5)).toEqual({ x: 0, y: -1 });
    expect(up[0]).not.toBe(down[0]);
  });

  it('goes back to a card at the left over the gap between them, below what it answers', () => {
    const back = linkCurve(box(400, 0), box(0, 0));
    expect(back.slice(0, 1)).toEqual([400]);
    expect(back.slice(6, 7)).toEqual([160]);
    expect(directionAt(back, 0.5)).toEqual({ x: -1, y: 0 });
    expect(back[1]).toBeGreaterThan(linkCurve(box(0, 0), box(400, 0))[1]);
  });

  it('loops round both where there is no gap to go back over', () => {
    expect(linkCurve(box(180, 200), box(0, 0)).slice(0, 1)).toEqual([340]);
  });

  it('takes the sides where there is no room between them', () => {
    expect(linkCurve(box(0, 0), box(0, 110)).slice(0, 2)).toEqual([160, 48]);
  });

  it('starts and ends level, whichever way it runs', () => {
    for (const [x, y] of [
      [400, 0],
      [400, 300],
      [-400, 50],
      [0, -300],
    ]) {
      const curve = curveBetween(0, 0, x, y);
      expect(directionAt(curve, 0)).toEqual({ x: 1, y: 0 });
      expect(directionAt(curve, 1)).toEqual({ x: 1, y: 0 });
    }
  });

  it('is at its ends at 0 and 1, and symmetric about its middle', () => {
    const curve = curveBetween(10, 20, 210, 120);
    expect(pointAt(curve, 0)).toEqual({ x: 10, y: 20 });
    expect(pointAt(curve, 1)).toEqual({ x: 210, y: 120 });
    expect(pointAt(curve, 0.5)).toEqual({ x: 110, y: 70 });
  });
});
