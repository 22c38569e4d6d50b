import type { Intervention } from '../scenario/scenario';

/** What interventions have done to one node or link and not yet undone. */
export interface Faults {
  readonly cut: boolean;
  /** 1: at its own pace. */
  readonly slowFactor: number;
}

const none: Faults = { cut: false, slowFactor: 1 };

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
  }
  return faults;
}
