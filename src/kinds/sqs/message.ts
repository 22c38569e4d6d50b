import type { Frames } from '../../network/frames/frames';

/** Where a message is in its queue. */
export const Place = {
  /** Whoever asks next may get it. */
  visible: 0,
  /** A consumer has received it, and it is hidden from the others until its visibility timeout is over. */
  inFlight: 1,
  /** Not to be seen yet. */
  delayed: 2,
  /** A consumer has deleted it before it has worked on it. SQS knows nothing of it any more; the books wait for its end. */
  forgotten: 3,
} as const;
export type Place = (typeof Place)[keyof typeof Place];

/** A consumer has it in hand, under its latest receipt handle. */
const IN_HAND = 1;
/** It waits among those that have come back. */
const CAME_BACK = 2;

/**
 * What SQS knows of a message that it keeps, in columns of the message's frame that nobody else needs meanwhile. What is
 * handed to a consumer is a frame of its own, so that a message may be with several.
 */
export class Messages {
  constructor(private readonly frames: Frames) {}

  /** A message that has just come into a queue. */
  open(frame: number, queue: number, order: number, nowMs: number): void {
    const { frames } = this;
    frames.plan[frame] = queue;
    frames.order[frame] = order;
    frames.sentAt[frame] = nowMs;
    frames.since[frame] = nowMs;
    frames.previousTimeout[frame] = 0;
    frames.answer[frame] = 0;
    frames.attempt[frame] = 0;
    frames.backoffMs[frame] = 0;
  }

  /** The index of its queue. */
  queueOf(frame: number): number {
    return this.frames.plan[frame];
  }

  placeOf(frame: number): Place {
    return this.frames.pc[frame] as Place;
  }
  setPlace(frame: number, place: Place): void {
    this.frames.pc[frame] = place;
  }

  /** ApproximateReceiveCount; it also tells the latest receipt handle from older ones. */
  receivesOf(frame: number): number {
    return this.frames.previousTimeout[frame];
  }
  countReceive(frame: number): number {
    return ++this.frames.previousTimeout[frame];
  }

  /** Its place in the order of sending. */
  orderOf(frame: number): number {
    return this.frames.order[frame];
  }

  /** When it was sent to its queue; of one in a standard dead-letter queue, to the queue that it comes from. */
  sentAtMs(frame: number): number {
    return this.frames.sentAt[frame];
  }

  /** Until when it is hidden. */
  hiddenUntilMs(frame: number): number {
    return this.frames.work[frame];
  }
  hideUntil(frame: number, atMs: number): void {
    this.frames.work[frame] = atMs;
  }

  /** When its consumer extends its visibility timeout next; 0: never. */
  nextBeatMs(frame: number): number {
    return this.frames.backoffMs[frame];
  }
  /** At a moment, virtual ms. The column is free: a broker's message is never tried again by a caller. */
  setNextBeat(frame: number, atMs: number): void {
    this.frames.backoffMs[frame] = atMs;
  }

  /** The link to the consumer that received it last. */
  receiverOf(frame: number): number {
    return this.frames.nextTimeout[frame];
  }
  setReceiver(frame: number, link: number): void {
    this.frames.nextTimeout[frame] = link;
  }

  /** The server of a standard queue that it is on. */
  serverOf(frame: number): number {
    return this.frames.slot[frame];
  }
  setServer(frame: number, server: number): void {
    this.frames.slot[frame] = server;
  }

  /** Of one in a dead-letter queue: the index of the queue that it comes from; −1 for none. */
  cameFrom(frame: number): number {
    return this.frames.attempt[frame] - 1;
  }
  setCameFrom(frame: number, queue: number): void {
    this.frames.attempt[frame] = queue + 1;
  }

  /** Whether whoever received it last still works on it. */
  isInHand(frame: number): boolean {
    return (this.frames.answer[frame] & IN_HAND) !== 0;
  }
  setInHand(frame: number, is: boolean): void {
    this.setBit(frame, IN_HAND, is);
  }

  hasComeBack(frame: number): boolean {
    return (this.frames.answer[frame] & CAME_BACK) !== 0;
  }
  setComeBack(frame: number, is: boolean): void {
    this.setBit(frame, CAME_BACK, is);
  }

  private setBit(frame: number, bit: number, is: boolean): void {
    const { answer } = this.frames;
    answer[frame] = is ? answer[frame] | bit : answer[frame] & ~bit;
  }
}
