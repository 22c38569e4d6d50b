import type { OutcomeName } from '../../network/outcomes';
import { DELIVERY_COUNTS } from '../delivery/delivery-counts';

/** What can be asked of messages: whatever is counted of them. */
export const MESSAGE_EVENTS = [...DELIVERY_COUNTS, 'deadLettered', 'expired', 'lost', 'held'] as const;
export type MessageEvent = (typeof MESSAGE_EVENTS)[number];

/** The messages behind a number: to which that happened at a broker, in one of its queues, or with one of its consumers. */
export interface MessageFilter {
  readonly what: MessageEvent;
  /** The id of the broker. */
  readonly node: string;
  /** The index of its queue; left out: any. */
  readonly queue?: number;
  /** The id of the link to the consumer; left out: any. */
  readonly link?: string;
  /** Why it was lost; left out: for any reason. */
  readonly reason?: OutcomeName;
}

/** A message to which it happened. */
export interface ListedMessage {
  readonly serial: number;
  /** When it happened; of what is held: when it came into its queue. */
  readonly atMs: number;
  /** The code of the outcome that is the reason, where there is one; else 0. */
  readonly outcome: number;
}
