import type { OutcomeName } from '../../network/outcomes';

/**
 * What is counted of messages, at a broker, in one of its queues, and of a consumer at the end of its link:
 *
 * - `published`: handed to the broker by producers; of a queue, that came into it, copies included;
 * - `copies`: that the broker made, for another queue, another group, a dead-letter queue;
 * - `replayed`: done with, and to be read again on purpose;
 * - `delivered`: went to a consumer; `redelivered`, of these: not for the first time;
 * - `acked`: done with; `returned`: went back because a consumer failed;
 * - `duplicated`: processed to a good end once more by the same group, replays left out;
 * - `outOfOrder`: processed for the first time after one with the same key that had been published later.
 */
export const DELIVERY_COUNTS = [
  'published',
  'copies',
  'replayed',
  'delivered',
  'redelivered',
  'acked',
  'returned',
  'duplicated',
  'outOfOrder',
] as const;
export type DeliveryCount = (typeof DELIVERY_COUNTS)[number];

/** Counts of one broker, queue or consumer. */
export type DeliveryFigures = Readonly<Record<DeliveryCount, number>> & {
  readonly deadLettered: number;
  readonly expired: number;
  /** Ended otherwise without having been processed. */
  readonly lost: number;
  readonly lostBy: Readonly<Partial<Record<OutcomeName, number>>>;
  /** Neither acknowledged nor gone. */
  readonly held: number;
};

export interface QueueDeliveries extends DeliveryFigures {
  readonly queue: string;
  /** The group whose part of a log it is. */
  readonly group?: string;
}

/** What is counted at the broker only is left out. */
export interface ConsumerDeliveries extends Omit<DeliveryFigures, 'published' | 'copies'> {
  /** The id of the link from the broker. */
  readonly link: string;
}

/** What became of the messages of one broker. */
export interface BrokerDeliveries extends DeliveryFigures {
  readonly queues: readonly QueueDeliveries[];
  readonly consumers: readonly ConsumerDeliveries[];
}
