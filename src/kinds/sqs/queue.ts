import { emptyList, type FrameList } from '../../network/frames/frame-list';
import { type KnownIds, noIds } from './deduplication';
import { emptyFifo, type FifoState } from './fifo-queue';
import type { QueueParams } from './params';
import { emptyStandard, type StandardState } from './standard-queue';
import type { VisibleMessages } from './visible-messages';

/** What changes in a queue during a run: plain data. */
export interface QueueState {
  readonly standard: StandardState;
  readonly fifo: FifoState;
  /** In the order in which they were received. */
  readonly inFlight: FrameList;
  readonly delayed: FrameList;
  readonly known: KnownIds;
  /** Pollers that wait for a message, in the order in which they came. */
  waiting: number[];
  /** The number that the next message gets: its place in the order. */
  nextOrder: number;
}

export const emptyQueue = (type: QueueParams['type'], servers: number): QueueState => ({
  standard: emptyStandard(type === 'standard' ? servers : 0),
  fifo: emptyFifo(),
  inFlight: emptyList(),
  delayed: emptyList(),
  known: noIds(),
  waiting: [],
  nextOrder: 0,
});

/** A queue of SQS. */
export interface Queue {
  readonly index: number;
  readonly params: QueueParams;
  readonly isFifo: boolean;
  /** The index of the queue where messages go that were received too often; −1: they never do. */
  readonly deadLetterQueue: number;
  readonly visible: VisibleMessages;
}

/**
 * The index of the queue that takes another's dead letters. −1 where its redrive policy is none: it names no queue, or one
 * of another type, or itself, which SQS does not let anybody say.
 */
export function deadLetterQueueOf(queues: readonly QueueParams[], index: number): number {
  const { maxReceiveCount, deadLetterQueue, type } = queues[index];
  if (maxReceiveCount === null || deadLetterQueue === '') return -1;
  const found = queues.findIndex(({ name }) => name === deadLetterQueue);
  return found === index || found < 0 || queues[found].type !== type ? -1 : found;
}
