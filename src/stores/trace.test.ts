import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stageWorld } from './testing/stage-world';
import { createTrace } from './trace';

function stage() {
  const { world, said, hear } = stageWorld();
  return { ...createTrace(world), said, hear };
}

const coverage = { completeFromMs: 0, chosenFromMs: 0, oneIn: 8, thinned: false };

describe('the requests that the page knows', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are asked for at once, then with the run, at most twice a second, and not when nobody looks', () => {
    const { watch, said, hear } = stage();
    hear({ type: 'tick' });
    expect(said).toEqual([]);
    const stop = watch();
    expect(said).toEqual([{ type: 'requests', order: 'failed', most: 60 }]);
    for (let ms = 0; ms < 2_000; ms += 50) {
      hear({ type: 'tick' });
      vi.advanceTimersByTime(50);
    }
    expect(said.length).toBeGreaterThanOrEqual(4);
    expect(said.length).toBeLessThanOrEqual(5);
    stop();
    const before = said.length;
    hear({ type: 'tick' });
    vi.advanceTimersByTime(2_000);
    expect(said).toHaveLength(before);
  });

  it('come in the order that is wanted now', () => {
    const { useTrace, watch, hear } = stage();
    watch();
    useTrace.getState().setOrder('slowest');
    hear({ type: 'requests', order: 'failed', requests: [], coverage, past: [] });
    expect(useTrace.getState().list).toBeNull();
    hear({ type: 'requests', order: 'slowest', requests: [], coverage, past: [] });
    expect(useTrace.getState().list?.order).toBe('slowest');
  });

  it('are forgotten with their run', () => {
    const { useTrace, watch, said, hear } = stage();
    watch();
    useTrace.getState().pick(7);
    expect(said.at(-1)).toEqual({ type: 'history', serial: 7 });
    hear({ type: 'history', serial: 8, atMs: 1, facts: null });
    expect(useTrace.getState().history).toBeNull();
    hear({ type: 'history', serial: 7, atMs: 1, facts: null });
    expect(useTrace.getState().history?.serial).toBe(7);
    hear({ type: 'loaded', atMs: 0 });
    expect(useTrace.getState()).toMatchObject({ picked: null, history: null, list: null });
  });
});
