import { estimate } from '../../kernel/statistics/confidence';

/** The same shape with a half-width for each number; what holds no number is left out. */
export type HalfWidths<T> = T extends number
  ? number
  : T extends readonly (infer Item)[]
    ? readonly HalfWidths<Item>[]
    : { readonly [K in keyof T as T[K] extends string | boolean ? never : K]: HalfWidths<T[K]> };

/** What replications say of figures of any shape. */
export interface Averaged<T> {
  readonly mean: T;
  readonly halfWidth: HalfWidths<T>;
}

type Tree = { readonly mean: unknown; readonly halfWidth: unknown };
type Branch = Readonly<Record<string, unknown>>;

/**
 * Averages the figures of replications, number by number. A count that a replication leaves out (as failures by reason)
 * is 0 there. Texts are alike in all replications. A summary of latencies comes from those replications in which
 * something succeeded, since the zeros of the others measure nothing.
 */
export function average<T>(replications: readonly T[], level: number): Averaged<T> {
  return averageTree(replications, level) as Averaged<T>;
}

function averageTree(values: readonly unknown[], level: number): Tree {
  const sample = values.find((value) => value !== undefined);
  if (typeof sample === 'number') return estimate(orElse(values, 0), level);
  if (Array.isArray(sample)) return averageLists(orElse<readonly unknown[]>(values, []), sample.length, level);
  if (typeof sample === 'object' && sample !== null) return averageBranches(orElse<Branch>(values, {}), level);
  return { mean: sample, halfWidth: undefined };
}

/** The values, all of which are of one type, with something in the place of those left out. */
const orElse = <T>(values: readonly unknown[], missing: T): readonly T[] =>
  values.map((value) => (value === undefined ? missing : (value as T)));

function averageLists(lists: readonly (readonly unknown[])[], length: number, level: number): Tree {
  const items = Array.from({ length }, (_, index) =>
    averageTree(
      lists.map((list) => list[index]),
      level,
    ),
  );
  return { mean: items.map((item) => item.mean), halfWidth: items.map((item) => item.halfWidth) };
}

function averageBranches(branches: readonly Branch[], level: number): Tree {
  const mean: Record<string, unknown> = {};
  const halfWidth: Record<string, unknown> = {};
  for (const name of new Set(branches.flatMap((branch) => Object.keys(branch)))) {
    const averaged = averageTree(
      measuredIn(branches, name).map((branch) => branch[name]),
      level,
    );
    mean[name] = averaged.mean;
    if (averaged.halfWidth !== undefined) halfWidth[name] = averaged.halfWidth;
  }
  return { mean, halfWidth };
}

function measuredIn(branches: readonly Branch[], name: string): readonly Branch[] {
  if (name !== 'latencyMs' && name !== 'sojournMs') return branches;
  const measured = branches.filter(({ ok, completed }) => ok !== 0 && completed !== 0);
  return measured.length === 0 ? branches : measured;
}
