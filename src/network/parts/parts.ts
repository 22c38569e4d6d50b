/** What links and servers may have beyond plain calls and a queue: modules of their own, of which a program has those that its scenarios use. */
export interface Parts {
  readonly breaker: typeof import('../policies/breaker');
  readonly bulkhead: typeof import('../policies/bulkhead');
  readonly connections: typeof import('../wire/connections');
  readonly contract: typeof import('../contracts/link-contract');
  readonly fallback: typeof import('../policies/fallback');
  readonly gathering: typeof import('../serving/gathering');
  readonly hedging: typeof import('../policies/hedging');
  readonly idempotency: typeof import('../policies/idempotency');
  readonly limiter: typeof import('../policies/create-rate-limiter');
  readonly preemption: typeof import('../serving/preemption');
  readonly retryBudget: typeof import('../policies/retry-budget');
  readonly sharing: typeof import('../serving/shared-work');
  readonly shedding: typeof import('../serving/shedding');
  readonly streams: typeof import('../streams/streams');
  readonly wire: typeof import('../wire/wire');
}

const there: Partial<Parts> = {};

/** Takes in some parts. */
export const addParts = (parts: Partial<Parts>): void => void Object.assign(there, parts);

export const hasPart = (name: keyof Parts): boolean => name in there;

/** A part that {@link addParts} has brought. What needs one that is not there was built too early. */
export function part<K extends keyof Parts>(name: K): Parts[K] {
  const found: Parts[K] | undefined = there[name];
  if (!found) throw new Error(`the part "${name}" is not there yet: see load-parts`);
  return found;
}
