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

/** Of a zone, cut off from the rest: the links that lie across, and those of them that it has cut itself. */
interface Partition {
  readonly node: string;
  readonly across: readonly string[];
  readonly cut: string[];
}

const linkKey = (id: string): string => faultKey({ link: id });

/** Follows interventions as the simulation does. */
class CourseFollower {
  readonly faults = new Map<string, Faults>();
  /** By the ids of links: those through which nothing comes, either way. */
  private readonly wholly = new Set<string>();
  private partitions: Partition[] = [];

  constructor(private readonly course: Course) {}

  follow(intervention: Intervention, begins: boolean): void {
    const { target, action } = intervention;
    if (action === 'heal') {
      if (begins) this.heal(target);
    } else if ('link' in target) {
      if (action === 'cut') this.cut(target.link, begins, intervention.way ?? 'both');
      else this.change(faultKey(target), changesBy(intervention, begins));
    } else if (action === 'partition') {
      if (begins) this.part(target.node);
      else this.rejoin(target.node);
    } else this.change(faultKey(target), changesBy(intervention, begins));
  }

  private change(key: string, changes: Partial<Faults> | null): void {
    if (changes !== null) this.faults.set(key, { ...(this.faults.get(key) ?? none), ...changes });
  }

  private cut(link: string, cut: boolean, way: 'both' | 'there' | 'back'): void {
    if (cut && way === 'both') this.wholly.add(link);
    else this.wholly.delete(link);
    this.change(linkKey(link), { cut });
  }

  private heal(target: Intervention['target']): void {
    if ('link' in target) this.wholly.delete(target.link);
    else this.rejoin(target.node);
    this.faults.delete(faultKey(target));
  }

  private part(node: string): void {
    if (this.partitions.some((one) => one.node === node)) return;
    const across = linksAcross(this.course, node).map(({ id }) => id);
    const cut = across.filter((link) => !this.wholly.has(link));
    for (const link of cut) this.cut(link, true, 'both');
    this.partitions.push({ node, across, cut });
    this.change(faultKey({ node }), { parted: true });
  }

  /** A link that lies across another partition, too, stays cut until that one ends. */
  private rejoin(node: string): void {
    const partition = this.partitions.find((one) => one.node === node);
    if (!partition) return;
    this.partitions = this.partitions.filter((one) => one !== partition);
    for (const link of partition.cut) {
      const other = this.partitions.find(({ across }) => across.includes(link));
      if (other) other.cut.push(link);
      else this.cut(link, false, 'both');
    }
    this.change(faultKey({ node }), { parted: false });
  }
}

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

/**
 * The faults in force at a moment, by target. Each ends after its duration, whatever came after it, and at a `heal`; of those of
 * one sort the later counts. Of those of one moment, ends come first.
 */
export function faultsAt(course: Course, atMs: number): ReadonlyMap<string, Faults> {
  const moments = course.interventions.flatMap((intervention) => {
    const { atMs: beginMs, durationMs } = intervention;
    const endMs = durationMs === null ? Infinity : beginMs + durationMs;
    return [
      { intervention, begins: true, atMs: beginMs, rank: 1 },
      { intervention, begins: false, atMs: endMs, rank: endMs > beginMs ? 0 : 1 },
    ];
  });
  const follower = new CourseFollower(course);
  for (const { intervention, begins } of moments
    .filter((moment) => moment.atMs <= atMs)
    .sort((a, b) => a.atMs - b.atMs || a.rank - b.rank)) {
    follower.follow(intervention, begins);
  }
  return follower.faults;
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
