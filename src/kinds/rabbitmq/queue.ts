import { emptyList, type FrameList, insertAfter } from '../../network/frames/frame-list';
import { type Frames, NONE } from '../../network/frames/frames';

/** A queue of the broker; plain data, part of its state. */
export interface Queue {
  /** Messages that are ready to be delivered, in order. */
  ready: FrameList;
  /** The number that the next message gets: its place in the order. */
  nextOrder: number;
  /** Whose turn it is among the consumers. */
  turn: number;
}

export const emptyQueue = (): Queue => ({ ready: emptyList(), nextOrder: 0, turn: 0 });

/** Puts a message at the end. */
export function enqueue(frames: Frames, queue: Queue, frame: number): void {
  frames.order[frame] = queue.nextOrder++;
  insertAfter(frames, queue.ready, queue.ready.tail, frame);
}

/** Puts a message back to its original position, as RabbitMQ's classic queues do. */
export function requeue(frames: Frames, queue: Queue, frame: number): void {
  let anchor = NONE;
  let following = queue.ready.head;
  while (following !== NONE && frames.order[following] < frames.order[frame]) {
    anchor = following;
    following = frames.next[following];
  }
  insertAfter(frames, queue.ready, anchor, frame);
}
