import { describe, expect, it } from 'vitest';
import { Checkpoints } from './checkpoints';

/** A run of one event a millisecond. */
function checkpointed(events: number, bytes = 1_000): Checkpoints<string> {
  const checkpoints = new Checkpoints<string>(() => bytes);
  for (let at = 0; at <= events; at += 1000) {
    if (checkpoints.isDue(at)) checkpoints.add({ atMs: at, events: at, state: `state at ${at}` });
  }
  return checkpoints;
}

describe('checkpoints', () => {
  it('begin with the beginning', () => {
    expect(checkpointed(0).before(0)?.state).toBe('state at 0');
  });

  it('are near every moment of a short run', () => {
    const checkpoints = checkpointed(1_000_000);
    for (const at of [0, 49_999, 50_000, 731_234, 1_000_000]) {
      expect(at - (checkpoints.before(at)?.atMs ?? Infinity)).toBeLessThanOrEqual(50_000);
    }
  });

  it('lie farther apart in a long run, and stay few', () => {
    const checkpoints = checkpointed(20_000_000);
    const kept = new Set(Array.from({ length: 2000 }, (_, i) => checkpoints.before(i * 10_000)?.atMs));
    expect(kept.size).toBeLessThanOrEqual(64);
    expect(kept.size).toBeGreaterThan(30);
    expect(checkpoints.before(0)?.atMs).toBe(0);
  });

  it('of something large are few, and the beginning is among them', () => {
    const checkpoints = checkpointed(20_000_000, 40 * 1024 * 1024);
    const kept = new Set(Array.from({ length: 2000 }, (_, i) => checkpoints.before(i * 10_000)?.atMs));
    expect(kept.size).toBeLessThanOrEqual(2);
    expect(checkpoints.before(0)?.atMs).toBe(0);
  });

  it('after a changed moment are gone', () => {
    const checkpoints = checkpointed(1_000_000);
    checkpoints.dropAfter(500_000);
    expect(checkpoints.before(1_000_000)?.atMs).toBe(450_000);
  });
});
