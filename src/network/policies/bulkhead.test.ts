import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../schema/check';
import { Bulkhead } from './bulkhead';
import { Entry, NOBODY } from './bulkhead-entry';
import { type BulkheadParams, bulkheadField } from './bulkhead-field';
import reference from './fixtures/breakers-and-limits.json';

const bulkheadOf = (given: Partial<BulkheadParams>) => new Bulkhead({ ...bulkheadField.default, ...given });

describe('the bulkhead', () => {
  test('has resilience4j’s defaults', () => {
    const { defaults } = reference.defaults.find(({ id }) => id === 'defaults-resilience4j_Bulkhead')!;
    const bulkhead = bulkheadOf({});
    const entries = Array.from({ length: 26 }, (_, call) => bulkhead.enter(call, 0));
    expect(entries.filter((entry) => entry === Entry.admitted)).toHaveLength(defaults.maxConcurrentCalls!);
    expect([entries.at(-1), defaults.maxWaitDuration_ms]).toEqual([Entry.full, 0]);
  });

  test('is Envoy’s limit of requests and of those pending', () => {
    const { defaults } = reference.defaults.find(({ id }) => id === 'defaults-Envoy_cluster_circuit_breakers')!;
    const given = { maxConcurrent: defaults.max_requests!, maxQueued: defaults.max_pending_requests! };
    expect(check(bulkheadField, given)).toEqual({ ok: true, value: { ...given, maxWaitMs: null } });
    const bulkhead = bulkheadOf(given);
    const entries = Array.from({ length: 3_000 }, (_, call) => bulkhead.enter(call, 0));
    expect([Entry.admitted, Entry.waiting].map((entry) => entries.lastIndexOf(entry))).toEqual([1_023, 2_047]);
  });

  test('is nginx’s limit_conn where nobody may wait', () => {
    const row = reference.nginx_limit_req.find(({ id }) => id === 'nginx-limit_conn')!;
    const bulkhead = bulkheadOf({ maxConcurrent: 3 });
    const entries = [0, 1, 2, 3, 4].map((call) => bulkhead.enter(call, 0));
    expect(entries.filter((entry) => entry === Entry.admitted)).toHaveLength(row.expect.ok!);
    expect(entries.filter((entry) => entry === Entry.full)).toHaveLength(row.expect.rejected_503!);
    bulkhead.leave();
    expect(bulkhead.enter(5, 1)).toBe(Entry.admitted);
  });

  test('lets those who wait in, longest first, unless their time is up or they left', () => {
    const bulkhead = bulkheadOf({ maxConcurrent: 1, maxQueued: 3, maxWaitMs: 100 });
    expect([1, 2, 3, 4, 5].map((call) => bulkhead.enter(call, call * 10))).toEqual([
      Entry.admitted,
      Entry.waiting,
      Entry.waiting,
      Entry.waiting,
      Entry.full,
    ]);
    bulkhead.cancel(3);
    expect([bulkhead.waiting, bulkhead.nextExpiryMs]).toEqual([2, 120]);
    expect([bulkhead.expire(119), bulkhead.expire(120), bulkhead.expire(120)]).toEqual([NOBODY, 2, NOBODY]);
    bulkhead.rename(4, 44);
    expect([bulkhead.leave(), bulkhead.leave(), bulkhead.inside]).toEqual([44, NOBODY, 0]);
  });

  test('is a queue with a limit, whatever happens, through checkpoints', () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constant('enter' as const) },
      { weight: 5, arbitrary: fc.constantFrom('leave' as const, 'expire' as const, 'save' as const) },
      { weight: 2, arbitrary: fc.record({ cancel: fc.nat({ max: 5 }) }) },
    );
    const sizes = fc.record({ maxConcurrent: fc.integer({ min: 1, max: 3 }), maxQueued: fc.nat({ max: 4 }) });
    fc.assert(
      fc.property(sizes, fc.array(step, { maxLength: 120 }), (given, steps) => {
        const params = { ...given, maxWaitMs: 7 };
        let bulkhead = new Bulkhead(params);
        let inside = 0;
        let line: { readonly call: number; readonly sinceMs: number }[] = [];
        steps.forEach((taken, nowMs) => {
          if (taken === 'enter') {
            const entry = bulkhead.enter(nowMs, nowMs);
            if (inside < params.maxConcurrent) {
              inside++;
              expect(entry).toBe(Entry.admitted);
            } else if (line.length < params.maxQueued) {
              line.push({ call: nowMs, sinceMs: nowMs });
              expect(entry).toBe(Entry.waiting);
            } else expect(entry).toBe(Entry.full);
          } else if (taken === 'leave') {
            if (inside === 0) return;
            const next = line.shift();
            if (next === undefined) inside--;
            expect(bulkhead.leave()).toBe(next?.call ?? NOBODY);
          } else if (taken === 'expire') {
            const isUp = line.length > 0 && line[0].sinceMs + 7 <= nowMs;
            expect(bulkhead.expire(nowMs)).toBe(isUp ? line.shift()?.call : NOBODY);
          } else if (taken === 'save') {
            const saved = JSON.parse(JSON.stringify(bulkhead.save()));
            bulkhead = new Bulkhead(params);
            bulkhead.restore(saved);
          } else {
            const left = line[taken.cancel];
            if (left === undefined) return;
            bulkhead.cancel(left.call);
            line = line.filter((one) => one !== left);
          }
          expect([bulkhead.inside, bulkhead.waiting]).toEqual([inside, line.length]);
          expect(bulkhead.nextExpiryMs).toBe(line.length === 0 ? Infinity : line[0].sinceMs + 7);
        });
      }),
      { seed: 5, numRuns: 400 },
    );
  });
});
