import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../kernel/random';
import { createSampler } from '../../kernel/sampler';
import { Outcome } from '../outcomes';
import reference from './fixtures/retries.json';
import { type HedgeParams, hedgeField } from './hedge-field';
import { HedgeStep } from './hedge-step';
import { Hedging } from './hedging';

const hedgingOf = (given: Partial<HedgeParams>) => new Hedging({ ...hedgeField.default, ...given });

interface Attempt {
  readonly outcome: Outcome;
  readonly tookMs: number;
}

/** Plays one hedged call: how it ends, when, and when its attempts were sent. */
function play(hedging: Hedging, attemptNumber: (index: number) => Attempt) {
  const sentMs = [0];
  const attempts = [attemptNumber(0)];
  const ended: boolean[] = [false];
  let hedgeAtMs = hedging.afterMs;
  const send = (nowMs: number) => {
    sentMs.push(nowMs);
    attempts.push(attemptNumber(attempts.length));
    ended.push(false);
    hedgeAtMs = nowMs + hedging.afterMs;
  };
  for (;;) {
    let next = -1;
    attempts.forEach((attempt, i) => {
      const isFirst = next === -1 || sentMs[i] + attempt.tookMs < sentMs[next] + attempts[next].tookMs;
      if (!ended[i] && isFirst) next = i;
    });
    const endMs = next === -1 ? Infinity : sentMs[next] + attempts[next].tookMs;
    if (hedgeAtMs < endMs && hedging.maySend(sentMs.length)) {
      send(hedgeAtMs);
      continue;
    }
    ended[next] = true;
    const pending = ended.filter((is) => !is).length;
    const step = hedging.ended(attempts[next].outcome, sentMs.length, pending);
    if (step === HedgeStep.sendNow) send(endMs);
    if (step === HedgeStep.conclude) return { outcome: attempts[next].outcome, endMs, sentMs };
  }
}

describe('gRPC’s hedging, end to end', () => {
  const expected = (id: string) => reference.grpc_retry_e2e.find((row) => row.id === id)!;
  const max4 = (given: Partial<HedgeParams> = {}) => hedgingOf({ afterMs: 100, max: 4, ...given });
  const answers =
    (...attempts: readonly Attempt[]) =>
    (index: number) =>
      attempts[Math.min(index, attempts.length - 1)];
  const unavailable = { outcome: Outcome.connectionRefused, tookMs: 4 };
  const good = { outcome: Outcome.ok, tookMs: 4 };

  test('grpc-hedge_slow_first', () => {
    const run = play(max4(), answers({ outcome: Outcome.ok, tookMs: Infinity }, { outcome: Outcome.ok, tookMs: 3 }));
    expect([run.outcome, run.sentMs]).toEqual([Outcome.ok, [0, 100]]);
    expect(expected('grpc-hedge_slow_first').expect.attempts).toBe(2);
  });

  test('grpc-hedge_nonfatal_immediate', () => {
    const row = expected('grpc-hedge_nonfatal_immediate');
    const run = play(max4(), answers(unavailable, unavailable, good));
    expect([run.outcome, run.sentMs]).toEqual([Outcome.ok, [0, 4, 8]]);
    expect([run.sentMs.length, row.observed_gaps_ms]).toEqual([row.expect.attempts, [4, 4]]);
  });

  test('grpc-hedge_fatal', () => {
    const run = play(max4(), answers({ outcome: Outcome.error, tookMs: 4 }));
    expect([run.outcome, run.sentMs.length]).toEqual([Outcome.error, expected('grpc-hedge_fatal').expect.attempts]);
  });

  test('grpc-hedge_all_nonfatal', () => {
    const run = play(max4(), answers(unavailable));
    expect([run.outcome, run.sentMs.length]).toEqual([
      Outcome.connectionRefused,
      expected('grpc-hedge_all_nonfatal').expect.attempts,
    ]);
  });

  test('a failure does not end a call while another attempt is under way', () => {
    const run = play(hedgingOf({ afterMs: 10, max: 2 }), answers({ outcome: Outcome.ok, tookMs: 50 }, unavailable));
    expect([run.outcome, run.endMs]).toEqual([Outcome.ok, 50]);
  });

  test('hedges stop while the bucket is at most half full (grpc-rule-126), through a checkpoint', () => {
    const throttle = { maxTokens: 4, tokenRatio: 0.5 };
    const first = max4({ throttle });
    expect(play(first, answers(unavailable)).sentMs).toHaveLength(2);
    const second = max4({ throttle });
    second.restore(JSON.parse(JSON.stringify(first.save())));
    expect(play(second, answers({ outcome: Outcome.ok, tookMs: 500 })).sentMs).toEqual([0]);
    expect(play(second, answers({ outcome: Outcome.ok, tookMs: 500 })).sentMs).toEqual([0, 100, 200, 300]);
    expect(max4().save()).toBeNull();
  });
});

describe('hedging against theory: P(T > t) = (1 − F(t)) (1 − F(t − d))', () => {
  const CALLS = 200_000;
  const SAMPLERS: Readonly<Record<string, () => () => number>> = {
    'exp-mean10': () => {
      const sampler = createSampler({ dist: 'exponential', meanMs: 10 }, new RandomStreams(1).stream('exp'));
      return () => sampler.sample();
    },
    'lognormal-median10-sigma1': () => {
      // Mean median × e^(σ²/2), coefficient of variation √(e^σ² − 1).
      const meanMs = 10 * Math.exp(0.5);
      const cv = Math.sqrt(Math.E - 1);
      const random = new RandomStreams(1).stream('lognormal');
      const sampler = createSampler({ dist: 'lognormal', meanMs, p99Ms: null, cv }, random);
      return () => sampler.sample();
    },
    'bimodal-1pct-at-1000': () => {
      const random = new RandomStreams(1).stream('bimodal');
      return () => (random.unit() < 0.01 ? 1_000 : 5 + 10 * random.unit());
    },
  };

  test.each(reference.hedging_theory)('$id', (row) => {
    const sample = SAMPLERS[row.latency]();
    const hedging = hedgingOf({ afterMs: row.hedge_delay, max: 2 });
    let hedges = 0;
    const ends = new Float64Array(CALLS);
    for (let call = 0; call < CALLS; call++) {
      const run = play(hedging, () => ({ outcome: Outcome.ok, tookMs: sample() }));
      ends[call] = run.endMs;
      hedges += run.sentMs.length - 1;
    }
    // Four standard errors of a share, and the rounding of the reference.
    const expectShare = (share: number, wanted: number) =>
      expect(Math.abs(share - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / CALLS) + 1e-4);
    expectShare(hedges / CALLS, row.expect_extra_load_fraction);
    for (const [percentile, latencyMs] of Object.entries(row.expect_percentiles)) {
      expectShare(ends.filter((ms) => ms <= latencyMs).length / CALLS, Number(percentile) / 100);
    }
  });
});
