import { describe, expect, it } from 'vitest';
import { average } from './average';

describe('the average of replications', () => {
  it('gives every number its mean and the half-width of its interval', () => {
    const { mean, halfWidth } = average([{ a: { ok: 1 } }, { a: { ok: 2 } }, { a: { ok: 3 } }], 0.95);
    expect(mean).toEqual({ a: { ok: 2 } });
    // Student's t for 2 degrees of freedom is 4.303; the standard error of 1, 2, 3 is 1 / √3.
    expect(halfWidth.a.ok).toBeCloseTo(4.3027 / Math.sqrt(3), 3);
  });

  it('keeps texts, and leaves them out of the half-widths', () => {
    const node = { kind: 'service', queues: [{ name: 'q', ready: 4 }] };
    expect(average([node, node], 0.95)).toEqual({ mean: node, halfWidth: { queues: [{ ready: 0 }] } });
  });

  it('takes a count that a replication leaves out for 0', () => {
    const replications: Partial<Record<string, number>>[] = [{ timeout: 4 }, { refused: 2 }, {}, {}];
    const { mean } = average(replications, 0.95);
    expect(mean).toEqual({ timeout: 1, refused: 0.5 });
    const nested: { failedBy?: { timeout: number } }[] = [{}, { failedBy: { timeout: 4 } }];
    expect(average(nested, 0.95).mean).toEqual({ failedBy: { timeout: 2 } });
  });

  it('leaves latencies that measure nothing out', () => {
    const nothing = { ok: 0, latencyMs: { p95: 0 } };
    const { mean } = average([nothing, { ok: 2, latencyMs: { p95: 10 } }, { ok: 4, latencyMs: { p95: 20 } }], 0.95);
    expect(mean).toEqual({ ok: 2, latencyMs: { p95: 15 } });
    expect(average([nothing, nothing], 0.95).mean).toEqual(nothing);
  });

  it('says nothing about how far one replication may be off', () => {
    expect(average([{ ok: 1 }], 0.95)).toEqual({ mean: { ok: 1 }, halfWidth: { ok: Infinity } });
  });
});
