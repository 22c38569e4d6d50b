import { group, milliseconds, number, optional } from '../../schema/fields';
import { contractField } from '../contracts/contract-field';
import { duration } from '../duration-field';
import { breakerField } from '../policies/breaker-field';
import { bulkheadField } from '../policies/bulkhead-field';
import { fallbackField } from '../policies/fallback-field';
import { hedgeField } from '../policies/hedge-field';
import { idempotencyField } from '../policies/idempotency-field';
import { rateLimitField } from '../policies/rate-limit-field';
import { retryField } from '../policies/retry-field';
import { streamField } from '../streams/stream-field';
import { connectionsField } from '../wire/connections-field';
import { payloadField } from '../wire/payload-field';

/** How long a message takes from one end of a link to the other, one way. */
export const latencyField = duration({ dist: 'lognormal', meanMs: 20, p99Ms: 50, cv: null });

/** Parameters of a link that carries calls. */
export const callParams = group(
  {
    latency: latencyField,
    /** Per attempt; null: waits for ever. */
    timeoutMs: optional(milliseconds(1_000, 0.001)),
    /** For the whole call, with all its attempts and their waits. */
    deadlineMs: optional(milliseconds(3_000, 0.001)),
    retry: optional(retryField),
    /** Instead of {@link retryField}: where there is both, calls are hedged. */
    hedge: optional(hedgeField),
    breaker: optional(breakerField),
    rateLimit: optional(rateLimitField),
    bulkhead: optional(bulkheadField),
    fallback: optional(fallbackField),
    idempotency: optional(idempotencyField),
    contract: contractField,
    /** What is in its calls; null: nothing that takes space or time. */
    payload: optional(payloadField),
    /** The connections that calls need; null: there is always one, and it costs nothing. */
    connections: optional(connectionsField),
    /** What goes through, each way; null: as much as comes. */
    bytesPerSec: optional(number({ default: 125_000_000, min: 1, max: 1e12, unit: 'bytes' })),
    /** What every call over it is instead of one request and one answer; null: that. */
    stream: optional(streamField),
    /** Relative share, where the caller chooses among several links. */
    weight: number({ default: 1, min: 0, max: 1000 }),
  },
  {
    retries: ['deadlineMs', 'retry', 'hedge', 'idempotency'],
    protection: ['breaker', 'rateLimit', 'bulkhead', 'fallback'],
    wire: ['payload', 'stream', 'connections', 'bytesPerSec'],
  },
);
