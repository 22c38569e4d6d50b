import { contractField } from '../../network/contracts/contract-field';
import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { latencyField } from '../../network/links/link-params';
import { idempotencyField } from '../../network/policies/idempotency-field';
import { flag, group, integer, list, milliseconds, optional, text } from '../../schema/fields';

/** What a link to a projection carries: a catch-up subscription to all that is written, in its order. */
const subscriptionParams = group({
  latency: latencyField,
  /** Events that it is sent at once, at most. */
  batch: integer({ default: 32, min: 1, max: 10_000 }),
  /** After so many events it notes how far it is: from there it goes on after a crash. */
  checkpointEvery: integer({ default: 1, min: 1, max: 1_000_000 }),
  /** How long it waits before it tries an event again that it could not deal with. It never skips one. */
  retryDelayMs: milliseconds(1_000, 0.001),
  /** Recognises what it has dealt with already. */
  idempotency: optional(idempotencyField),
  contract: contractField,
});

export const eventStore = defineKind({
  kind: 'event-store',
  group: 'data',
  params: group(
    {
      /** Operations that read an aggregate, by replaying its events; all others append to it. */
      loadOperations: list(text({ maxLength: 60 }), { default: ['load'], maxItems: 50 }),
      /** Events that one append writes. */
      eventsPerAppend: integer({ default: 1, min: 1, max: 1_000 }),
      /** Whether an append fails when its aggregate has changed since the same request loaded it. */
      checksVersion: flag(true),
      appendTime: duration({ dist: 'lognormal', meanMs: 3, p99Ms: 12, cv: null }),
      /** To find a stream and open it. */
      loadTime: duration({ dist: 'lognormal', meanMs: 1, p99Ms: 5, cv: null }),
      /** Added for every event that has to be read and applied. */
      perEventMs: milliseconds(0.05),
      /** A state is kept every so many events of an aggregate, so that no more than these are replayed; null: never. */
      snapshotEvery: optional(integer({ default: 100, min: 1, max: 1_000_000 })),
      /** Requests that are dealt with at once. */
      concurrency: integer({ default: 8, min: 1, max: 10_000 }),
      /** Requests that may wait for that; null: as many as come. */
      queueLimit: optional(integer({ default: 1_000 })),
      startupMs: milliseconds(3_000),
    },
    { limits: ['concurrency', 'queueLimit', 'startupMs'] },
  ),
  accepts: ['grpc', 'rest'],
  calls: ['subscription'],
  outgoing: subscriptionParams,
  queues: (_, consumers) => consumers.map(({ node }) => ({ name: node })),
  modes: ['up', 'crashed', 'starting'],
});

export type EventStoreParams = typeof eventStore.params.default;
export type SubscriptionParams = typeof subscriptionParams.default;
