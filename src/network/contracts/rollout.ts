/** How a node goes over from one version to another: plain data. Also what the page computes, without a run. */
export interface Rollout {
  /** The version that goes. */
  readonly from: number;
  /** The version that comes. */
  readonly to: number;
  readonly sinceMs: number;
  /** How much had the new version already when it began, 0 … 1: it may go back over what had been rolled out. */
  readonly alreadyNew: number;
  /** How long it takes from nothing to everything. */
  readonly rollMs: number;
}

/** A node that speaks one version from the beginning. */
export const settledOn = (version: number): Rollout => ({
  from: version,
  to: version,
  sinceMs: 0,
  alreadyNew: 1,
  rollMs: 0,
});

/**
 * The share of a node's replicas that have the new version, 0 … 1. One after the other is replaced, each in the same
 * time. Of a node without replicas (the browsers of a client) the share grows evenly.
 *
 * @param replicas how many there are; Infinity for a node without
 */
export function shareOfNew({ sinceMs, alreadyNew, rollMs }: Rollout, nowMs: number, replicas: number): number {
  const elapsedMs = nowMs - sinceMs;
  const share = rollMs <= 0 ? 1 : Math.min(1, alreadyNew + elapsedMs / rollMs);
  return replicas === Infinity || share === 1 ? share : Math.floor(share * replicas) / replicas;
}

/**
 * Begins to deploy a version. Back to the one that is being replaced takes as long as there is to take back; where a
 * third one comes amid a rollout, the second one counts as rolled out.
 */
export function deploy(current: Rollout, version: number, nowMs: number, rollMs: number): Rollout {
  if (version === current.to) return current;
  const done = shareOfNew(current, nowMs, Infinity);
  const alreadyNew = version === current.from ? 1 - done : 0;
  return { from: current.to, to: version, sinceMs: nowMs, alreadyNew, rollMs };
}
