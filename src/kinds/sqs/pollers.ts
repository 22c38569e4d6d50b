import type { Link } from '../../network/links/link';
import type { Numbered } from '../../network/messaging/numbered';
import { noneNumbered } from '../../network/messaging/numbered';
import type { Poller, PollerState } from '../../network/messaging/poll-loop';
import type { ReceiveParams } from './params';
import type { Queue } from './queue';
import type { Receipt } from './receipts';

/** A thread of a consumer that polls. */
export interface SqsPoller extends Poller {
  /** Null where the queue that it asks for does not exist. */
  readonly queue: Queue | null;
  readonly params: ReceiveParams;
}

/** What changes in it during a run, besides its statechart: plain data. Its batch are receipts. */
export interface SqsPollerState extends PollerState {
  /** When it asked last. */
  askedAtMs: number;
  /** Receipts whose messages the consumer has in hand. */
  inHand: number[];
}

export interface ConsumersState {
  readonly pollers: readonly SqsPollerState[];
  readonly receipts: Numbered<Receipt>;
  /** What has reached SQS while it stands still: pollers that ask, receipts that are to be deleted. */
  asking: number[];
  deleting: number[];
}

/** The threads behind all links: as many to a link as it says. */
export const pollersOf = (links: readonly Link[], queueNamed: (name: string) => Queue | null): SqsPoller[] =>
  links
    .flatMap((link) => {
      const params = link.spec.params as unknown as ReceiveParams;
      const queue = queueNamed(params.queue);
      return Array.from({ length: params.pollers }, (_, number) => ({ link, number, queue, params }));
    })
    .map((poller, index) => ({ ...poller, index }));

/** Pollers before anything has happened. */
export const idlePollers = (pollers: readonly SqsPoller[]): ConsumersState => ({
  pollers: pollers.map(() => ({ entry: 0, askedAtMs: 0, batch: [], inHand: [], life: 0 })),
  receipts: noneNumbered(),
  asking: [],
  deleting: [],
});
