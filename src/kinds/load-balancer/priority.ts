/** A level of targets at one moment. */
export interface Level {
  readonly healthy: number;
  readonly all: number;
}

/** Per cent of a level's targets times this may be lost before the next level gets anything; Envoy's default is 1.4. */
const healthOf = ({ healthy, all }: Level, overprovisioning: number): number =>
  all === 0 ? 0 : Math.min(100, Math.floor((100 * healthy * overprovisioning) / all + 1e-9));

/** The health of all levels together, at most 100 per cent. */
export const totalHealth = (levels: readonly Level[], overprovisioning: number): number =>
  Math.min(
    100,
    levels.reduce((sum, level) => sum + healthOf(level, overprovisioning), 0),
  );

/**
 * What per cent of the requests each level gets, by Envoy's rule ("Priority levels"): a level takes as much as it is
 * healthy, and what is left goes to the next. With no healthy target at all everything goes to the first.
 */
export function levelLoads(levels: readonly Level[], overprovisioning: number): number[] {
  const total = totalHealth(levels, overprovisioning);
  let left = 100;
  const loads = levels.map((level) => {
    const share = total === 0 ? 0 : Math.round((100 * healthOf(level, overprovisioning)) / total);
    const load = Math.min(left, share);
    left -= load;
    return load;
  });
  loads[0] += left;
  return loads;
}

/** Whether a level uses all its targets, healthy or not ("Panic threshold"): only where the levels are overloaded. */
export const isPanic = (
  { healthy, all }: Level,
  panicShare: number,
  levels: readonly Level[],
  overprovisioning: number,
): boolean => totalHealth(levels, overprovisioning) < 100 && healthy < all * panicShare;
