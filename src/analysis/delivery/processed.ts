import type { Topology } from '../topology';
import { MessageFlag, MessageWord } from './message-table';
import { RecentPairs } from './recent-pairs';

const { origin: ORIGIN, id: ID, key: KEY, queue: QUEUE, flags: FLAGS } = MessageWord;

/** A repetition is recognised among so many messages, and so many keys are known to be in order, at least. */
const PAIRS = 32_768;

/** What it means that a consumer is done with a message. */
export const Processing = {
  /** Nothing worth telling: the first time, and in order; or it recognised the message as one that it knows. */
  fine: 0,
  again: 1,
  tooLate: 2,
} as const;
type Processing = (typeof Processing)[keyof typeof Processing];

/**
 * What has been processed, by group, and what of it came twice or too late.
 *
 * A *group* is whoever shares the work: those that read a log under one name, or those that take from the same queue. It
 * has processed a message when one of its consumers answers that all is well, unless that recognised the message as one
 * that it knows. A message that a group has processed before is *duplicated*. One that it processes for the first time
 * after another with the same key, which was published later, is *out of order*; those without a key are compared
 * within their queue. Repetitions that were asked for, by going back in a log, are neither.
 */
export class Processed {
  /** By queue: its group. */
  private readonly groupOf: Int32Array;
  /** By id and group: 1 for what has been processed. */
  private readonly known = new RecentPairs(PAIRS);
  /** By key and group: the one published last of those processed; and by queue, of those without a key. */
  private readonly newest = new RecentPairs(PAIRS);
  private readonly newestWithoutKey: Float64Array;

  constructor(queues: Topology['queues']) {
    this.newestWithoutKey = new Float64Array(queues.length);
    const names = queues.map(({ node, group }, queue) => (group === undefined ? `${queue}` : `${node} ${group}`));
    const distinct = [...new Set(names)];
    this.groupOf = Int32Array.from(names, (name) => distinct.indexOf(name));
  }

  /** A consumer is done, and all is well, with the message whose words in the table begin at `slot`; it is in a queue. */
  add(words: Int32Array, slot: number): Processing {
    const flags = words[slot + FLAGS];
    if (flags & MessageFlag.recognised) {
      words[slot + FLAGS] = flags & ~MessageFlag.recognised;
      return Processing.fine;
    }
    words[slot + FLAGS] = flags | MessageFlag.processed;
    const id = words[slot + ID] >>> 0;
    const queue = words[slot + QUEUE];
    const group = this.groupOf[queue];
    const isShared = (flags & MessageFlag.shared) !== 0;
    const isKnown = isShared ? this.known.get(id, group) !== 0 : (flags & MessageFlag.processed) !== 0;
    if (isKnown) return Processing.again;
    if (isShared) this.known.set(id, group, 1);
    else this.known.append(id, group, 1);
    const isInOrder = this.comesLater(words[slot + KEY], queue, words[slot + ORIGIN] >>> 0);
    return isInOrder || flags & MessageFlag.replayed ? Processing.fine : Processing.tooLate;
  }

  /** A message is to be processed once more, on purpose. */
  forget(id: number, queue: number): void {
    this.known.set(id, this.groupOf[queue], 0);
  }

  /** Whether a message was not published before the latest of its key that has been processed; it is that from now on. */
  private comesLater(key: number, queue: number, origin: number): boolean {
    const { newest, newestWithoutKey } = this;
    if (key === 0) {
      if (origin < newestWithoutKey[queue]) return false;
      newestWithoutKey[queue] = origin;
      return true;
    }
    const group = this.groupOf[queue];
    if (origin < newest.get(key >>> 0, group)) return false;
    newest.set(key >>> 0, group, origin);
    return true;
  }
}
