/** Times of the same work, done several times. What disturbs a run only ever slows it down, so the least is the work's own. */
export interface Times {
  readonly least: number;
  readonly median: number;
}

export function timesOf(samples: readonly number[]): Times {
  const sorted = samples.toSorted((a, b) => a - b);
  return { least: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}

/** Wall clock of some work, ms. */
export function wallMs(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

/**
 * CPU time of some work, ms: what other programs take does not count, what compiling and collecting garbage take on other
 * threads does. Only in Node.
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** So many times everything is measured, after once to warm up. */
const ROUNDS = 7;

/**
 * Does several works in turn, again and again, so that what a busy machine takes away it takes from all alike. Each
 * returns its figure; so does this, for each of them, round by round. The first round, which compiles, is left out.
 */
export function inTurn<Name extends string>(
  works: Readonly<Record<Name, () => number>>,
  rounds = ROUNDS,
): Record<Name, number[]> {
  const names = Object.keys(works) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const sample = works[name]();
      if (round > 0) samples[name].push(sample);
    }
  }
  return samples;
}

/** Two works that were done in turn: the median of how many times as long the first took, round by round. */
export const ratio = (some: readonly number[], others: readonly number[]): number =>
  timesOf(some.map((sample, round) => sample / others[round])).median;
