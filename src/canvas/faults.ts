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

/**
 * The faults in force at a moment, by target. A cut or a slow-down ends after its duration, at a `heal`, and, being
 * replaced, at the next of its own sort.
 */
export function faultsAt(interventions: readonly Intervention[], atMs: number): ReadonlyMap<string, Faults> {
  const faults = new Map<string, Faults>();
  for (const intervention of [...interventions].sort((a, b) => a.atMs - b.atMs)) {
    if (intervention.atMs > atMs) break;
    const key = faultKey(intervention.target);
    const ended = intervention.durationMs !== null && intervention.atMs + intervention.durationMs <= atMs;
    const before = faults.get(key) ?? none;
    if (intervention.action === 'heal') faults.delete(key);
    else if (intervention.action === 'cut') faults.set(key, { ...before, cut: !ended });
    else if (intervention.action === 'slow')
      faults.set(key, { ...before, slowFactor: ended ? 1 : intervention.factor });
    else if (intervention.action === 'starve') faults.set(key, { ...before, starved: ended ? 0 : intervention.share });
    else if (intervention.action === 'delay') faults.set(key, { ...before, delayMs: ended ? 0 : intervention.byMs });
    else if (intervention.action === 'stopConsuming') faults.set(key, { ...before, notConsuming: !ended });
    else if (intervention.action === 'skewClock') faults.set(key, { ...before, skewMs: ended ? 0 : intervention.byMs });
    else if (intervention.action === 'loss') faults.set(key, { ...before, loss: ended ? 0 : intervention.share });
    else if (intervention.action === 'errors') faults.set(key, { ...before, errors: ended ? 0 : intervention.share });
    else if (intervention.action === 'partition') faults.set(key, { ...before, parted: !ended });
    else if (intervention.action === 'pause') faults.set(key, { ...before, paused: !ended });
    else if (intervention.action === 'crash' && before.paused) faults.set(key, { ...before, paused: false });
  }
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

/** The interventions, with what a partition cuts and its healing mends as cuts of those links. */
export function withCutsOfPartitions(
  scenario: Pick<Scenario, 'interventions' | 'links' | 'zones'>,
): readonly Intervention[] {
  const parted = new Set<string>();
  return scenario.interventions.flatMap((intervention) => {
    const { action, target, atMs, durationMs } = intervention;
    if (!('node' in target)) return [intervention];
    const begins = action === 'partition';
    if (begins) parted.add(target.node);
    else if (action !== 'heal' || !parted.has(target.node)) return [intervention];
    const cuts = linksAcross(scenario, target.node).map(
      ({ id }): Intervention => ({ action: 'cut', target: { link: id }, atMs, durationMs: begins ? durationMs : 0 }),
    );
    return [intervention, ...cuts];
  });
}
