import { describe, expect, test } from 'vitest';
import reference from './fixtures/breakers-and-limits.json';
import { ejectionMs, maxEjectedHosts, OutlierDetection, successRateThreshold } from './outlier-detection';
import { type OutlierParams, outlierField } from './outlier-field';

const detectionOf = (hosts: number, given: Partial<OutlierParams> = {}) =>
  new OutlierDetection(hosts, { ...outlierField.default, ...given });
const ejectedOf = (detection: OutlierDetection) =>
  Array.from({ length: detection.hosts }, (_, host) => host).filter((host) => detection.isEjected(host));
const answer = (detection: OutlierDetection, host: number, ok: number, failed: number, nowMs = 0) => {
  // Successes in between, so that no host fails five times in a row.
  for (let i = 0; i < ok; i++) detection.ended(host, true, nowMs);
  for (let i = 0; i < failed; i++) detection.ended(host, false, nowMs);
};

describe('outlier detection against Envoy', () => {
  test.each(reference.envoy_outlier)('$id', (row) => {
    if (row.ejections_in_a_row !== undefined) {
      const params = {
        ...outlierField.default,
        baseEjectionMs: row.base_s! * 1_000,
        maxEjectionMs: row.max_s! * 1_000,
      };
      expect(ejectionMs(row.ejections_in_a_row, params)).toBe(row.expect_ejection_s! * 1_000);
    } else if (row.hosts !== undefined) {
      const maxEjected = row.max_ejection_percent! / 100;
      expect(maxEjectedHosts(row.hosts, maxEjected)).toBe(row.expect_max_ejected_hosts);
      const detection = detectionOf(row.hosts, { maxEjected });
      for (let host = 0; host < row.hosts; host++) answer(detection, host, 0, 9);
      expect(ejectedOf(detection)).toHaveLength(row.expect_max_ejected_hosts!);
    } else if (row.success_rates !== undefined) {
      const { mean, deviation, threshold } = successRateThreshold(row.success_rates, row.stdev_factor);
      expect(mean).toBeCloseTo(row.expect_mean!, 4);
      expect(deviation).toBeCloseTo(row.expect_stdev_population!, 4);
      expect(threshold).toBeCloseTo(row.expect_threshold!, 4);
      const detection = detectionOf(row.success_rates.length, {
        consecutiveFailures: null,
        maxEjected: 1,
        successRate: { deviations: row.stdev_factor, minHosts: 5, minRequests: 100 },
      });
      row.success_rates.forEach((rate, host) => {
        answer(detection, host, rate, 100 - rate);
      });
      detection.compare(10_000);
      expect(ejectedOf(detection)).toEqual(row.expect_outliers);
    } else {
      const detection = detectionOf(1, { consecutiveFailures: row.consecutive_5xx! });
      const wasEjected = [...row.responses!].map((response) => detection.ended(0, response === 'S', 0));
      const at = wasEjected.indexOf(true) + 1;
      expect(Number(/at (?:the )?(\d+)/.exec(row.expect!)?.[1])).toBe(at);
    }
  });
});

describe('outlier detection', () => {
  test('lets a host back in at the first comparison after its time, and remembers how often it was out in a row', () => {
    const detection = detectionOf(4);
    answer(detection, 2, 0, 5, 1_000);
    const backAt = (fromMs: number) => {
      for (let nowMs = fromMs; ; nowMs += 10_000) {
        detection.compare(nowMs);
        if (!detection.isEjected(2)) return nowMs;
      }
    };
    expect(backAt(10_000)).toBe(40_000);
    answer(detection, 2, 0, 5, 41_000);
    expect(backAt(50_000)).toBe(110_000);
    // Two intervals in good standing make up for both ejections.
    detection.compare(120_000);
    detection.compare(130_000);
    answer(detection, 2, 0, 5, 131_000);
    expect(backAt(140_000)).toBe(170_000);
  });

  test('ejects by the share of failures, where there is enough to judge by', () => {
    const failureShare = { threshold: 0.85, minHosts: 3, minRequests: 20 };
    const judge = (hosts: number, requests: number) => {
      const detection = detectionOf(hosts, { consecutiveFailures: null, failureShare });
      answer(detection, 0, requests * 0.15, requests * 0.85);
      for (let host = 1; host < hosts; host++) answer(detection, host, requests, 0);
      detection.compare(10_000);
      return ejectedOf(detection);
    };
    expect([judge(3, 20), judge(2, 20), judge(3, 19)]).toEqual([[0], [], []]);
  });

  test('uses all hosts again when too few are left (cb-rule-43)', () => {
    const detection = detectionOf(4, { maxEjected: 1 });
    answer(detection, 0, 0, 5);
    answer(detection, 1, 0, 5);
    expect([detection.isPanic, detection.mayUse(0), detection.mayUse(3)]).toEqual([false, false, true]);
    answer(detection, 2, 0, 5);
    expect([detection.isPanic, detection.mayUse(0), detection.isEjected(0)]).toEqual([true, true, true]);
  });

  test('goes on from a checkpoint as if nothing had happened', () => {
    const step = (detection: OutlierDetection, i: number) => {
      if (i % 50 === 49) detection.compare(i * 200);
      detection.ended(i % 6, (i * 7919) % 13 > 5 + (i % 6), i * 200);
      return ejectedOf(detection).join();
    };
    const create = () =>
      detectionOf(6, {
        maxEjected: 0.5,
        successRate: { deviations: 1, minHosts: 3, minRequests: 5 },
        failureShare: { threshold: 0.8, minHosts: 3, minRequests: 5 },
      });
    const whole = create();
    const expected = Array.from({ length: 1_000 }, (_, i) => step(whole, i));
    expect(new Set(expected).size).toBeGreaterThan(3);
    for (const pause of [20, 333, 701]) {
      const first = create();
      for (let i = 0; i < pause; i++) step(first, i);
      const second = create();
      second.restore(JSON.parse(JSON.stringify(first.save())));
      expect(expected.slice(pause)).toEqual(Array.from({ length: 1_000 - pause }, (_, i) => step(second, pause + i)));
    }
  });
});
