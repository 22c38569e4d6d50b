import { describe, expect, it } from 'vitest';
import { Statecharts } from '../../kernel/statechart/statecharts';
import { TestHost } from '../../kernel/statechart/testing/test-host';
import { check } from '../../schema/check';
import { Breaker } from './breaker';
import { type BreakerParams, breakerField } from './breaker-field';
import reference from './fixtures/breakers-and-limits.json';

const PARAMS: BreakerParams = {
  ...breakerField.default,
  windowSize: 10,
  minimumCalls: 10,
  openMs: 1_000,
};

function breakerOn(params: BreakerParams, host = new TestHost()) {
  const statecharts = new Statecharts(host);
  return { host, statecharts, breaker: new Breaker(statecharts, params) };
}
type Setup = ReturnType<typeof breakerOn>;

/** Makes a call if it is permitted. */
function call({ breaker, host }: Setup, ok: boolean, tookMs = 10): 'executed' | 'rejected' {
  if (!breaker.permits()) return 'rejected';
  breaker.record(ok, tookMs, host.now);
  return 'executed';
}
const callTimes = (setup: Setup, times: number, ok: boolean) => {
  for (let i = 0; i < times; i++) call(setup, ok);
};

/** What the reference cases leave out has resilience4j's default, which the case of that name pins down. */
const R4J: BreakerParams = {
  window: 'calls',
  windowSize: 100,
  minimumCalls: 100,
  failureRate: 0.5,
  slowCalls: { overMs: 60_000, rate: 1 },
  openMs: 60_000,
  probes: 10,
  maxHalfOpenMs: null,
};

function r4jParams(config: string | Readonly<Record<string, number | string>>): BreakerParams {
  if (typeof config === 'string') return R4J;
  const of = (name: string, otherwise: number) => (config[name] as number | undefined) ?? otherwise;
  return {
    window: config.slidingWindowType === 'TIME_BASED' ? 'seconds' : 'calls',
    windowSize: of('slidingWindowSize', R4J.windowSize),
    minimumCalls: of('minimumNumberOfCalls', R4J.minimumCalls),
    failureRate: of('failureRateThreshold', 50) / 100,
    slowCalls: {
      overMs: of('slowCallDurationThresholdMs', 60_000),
      rate: of('slowCallRateThreshold', 100) / 100,
    },
    openMs: of('waitDurationInOpenStateMs', R4J.openMs),
    probes: of('permittedNumberOfCallsInHalfOpenState', R4J.probes),
    maxHalfOpenMs: of('maxWaitDurationInHalfOpenStateMs', 0) || null,
  };
}

const stateName = (breaker: Breaker) => ({ closed: 'CLOSED', open: 'OPEN', halfOpen: 'HALF_OPEN' })[breaker.state];

describe('the circuit breaker against resilience4j', () => {
  /*
   * There, open ends with the first call *after* openMs have passed; here it ends by itself at openMs. So a call at that
   * very moment comes before the timer, and once the moment has passed this breaker is half-open already.
   */
  for (const { id, config, expect_trace: trace } of reference.resilience4j_circuit_breaker) {
    it(id, () => {
      const params = r4jParams(config as Parameters<typeof r4jParams>[0]);
      const setup = breakerOn(params);
      const { host, breaker } = setup;
      let openedAt = 0;
      breaker.chart.onTransition((_index, atMs) => {
        if (breaker.state === 'open') openedAt = atMs;
      });
      for (const row of trace) {
        const [, kind, tookMs, times] = /^([FS])(\d+)?(?:x(\d+))?$/.exec(row.event) ?? [];
        if (row.event.startsWith('+')) {
          host.runBefore(host.now + Number(row.event));
          const isOver = row.state === 'OPEN' && host.now > openedAt + params.openMs;
          expect(stateName(breaker)).toBe(isOver ? 'HALF_OPEN' : row.state);
          continue;
        }
        let result = '';
        if (row.event === 'acquire') result = breaker.permits() ? 'permitted' : 'rejected';
        else for (let i = 0; i < Number(times ?? 1); i++) result = call(setup, kind === 'S', Number(tookMs ?? 10));
        expect([row.event, result, stateName(breaker)]).toEqual([row.event, row.result, row.state]);
        if (row.state !== 'OPEN') expect(breaker.callsCounted).toBe(row.buffered_calls);
      }
    });
  }

  it('has its defaults within reach', () => {
    const { defaults } = reference.defaults.find(({ id }) => id === 'defaults-resilience4j_CircuitBreaker')!;
    expect(R4J).toEqual({
      window: defaults.slidingWindowType === 'COUNT_BASED' ? 'calls' : 'seconds',
      windowSize: defaults.slidingWindowSize,
      minimumCalls: defaults.minimumNumberOfCalls,
      failureRate: defaults.failureRateThreshold! / 100,
      slowCalls: {
        overMs: defaults.slowCallDurationThreshold_s! * 1_000,
        rate: defaults.slowCallRateThreshold! / 100,
      },
      openMs: defaults.waitDurationInOpenState_s! * 1_000,
      probes: defaults.permittedNumberOfCallsInHalfOpenState,
      maxHalfOpenMs: defaults.maxWaitDurationInHalfOpenState_s || null,
    });
    expect(check(breakerField, R4J)).toMatchObject({ ok: true });
  });

  it('rejects for ever when a probe never ends and nothing limits the time half-open (cb-rule-39)', () => {
    const setup = breakerOn({ ...PARAMS, probes: 1 });
    callTimes(setup, 10, false);
    setup.host.run(1_000);
    expect(setup.breaker.permits()).toBe(true);
    setup.host.run(10_000_000);
    expect([stateName(setup.breaker), setup.breaker.permits()]).toEqual(['HALF_OPEN', false]);
  });
});

