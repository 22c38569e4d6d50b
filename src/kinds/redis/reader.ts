import { type Numbered, noneNumbered } from '../../network/messaging/numbered';
import type { Poller, PollerState } from '../../network/messaging/poll-loop';
import type { Hand } from './hands';
import type { ConsumeParams } from './params';

/** A connection that reads a list or a stream. */
export interface Reader extends Poller {
  readonly place: number;
  readonly isList: boolean;
  readonly params: ConsumeParams;
}

/** What changes in it during a run, besides its statechart: plain data. Its batch are hands. */
export interface ReaderState extends PollerState {
  /** How often it has asked: an answer to an earlier question is none. */
  questions: number;
  /** The hand that the consumer is at; −1: none. */
  inHand: number;
  /** Behind which offset it still has to read what it had not acknowledged; null: it is past that. */
  ownAfter: number | null;
  /** When it asks next for what others have had for too long, ms. */
  claimAtMs: number;
}

export interface ReadersState {
  readonly readers: readonly ReaderState[];
  readonly hands: Numbered<Hand>;
  /** By place: readers that wait there, who came first first. */
  readonly waiting: number[][];
}

/** Readers before anything has happened. */
export const idleReaders = (readers: readonly Reader[], places: number): ReadersState => ({
  readers: readers.map(() => ({
    entry: 0,
    questions: 0,
    batch: [],
    inHand: -1,
    life: 0,
    ownAfter: null,
    claimAtMs: 0,
  })),
  hands: noneNumbered(),
  waiting: Array.from({ length: places }, () => []),
});
