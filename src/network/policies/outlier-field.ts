import { group, integer, milliseconds, number, optional, ratio } from '../../schema/fields';

/** Takes hosts that answer badly out of a balancer's choice for a while. Envoy's defaults; see `outlier-detection.ts`. */
export const outlierField = group({
  /** Failures in a row after which a host is ejected at once; null: any number. */
  consecutiveFailures: optional(integer({ default: 5, min: 1, max: 1_000 }), 5),
  /** How often the hosts are compared, and looked at whether they may come back. */
  intervalMs: milliseconds(10_000, 1),
  /** The first ejection lasts so long, the second in a row twice as long … */
  baseEjectionMs: milliseconds(30_000, 1),
  /** … up to this. */
  maxEjectionMs: milliseconds(300_000, 1),
  /** Of the hosts; one can always be ejected. */
  maxEjected: ratio(0.1),
  /** Ejects whose success rate lies so many standard deviations below the mean of all. */
  successRate: optional(
    group({
      deviations: number({ default: 1.9, min: 0, max: 10 }),
      minHosts: integer({ default: 5, min: 1, max: 1_000 }),
      minRequests: integer({ default: 100, min: 1, max: 1_000_000 }),
    }),
  ),
  /** Ejects whose share of failures is at least so high. */
  failureShare: optional(
    group({
      threshold: ratio(0.85),
      minHosts: integer({ default: 5, min: 1, max: 1_000 }),
      minRequests: integer({ default: 50, min: 1, max: 1_000_000 }),
    }),
  ),
  /** When fewer than this share of the hosts is in, all are used again. */
  panicShare: ratio(0.5),
});

export type OutlierParams = typeof outlierField.default;
