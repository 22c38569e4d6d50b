import { describe, expect, test } from 'vitest';
import { type BackoffParams, backoffStepMs, jitteredMs } from './backoff';
import reference from './fixtures/retries.json';

const params = (given: Partial<BackoffParams>): BackoffParams => ({
  backoff: 'exponential',
  baseMs: 100,
  multiplier: 2,
  capMs: 1_000,
  jitter: 'none',
  ...given,
});
const units = (...us: readonly number[]) => {
  let next = 0;
  return { unit: () => us[next++ % us.length] };
};

/** The first `count` steps, and the waits that they stand for. */
function backOff(given: BackoffParams, count: number, random = units(0.5)) {
  let step = 0;
  const steps: number[] = [];
  const waits: number[] = [];
  for (let i = 0; i < count; i++) {
    step = backoffStepMs(given, step, random);
    steps.push(step);
    waits.push(jitteredMs(given, step, random));
  }
  return { steps, waits };
}
const lastWait = (given: Partial<BackoffParams>, count: number, u: number) =>
  backOff(params(given), count, units(u)).waits[count - 1];

describe('backoff and jitter by AWS’s formulas', () => {
  test.each(reference.backoff_formula)('$id', (row) => {
    const { base: baseMs, cap: capMs } = row;
    if (row.u_sequence) {
      const { waits } = backOff(
        params({ baseMs, capMs, jitter: 'decorrelated' }),
        row.u_sequence.length,
        units(...row.u_sequence),
      );
      waits.forEach((wait, i) => {
        expect(wait).toBeCloseTo(row.expect_decorrelated_sleeps[i], 5);
      });
      return;
    }
    const { n, u, expect: expected } = row;
    const wait = (jitter: BackoffParams['jitter'], at = u) => lastWait({ baseMs, capMs, jitter }, n! + 1, at!);
    expect(wait('none')).toBe(expected!.exponential);
    expect(wait('full')).toBeCloseTo(expected!.full_jitter, 9);
    expect(wait('equal')).toBeCloseTo(expected!.equal_jitter, 9);
    expect([wait('full', 0), wait('full', 1)]).toEqual(expected!.full_jitter_range);
    expect([wait('equal', 0), wait('equal', 1)]).toEqual(expected!.equal_jitter_range);
  });
});

describe('Kafka’s ExponentialBackoff', () => {
  test.each(reference.kafka_exponential_backoff)('$id', (row) => {
    const given = { baseMs: row.initial, multiplier: row.multiplier, capMs: row.max };
    expect(backOff(params(given), 8).waits).toEqual(row.expect_no_jitter);
    row.jitter_0_2_range.forEach((range, i) => {
      const low = lastWait({ ...given, jitter: 'kafka' }, i + 1, 0);
      const high = lastWait({ ...given, jitter: 'kafka' }, i + 1, 1);
      expect(low).toBeCloseTo(range[0], 6);
      expect(high).toBeCloseTo(range[1], 6);
    });
  });
});

describe('Envoy’s backoff', () => {
  test.each(reference.envoy_retry)('$id', ({ retry_number, base_ms, max_ms, expect_range_ms }) => {
    const given = { backoff: 'envoy', jitter: 'full', baseMs: base_ms, capMs: max_ms } as const;
    expect([lastWait(given, retry_number, 0), lastWait(given, retry_number, 1)]).toEqual(expect_range_ms);
  });
});

describe('gRPC’s backoff', () => {
  test('lies within a fifth of each step, also above the cap (grpc-rule-122)', () => {
    const given = { baseMs: 100, capMs: 300, jitter: 'grpc' } as const;
    const ranges = [1, 2, 3, 9].map((n) => [lastWait(given, n, 0), lastWait(given, n, 1)].map(Math.round));
    expect(ranges).toEqual([
      [80, 120],
      [160, 240],
      [240, 360],
      [240, 360],
    ]);
  });
});

test('resilience4j’s interval grows by half (lib-rule-167)', () => {
  const { waits } = backOff(params({ baseMs: 500, multiplier: 1.5, capMs: 60_000 }), 3);
  expect(waits).toEqual([500, 750, 1_125]);
});

