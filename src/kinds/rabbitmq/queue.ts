import { emptyList, type FrameList, insertAfter, remove } from '../../network/frames/frame-list';
import { type Frames, NONE } from '../../network/frames/frames';

/** A queue of the broker; plain data, part of its state. */
export interface Queue {
  /** Messages that are ready to be delivered, in order, by level: the last is the most urgent. */
  readonly levels: FrameList[];
  /** How many these are. */
  ready: number;
  /** Of a quorum queue: messages that no majority has yet, in order. */
  readonly uncommitted: FrameList;
  /** The number that the next message gets: its place in the order. */
  nextOrder: number;
  /** The message put back last, if it is still there: where the next one will probably go. */
  putBack: number;
  /** Whose turn it is among the consumers. */
  turn: number;
  /** Of a queue with a single active consumer: its index; NONE while nobody is. */
  active: number;
  /** False once its last consumer has taken it along. */
  isDeclared: boolean;
  /** When the timers are due that are set for it, virtual ms; Infinity for none. */
  expiryMs: number;
  commitMs: number;
}

export const emptyQueue = (levels = 1): Queue => ({
  levels: Array.from({ length: levels }, emptyList),
  ready: 0,
  uncommitted: emptyList(),
  nextOrder: 0,
  putBack: NONE,
  turn: 0,
  active: NONE,
  isDeclared: true,
  expiryMs: Infinity,
  commitMs: Infinity,
});

/** The level of a message of that priority: what is above the most urgent one counts as that. */
export const levelOf = (queue: Queue, priority: number): number => Math.min(priority, queue.levels.length - 1);

/** Puts a message at the end of its level. */
export function enqueue(frames: Frames, queue: Queue, level: number, frame: number): void {
  frames.order[frame] = queue.nextOrder++;
  const list = queue.levels[level];
  insertAfter(frames, list, list.tail, frame);
  queue.ready++;
}

/** Puts a message back to its original position, as RabbitMQ's classic queues do. */
export function requeue(frames: Frames, queue: Queue, level: number, frame: number): void {
  const list = queue.levels[level];
  const { order, next, previous } = frames;
  const isLast = list.tail === NONE || order[list.tail] < order[frame];
  let anchor = isLast ? list.tail : queue.levels.length === 1 ? queue.putBack : NONE;
  if (!isLast) {
    while (anchor !== NONE && order[anchor] > order[frame]) anchor = previous[anchor];
    let following = anchor === NONE ? list.head : next[anchor];
    while (following !== NONE && order[following] < order[frame]) {
      anchor = following;
      following = next[following];
    }
  }
  insertAfter(frames, list, anchor, frame);
  queue.putBack = frame;
  queue.ready++;
}

/** The message that is next, of the most urgent level that has any; NONE where nothing is ready. */
export function nextReady(queue: Queue): number {
  for (let level = queue.levels.length - 1; level >= 0; level--) {
    const { head } = queue.levels[level];
    if (head !== NONE) return head;
  }
  return NONE;
}

/** The message that has to go first where there are too many: the oldest of the least urgent. */
export function oldestReady(queue: Queue): number {
  return queue.levels.find(({ head }) => head !== NONE)?.head ?? NONE;
}

/** Takes out a message that is ready. */
export function takeOut(frames: Frames, queue: Queue, level: number, frame: number): void {
  if (queue.putBack === frame) queue.putBack = NONE;
  remove(frames, queue.levels[level], frame);
  queue.ready--;
}

/** Calls `visit` with every message that is ready, in the order of delivery. It may take out the one that it gets. */
export function forEachReady(frames: Frames, queue: Queue, visit: (frame: number) => void): void {
  for (let level = queue.levels.length - 1; level >= 0; level--) {
    for (let frame = queue.levels[level].head; frame !== NONE; ) {
      const following = frames.next[frame];
      visit(frame);
      frame = following;
    }
  }
}