describe('other circuit breakers, as parameters', () => {
  const other = (id: string) => reference.defaults.find((row) => row.id === id)!.defaults;

  it('Hystrix opens at half of 20 calls in 10 s, and one probe decides', () => {
    const hystrix = other('defaults-Hystrix');
    const setup = breakerOn({
      ...PARAMS,
      window: 'seconds',
      windowSize: hystrix.rollingWindow_ms! / 1_000,
      minimumCalls: hystrix.requestVolumeThreshold!,
      failureRate: hystrix.errorThresholdPercentage! / 100,
      openMs: hystrix.sleepWindow_ms!,
      probes: hystrix.half_open_probes!,
    });
    callTimes(setup, 10, true);
    callTimes(setup, 9, false);
    expect(setup.breaker.state).toBe('closed');
    call(setup, false);
    expect(setup.breaker.state).toBe('open');
    setup.host.run(5_000);
    call(setup, true);
    expect(setup.breaker.state).toBe('closed');
  });

  it('Polly opens at a tenth of 100 calls in 30 s, and one probe decides', () => {
    const polly = other('defaults-Polly_v8_CircuitBreaker');
    const setup = breakerOn({
      ...PARAMS,
      window: 'seconds',
      windowSize: polly.SamplingDuration_s!,
      minimumCalls: polly.MinimumThroughput!,
      failureRate: polly.FailureRatio!,
      openMs: polly.BreakDuration_s! * 1_000,
      probes: polly.half_open_probes!,
    });
    callTimes(setup, 90, true);
    callTimes(setup, 9, false);
    expect(setup.breaker.state).toBe('closed');
    call(setup, false);
    expect(setup.breaker.state).toBe('open');
    setup.host.run(5_000);
    call(setup, false);
    expect(setup.breaker.state).toBe('open');
  });
});

