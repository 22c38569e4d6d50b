import { describe, expect, it } from 'vitest';
import type { Intervention } from '../scenario/scenario';
import { faultsAt, faultsLastUntil } from './faults';

const cut = (atMs: number, durationMs: number | null = null): Intervention => ({
  action: 'cut',
  target: { link: 'l1' },
  atMs,
  durationMs,
});

describe('faults in force', () => {
  it('begin at their moment', () => {
    expect(faultsAt([cut(1_000)], 999).get('link:l1')).toBeUndefined();
    expect(faultsAt([cut(1_000)], 1_000).get('link:l1')?.cut).toBe(true);
  });

  it('end after their duration', () => {
    expect(faultsAt([cut(1_000, 500)], 1_499).get('link:l1')?.cut).toBe(true);
    expect(faultsAt([cut(1_000, 500)], 1_500).get('link:l1')?.cut).toBe(false);
  });

  it('end when healed, whatever the order of the list', () => {
    const heal: Intervention = { action: 'heal', target: { link: 'l1' }, atMs: 2_000, durationMs: null };
    expect(faultsAt([heal, cut(1_000)], 3_000).has('link:l1')).toBe(false);
  });

  it('last until the next begins, or one of them ends', () => {
    const list = [cut(1_000, 500), cut(4_000)];
    expect([0, 1_000, 1_500, 4_000].map((atMs) => faultsLastUntil(list, atMs))).toEqual([
      1_000,
      1_500,
      4_000,
      Infinity,
    ]);
  });

  it('a pause ends with a crash; errors and losses with their time', () => {
    const target = { node: 'n' };
    const pause: Intervention = { action: 'pause', target, atMs: 0, durationMs: null };
    const errors: Intervention = { action: 'errors', share: 0.5, target, atMs: 0, durationMs: 10 };
    const crash: Intervention = { action: 'crash', target, atMs: 5, durationMs: null };
    const list = [pause, errors, crash];
    expect(faultsAt(list, 4).get('node:n')).toMatchObject({ paused: true, errors: 0.5 });
    expect(faultsAt(list, 10).get('node:n')).toMatchObject({ paused: false, errors: 0 });
  });

  it('leave other targets alone, and keep a slow-down beside a cut', () => {
    const slow: Intervention = { action: 'slow', factor: 5, target: { link: 'l1' }, atMs: 500, durationMs: null };
    const faults = faultsAt([slow, cut(1_000)], 2_000);
    expect(faults.get('link:l1')).toEqual({
      cut: true,
      slowFactor: 5,
      loss: 0,
      errors: 0,
      paused: false,
      parted: false,
      starved: 0,
      delayMs: 0,
      notConsuming: false,
      skewMs: 0,
    });
    expect(faults.get('node:l1')).toBeUndefined();
  });
});
