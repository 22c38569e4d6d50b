/** What a capacity curve says in words. */
import type { CurvePoint, Load } from './curve';

/** So much of what is offered must be answered well for a system to keep up: the rest may be on its way when a run ends. */
const KEEPS_UP = 0.98;
/** Workers that are busy for more of the time than this have no room left. */
const SATURATED = 0.95;
/** Where the load grows by less than this over the whole range, the parameter is not the load. */
const GROWS = 1.2;

/** Where a component has no room left, or the one that comes closest to that. */
export interface Bottleneck extends Load {
  readonly value: number;
  readonly isSaturated: boolean;
  /** Its workers wait for others more than they work. */
  readonly waitsMostly: boolean;
}

export interface Findings {
  /** Whether more load is offered from point to point; if not, nothing else here is about load. */
  readonly isLoad: boolean;
  /** The last value up to which everything is answered well; null when that is so nowhere. */
  readonly keepsUpTo: number | null;
  /** The first value at which no longer everything is; null when there is none. */
  readonly failsFrom: number | null;
  /**
   * Where the ratio of goodput to mean latency is largest (Kleinrock, "Power and deterministic rules of thumb for
   * probabilistic problems in computer communications", 1979): beyond it latency grows faster than goodput. Null where
   * that is the first or the last value, since then it may lie outside of the range.
   */
  readonly knee: number | null;
  /** The value with the largest goodput, the smallest of several that are as good. */
  readonly best: CurvePoint | null;
  readonly bottleneck: Bottleneck | null;
}

/** Of those without room, the one that itself works most: the others may only be waiting for it. */
const worksMost = (loads: readonly Load[]): Load =>
  loads.reduce((most, load) => (load.utilization - load.blocked > most.utilization - most.blocked ? load : most));

/** The first component to have no room left, or the busiest, in points of ascending order; null where nobody works. */
export function bottleneckOf(points: readonly CurvePoint[]): Bottleneck | null {
  const describe = (value: number, load: Load, isSaturated: boolean): Bottleneck => ({
    ...load,
    value,
    isSaturated,
    waitsMostly: load.blocked > load.utilization / 2,
  });
  for (const { value, loads } of points) {
    const full = loads.filter(({ utilization }) => utilization >= SATURATED);
    if (full.length > 0) return describe(value, worksMost(full), true);
  }
  const busiest = points.reduce<CurvePoint | null>(
    (most, point) => ((point.loads[0]?.utilization ?? 0) > (most?.loads[0]?.utilization ?? 0) ? point : most),
    null,
  );
  return busiest ? describe(busiest.value, busiest.loads[0], false) : null;
}

const power = ({ goodputPerSec, latencyMs }: CurvePoint): number =>
  latencyMs ? goodputPerSec.mean / latencyMs.mean.mean : 0;

const largest = (points: readonly CurvePoint[], of: (point: CurvePoint) => number): CurvePoint =>
  points.reduce((most, point) => (of(point) > of(most) ? point : most));

/** Reads a curve whose points are in ascending order; null before there are two. */
export function findingsOf(points: readonly CurvePoint[]): Findings | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || first === last) return null;
  const isLoad = last.offeredPerSec.mean > first.offeredPerSec.mean * GROWS;
  const fails = points.findIndex(
    ({ offeredPerSec, goodputPerSec }) => goodputPerSec.mean < KEEPS_UP * offeredPerSec.mean,
  );
  const strongest = largest(points, power);
  const top = largest(points, ({ goodputPerSec }) => goodputPerSec.mean);
  const reaches = ({ goodputPerSec }: CurvePoint) => goodputPerSec.mean >= KEEPS_UP * top.goodputPerSec.mean;
  return {
    isLoad,
    keepsUpTo: fails === -1 ? last.value : (points[fails - 1]?.value ?? null),
    failsFrom: points[fails]?.value ?? null,
    knee: isLoad && strongest !== first && strongest !== last ? strongest.value : null,
    best: top.goodputPerSec.mean > 0 ? (points.find(reaches) ?? top) : null,
    // A parameter that is not the load may take it away as well as bring it on.
    bottleneck: bottleneckOf(points),
  };
}
