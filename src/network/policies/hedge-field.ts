import { flag, group, integer, milliseconds, number, optional } from '../../schema/fields';

/** Sends an attempt that takes long once more, and takes whichever answer comes first. Instead of retries, not with them. */
export const hedgeField = group({
  /** How long after one attempt the next is sent. 0: all at once. */
  afterMs: milliseconds(50),
  /** Attempts in all, the first included, as gRPC's `hedgingPolicy.maxAttempts`. */
  max: integer({ default: 2, min: 2, max: 5 }),
  /** The ends of an attempt after which the next is sent at once; any other failure ends the call. */
  nonFatal: group({
    timeout: flag(true),
    refused: flag(true),
    connectionRefused: flag(true),
    connectionReset: flag(true),
    partitioned: flag(true),
    error: flag(false),
  }),
  /** gRPC's bucket: hedges go out while more than half of it is there. */
  throttle: optional(
    group({
      maxTokens: integer({ default: 10, min: 1, max: 1_000 }),
      tokenRatio: number({ default: 0.1, min: 0.001, max: 1_000 }),
    }),
  ),
});

export type HedgeParams = typeof hedgeField.default;