describe('the circuit breaker', () => {
  it('turns half-open by itself, at openMs after it opened', () => {
    const setup = breakerOn(PARAMS);
    const changes: (readonly [number, string])[] = [];
    setup.breaker.chart.onTransition((_index, atMs) => changes.push([atMs, setup.breaker.state]));
    setup.host.run(500);
    callTimes(setup, 10, false);
    setup.host.run(5_000);
    expect(changes).toEqual([
      [500, 'open'],
      [1_500, 'halfOpen'],
    ]);
  });

  it('permits no more than its probes while half-open, whatever their outcomes', () => {
    const setup = breakerOn(PARAMS);
    callTimes(setup, 10, false);
    setup.host.run(1_000);
    expect([1, 2, 3, 4].map(() => setup.breaker.permits())).toEqual([true, true, true, false]);
    setup.breaker.record(true, 10, setup.host.now);
    expect(setup.breaker.permits()).toBe(false);
    setup.breaker.record(true, 10, setup.host.now);
    setup.breaker.record(true, 10, setup.host.now);
    expect(setup.breaker.state).toBe('closed');
  });

  it('gets back the permission of a call without an outcome', () => {
    const setup = breakerOn({ ...PARAMS, probes: 1 });
    callTimes(setup, 10, false);
    setup.host.run(1_000);
    expect([setup.breaker.permits(), setup.breaker.permits()]).toEqual([true, false]);
    setup.breaker.release();
    expect([setup.breaker.permits(), setup.breaker.permits()]).toEqual([true, false]);
  });

  it('counts a call that began before it opened and ended while half-open among the probes', () => {
    const setup = breakerOn({ ...PARAMS, probes: 1 });
    setup.breaker.permits();
    callTimes(setup, 10, false);
    setup.host.run(1_000);
    setup.breaker.record(false, 10, setup.host.now);
    expect(setup.breaker.state).toBe('open');
  });

  it('ignores what ends while it is open', () => {
    const setup = breakerOn(PARAMS);
    callTimes(setup, 10, false);
    setup.breaker.record(true, 10, setup.host.now);
    setup.host.run(999);
    expect([setup.breaker.state, setup.breaker.permits()]).toEqual(['open', false]);
  });

  it('cannot need more calls than its window or its probes hold', () => {
    const setup = breakerOn({ ...PARAMS, windowSize: 4, minimumCalls: 10, probes: 2 });
    callTimes(setup, 4, false);
    expect(setup.breaker.state).toBe('open');
    setup.host.run(1_000);
    callTimes(setup, 2, true);
    expect(setup.breaker.state).toBe('closed');
  });

  it('decides after the minimum of calls, where that is fewer than the probes', () => {
    const setup = breakerOn({ ...PARAMS, minimumCalls: 2, probes: 5 });
    callTimes(setup, 2, false);
    setup.host.run(1_000);
    callTimes(setup, 2, true);
    expect(setup.breaker.state).toBe('closed');
  });

  it('opens again when it has been half-open for too long', () => {
    const setup = breakerOn({ ...PARAMS, maxHalfOpenMs: 2_000 });
    callTimes(setup, 10, false);
    setup.host.run(1_000);
    setup.breaker.permits();
    setup.host.runBefore(3_000);
    expect(setup.breaker.state).toBe('halfOpen');
    setup.host.run(3_000);
    expect(setup.breaker.state).toBe('open');
  });

  it('forgets the calls of seconds that have left its window', () => {
    const setup = breakerOn({ ...PARAMS, window: 'seconds', windowSize: 3, minimumCalls: 4 });
    callTimes(setup, 3, false);
    setup.host.run(2_999);
    expect([call(setup, true), setup.breaker.state]).toEqual(['executed', 'open']);
    const late = breakerOn({ ...PARAMS, window: 'seconds', windowSize: 3, minimumCalls: 4 });
    callTimes(late, 3, false);
    late.host.run(3_000);
    expect([call(late, true), late.breaker.state, late.breaker.callsCounted]).toEqual(['executed', 'closed', 1]);
  });

  it('may wait for more calls than its window has seconds', () => {
    const setup = breakerOn({ ...PARAMS, window: 'seconds', windowSize: 1, minimumCalls: 6 });
    callTimes(setup, 5, false);
    expect(setup.breaker.state).toBe('closed');
    call(setup, false);
    expect(setup.breaker.state).toBe('open');
  });

  it('goes on from a checkpoint as if nothing had happened', () => {
    const outcomes = Array.from({ length: 400 }, (_, i) => (i * 7919) % 13 > 5);
    const params: BreakerParams = { ...PARAMS, slowCalls: { overMs: 50, rate: 0.7 }, maxHalfOpenMs: 150, probes: 5 };
    const step = (setup: Setup, i: number) => {
      setup.host.run(i * 70);
      return `${call(setup, outcomes[i], (i % 17) * 5)} ${setup.breaker.state}`;
    };
    for (const window of ['calls', 'seconds'] as const)
      for (const pause of [3, 57, 111, 200, 333]) {
        const whole = breakerOn({ ...params, window });
        const expected = outcomes.map((_, i) => step(whole, i));
        expect(new Set(expected.map((line) => line.split(' ')[1]))).toEqual(new Set(['closed', 'open', 'halfOpen']));

        const first = breakerOn({ ...params, window });
        for (let i = 0; i < pause; i++) step(first, i);
        const saved = JSON.parse(
          JSON.stringify([first.host.now, first.host.queue, first.statecharts.save(), first.breaker.save()]),
        );
        const second = breakerOn({ ...params, window });
        [second.host.now, second.host.queue] = saved;
        second.statecharts.restore(saved[2]);
        second.breaker.restore(saved[3]);
        const tail = outcomes.slice(pause).map((_, i) => step(second, pause + i));
        expect(tail).toEqual(expected.slice(pause));
      }
  });
});
