const MS_PER_SEC = 1_000;

/** A token bucket as it stood at a moment. */
interface Bucket {
  tokens: number;
  atMs: number;
}

/** Token buckets by key; plain data, part of its owner's state. */
export interface KeyedBuckets {
  readonly buckets: Record<number, Bucket>;
  size: number;
  /** So many buckets are worth looking for full ones. */
  cleanAt: number;
}

const FIRST_CLEANING = 1_024;

export const noBuckets = (): KeyedBuckets => ({ buckets: {}, size: 0, cleanAt: FIRST_CLEANING });

export interface KeyedBucketParams {
  readonly ratePerSec: number;
  readonly burst: number;
}

const tokensAt = ({ tokens, atMs }: Bucket, { ratePerSec, burst }: KeyedBucketParams, nowMs: number): number =>
  Math.min(tokens + ((nowMs - atMs) * ratePerSec) / MS_PER_SEC, burst);

/** A bucket that is full again is forgotten: a new one is full, too. So there are no more than keys of late. */
function dropFull(state: KeyedBuckets, params: KeyedBucketParams, nowMs: number): void {
  const { buckets } = state;
  for (const key of Object.keys(buckets) as unknown as number[]) {
    if (tokensAt(buckets[key], params, nowMs) < params.burst) continue;
    delete buckets[key];
    state.size--;
  }
  state.cleanAt = Math.max(FIRST_CLEANING, 2 * state.size);
}

/**
 * Takes a token from the bucket of `key` by the rules of `token-bucket.ts`. Returns 0, or, when there is none, in how many
 * ms there will be one.
 */
export function takeToken(state: KeyedBuckets, params: KeyedBucketParams, key: number, nowMs: number): number {
  const { buckets } = state;
  let bucket: Bucket | undefined = buckets[key];
  if (bucket === undefined) {
    if (state.size >= state.cleanAt) dropFull(state, params, nowMs);
    bucket = { tokens: params.burst, atMs: nowMs };
    buckets[key] = bucket;
    state.size++;
  }
  const tokens = tokensAt(bucket, params, nowMs);
  if (tokens < 1) return ((1 - tokens) * MS_PER_SEC) / params.ratePerSec;
  bucket.tokens = tokens - 1;
  bucket.atMs = nowMs;
  return 0;
}

/** `Retry-After` tells whole seconds (RFC 9110, section 10.2.3): the first ones that are long enough, in ms. */
export const retryAfterMs = (waitMs: number): number => Math.max(1, Math.ceil(waitMs / MS_PER_SEC)) * MS_PER_SEC;