test('constant backoff stays as it is, and never above the cap', () => {
  expect(backOff(params({ backoff: 'constant' }), 3).waits).toEqual([100, 100, 100]);
  expect(backOff(params({ backoff: 'constant', baseMs: 5_000 }), 1).waits).toEqual([1_000]);
});

test('without a first wait there is none at all', () => {
  for (const jitter of ['none', 'full', 'equal', 'decorrelated', 'grpc', 'kafka'] as const) {
    expect(backOff(params({ baseMs: 0, jitter }), 4).waits).toEqual([0, 0, 0, 0]);
  }
});

/**
 * The simulator behind "Exponential Backoff And Jitter" (aws-samples/aws-arch-backoff-simulator): clients that each
 * update one row under optimistic concurrency control, over a network whose hops take |N(10, 2)|; one that meets a
 * conflict backs off and begins anew. It raises the number of its attempt before it asks for a wait, so its first step
 * is twice the base.
 */
describe('AWS’s simulation of contention', () => {
  const ALGORITHMS: Readonly<Record<string, Partial<BackoffParams>>> = {
    None: { backoff: 'constant', baseMs: 0, jitter: 'none' },
    Exponential: { baseMs: 10, jitter: 'none' },
    FullJitter: { baseMs: 10, jitter: 'full' },
    EqualJitter: { baseMs: 10, jitter: 'equal' },
    Decorr: { baseMs: 5, jitter: 'decorrelated' },
  };

  /** mulberry32 (T. Ettinger, public domain). */
  const randomFrom = (seed: number) => {
    let state = seed;
    return {
      unit() {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
        return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
      },
    };
  };

  function contend(clients: number, given: BackoffParams, random: { unit(): number }) {
    const hop = () =>
      Math.abs(10 + 2 * Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit()));
    const steps = new Float64Array(clients);
    const seen = new Int32Array(clients);
    /** What each client waits for: its read or its write to arrive. */
    const atMs = new Float64Array(clients);
    const isWriting = new Uint8Array(clients);
    for (let client = 0; client < clients; client++) atMs[client] = hop();
    let version = 0;
    let calls = 0;
    let endMs = 0;
    while (version < clients) {
      let client = 0;
      for (let other = 1; other < clients; other++) if (atMs[other] < atMs[client]) client = other;
      const nowMs = atMs[client];
      if (isWriting[client] === 0) {
        seen[client] = version;
        isWriting[client] = 1;
        atMs[client] = nowMs + hop() + hop();
        continue;
      }
      calls++;
      const answerMs = nowMs + hop();
      endMs = Math.max(endMs, answerMs);
      if (seen[client] === version) {
        version++;
        atMs[client] = Infinity;
        continue;
      }
      isWriting[client] = 0;
      steps[client] = backoffStepMs(given, steps[client], random);
      atMs[client] = answerMs + jitteredMs(given, steps[client], random) + hop();
    }
    return { endMs, calls };
  }

  test.each(reference.aws_occ_simulator)('$id', ({ clients, algorithm, expect: expected, tolerance }) => {
    const random = randomFrom(7);
    const trials = 100;
    let endMs = 0;
    let calls = 0;
    for (let trial = 0; trial < trials; trial++) {
      const run = contend(clients, params({ capMs: 2_000, ...ALGORITHMS[algorithm] }), random);
      endMs += run.endMs / trials;
      calls += run.calls / trials;
    }
    expect(Math.abs(endMs / expected.mean_completion_time - 1)).toBeLessThan(tolerance.time);
    expect(Math.abs(calls / expected.mean_calls - 1)).toBeLessThan(tolerance.calls);
  });

  test('without any backoff it takes 8001 calls for 190 clients, and is over first (awssim-rule-68)', () => {
    const run = (algorithm: string) => contend(190, params({ capMs: 2_000, ...ALGORITHMS[algorithm] }), randomFrom(1));
    const none = run('None');
    expect(Math.abs(none.calls / 8_001 - 1)).toBeLessThan(0.05);
    expect(none.endMs).toBeLessThan(run('Decorr').endMs);
    expect(run('Exponential').endMs).toBeGreaterThan(run('EqualJitter').endMs);
  });
});
