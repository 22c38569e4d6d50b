import { describe, expect, it } from 'vitest';
import type { Intervention } from '../scenario/scenario';
import { faultsAt } from './faults';

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

  it('leave other targets alone, and keep a slow-down beside a cut', () => {
    const slow: Intervention = { action: 'slow', factor: 5, target: { link: 'l1' }, atMs: 500, durationMs: null };
    const faults = faultsAt([slow, cut(1_000)], 2_000);
    expect(faults.get('link:l1')).toEqual({ cut: true, slowFactor: 5 });
    expect(faults.get('node:l1')).toBeUndefined();
  });
});
