import { type Checked, describeValue } from '../../schema/issue';

/** One of several equal parts of a plan, each for a machine of its own. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

const MOST_SHARDS = 10_000;
const SHARD = /^(\d{1,5})\/(\d{1,5})$/;

/** Understands `2/8`. */
export function parseShard(text: string): Checked<Shard> {
  const [, number, of] = (SHARD.exec(text) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= MOST_SHARDS) return { ok: true, value: { number, of } };
  const expected = `number/count, such as 2/8, from 1/1 to ${MOST_SHARDS}/${MOST_SHARDS}`;
  return { ok: false, issues: [{ path: '', expected, received: describeValue(text) }] };
}

export const formatShard = ({ number, of }: Shard): string => `${number}/${of}`;

/**
 * The runs of a shard, among so many: every n-th, since neighbours in a sweep take about as long, and so all shards do.
 * Where there are fewer runs than shards, some have none.
 */
export const runsOfShard = ({ number, of }: Shard, runs: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((runs - number + 1) / of)) }, (_, index) => number - 1 + index * of);
