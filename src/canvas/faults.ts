import type { Intervention, Scenario } from '../scenario/scenario';
import { linksAcross } from '../scenario/zones';

/** What interventions have done to one node or link and not yet undone. */
export interface Faults {
  /** Whether nothing comes through, at least one way. */
  readonly cut: boolean;
  /** 1: at its own pace. */
  readonly slowFactor: number;
  /** The share of what a link carries that is lost. */
  readonly loss: number;
  /** The share of what arrives that is answered with an error. */
  readonly errors: number;
  readonly paused: boolean;
  /** The share of its processor that is taken away. */
  readonly starved: number;
  /** What is added to a link's latency, ms. */
  readonly delayMs: number;
  /** Whether it takes no messages from brokers. */
  readonly notConsuming: boolean;
  /** By how much its clock is ahead, ms. */
  readonly skewMs: number;
  /** Whether the zone of this very node was cut off. */
  readonly parted: boolean;
}

const none: Faults = {
  cut: false,
  slowFactor: 1,
  loss: 0,
  errors: 0,
  paused: false,
  parted: false,
  starved: 0,
  delayMs: 0,
  notConsuming: false,
  skewMs: 0,
};

/** The key of a target in {@link faultsAt}. */
export const faultKey = (target: Intervention['target']): string =>
  'node' in target ? `node:${target.node}` : `link:${target.link}`;

/** What a run's course hangs on, as far as faults go. */
type Course = Pick<Scenario, 'interventions' | 'links' | 'zones'>;

/** What an intervention changes when it begins or ends, whatever others have done before; null: nothing that is a fault. */
function changesBy(intervention: Intervention, begins: boolean): Partial<Faults> | null {
  switch (intervention.action) {
    // Both set one pace: the later of them counts.
    case 'slow':
      return { slowFactor: begins ? intervention.factor : 1, starved: 0 };
    case 'starve':
      return { starved: begins ? intervention.share : 0, slowFactor: 1 };
    case 'delay':
      return { delayMs: begins ? intervention.byMs : 0 };
    case 'stopConsuming':
      return { notConsuming: begins };
    case 'skewClock':
      return { skewMs: begins ? intervention.byMs : 0 };
    case 'loss':
      return { loss: begins ? intervention.share : 0 };
    case 'errors':
      return { errors: begins ? intervention.share : 0 };
    case 'pause':
      return { paused: begins };
    // A new process does not stand still.
    case 'crash':
    case 'restart':
      return begins ? { paused: false } : null;
    default:
      return null;
  }
}

/** Of a zone, cut off from the rest: the links that lie across, and those of them that it has cut itself. */
type Partition = readonly [across: readonly string[], cut: string[]];

/**
 * The faults in force at a moment, by target. Each ends after its duration, whatever came after it, and at a `heal`; of those of
 * one sort the later counts. Of those of one moment, ends come first.
 */
export function faultsAt(course: Course, atMs: number): ReadonlyMap<string, Faults> {
  const faults = new Map<string, Faults>();
  /** The links through which nothing comes, either way. */
  const wholly = new Set<string>();
  const partitions = new Map<string, Partition>();
  const change = (target: Intervention['target'], changes: Partial<Faults> | null) => {
    const key = faultKey(target);
    if (changes) faults.set(key, { ...(faults.get(key) ?? none), ...changes });
  };
  const cut = (link: string, isCut: boolean, isWholly = isCut) => {
    if (isWholly) wholly.add(link);
    else wholly.delete(link);
    change({ link }, { cut: isCut });
  };
  const part = (node: string) => {
    if (partitions.has(node)) return;
    const across = linksAcross(course, node).map(({ id }) => id);
    const own = across.filter((link) => !wholly.has(link));
    for (const link of own) cut(link, true);
    partitions.set(node, [across, own]);
    change({ node }, { parted: true });
  };
  // A link that lies across another partition, too, stays cut until that one ends.
  const rejoin = (node: string) => {
    const own = partitions.get(node)?.[1];
    if (!own) return;
    partitions.delete(node);
    for (const link of own) {
      const other = [...partitions.values()].find(([across]) => across.includes(link));
      if (other) other[1].push(link);
      else cut(link, false);
    }
    change({ node }, { parted: false });
  };
  const follow = (intervention: Intervention, begins: boolean) => {
    const { target, action } = intervention;
    if (action === 'heal') {
      if ('link' in target) wholly.delete(target.link);
      else rejoin(target.node);
      faults.delete(faultKey(target));
    } else if (action === 'cut' && 'link' in target) {
      cut(target.link, begins, begins && (intervention.way ?? 'both') === 'both');
    } else if (action === 'partition' && 'node' in target) {
      if (begins) part(target.node);
      else rejoin(target.node);
    } else change(target, changesBy(intervention, begins));
  };
  const moments = course.interventions
    .flatMap((intervention) => {
      const { atMs: beginMs, durationMs } = intervention;
      const endMs = beginMs + (durationMs ?? Infinity);
      return [
        { intervention, begins: true, atMs: beginMs, rank: 1 },
        { intervention, begins: false, atMs: endMs, rank: endMs > beginMs ? 0 : 1 },
      ];
    })
    .filter((moment) => moment.atMs <= atMs)
    .sort((a, b) => a.atMs - b.atMs || a.rank - b.rank);
  for (const { intervention, begins } of moments) follow(intervention, begins);
  return faults;
}

/** When the faults in force at a moment may be others, ms; Infinity: never. */
export function faultsLastUntil(interventions: readonly Intervention[], atMs: number): number {
  let untilMs = Infinity;
  for (const { atMs: beginMs, durationMs } of interventions) {
    if (beginMs > atMs) untilMs = Math.min(untilMs, beginMs);
    else if (durationMs !== null && beginMs + durationMs > atMs) untilMs = Math.min(untilMs, beginMs + durationMs);
  }
  return untilMs;
}
