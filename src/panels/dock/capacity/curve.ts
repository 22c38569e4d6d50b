/** What the runs at one value of a parameter say, as the charts and the table show it. */
import type { ReplicatedReport } from '../../../worker/pool/many-runs';

/** A mean, and how far it may be off at 95 %; Infinity where one run is all there is. */
export interface Figure {
  readonly mean: number;
  readonly halfWidth: number;
}

export interface Load {
  readonly node: string;
  /** Busy share of its workers, 0 … 1, those that wait for others included. */
  readonly utilization: number;
  /** The part of it that its workers waited for others. */
  readonly blocked: number;
}

export interface CurvePoint {
  readonly value: number;
  /** Finished replications. */
  readonly runs: number;
  readonly offeredPerSec: Figure;
  /** Requests answered well, per second. */
  readonly goodputPerSec: Figure;
  readonly failedShare: number;
  /** Of requests answered well; null where none was. */
  readonly latencyMs: Readonly<Record<'mean' | 'p50' | 'p95' | 'p99', Figure>> | null;
  /** Of every component that has workers, busiest first. */
  readonly loads: readonly Load[];
}

/** Reads one point of a capacity curve, as one client met it. */
export function curvePoint(value: number, report: ReplicatedReport, client: string): CurvePoint {
  const figures = report.clients[client];
  const { halfWidth, replications } = report.confidence;
  const widths = halfWidth.clients[client];
  const measuredSec = (report.untilMs - report.warmupMs) / 1_000;
  const latency = (name: 'mean' | 'p50' | 'p95' | 'p99'): Figure => ({
    mean: figures.latencyMs[name],
    halfWidth: widths.latencyMs[name],
  });
  const loads = Object.entries(report.nodes)
    .map(([node, { utilization, blocked }]) => ({ node, utilization, blocked }))
    .filter(({ utilization }) => utilization > 0)
    .sort((a, b) => b.utilization - a.utilization);
  const ended = figures.ok + figures.failed;
  return {
    value,
    runs: replications,
    offeredPerSec: { mean: figures.sent / measuredSec, halfWidth: widths.sent / measuredSec },
    goodputPerSec: { mean: figures.throughputPerSec, halfWidth: widths.throughputPerSec },
    failedShare: ended === 0 ? 0 : figures.failed / ended,
    latencyMs:
      figures.ok > 0 ? { mean: latency('mean'), p50: latency('p50'), p95: latency('p95'), p99: latency('p99') } : null,
    loads,
  };
}
