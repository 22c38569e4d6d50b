import { OUTCOMES, Outcome } from '../network/outcomes';

/** Outcomes that are counted apart. */
export const EACH = OUTCOMES.length;

/** What is counted at a node. Those that end in an outcome have a counter for each: add the outcome's code. */
export const NodeCount = {
  arrived: 1,
  started: 2,
  /** A broker took a message into a queue. */
  enqueued: 3,
  acked: 4,
  /** A client's request began. */
  issued: 5,
  /** Ended without a worker: a client's request, or one that was refused or lost in the queue. + outcome. */
  leftQueue: 8,
  /** Ended, held by a worker. + outcome. */
  leftWorker: 8 + EACH,
  /** A message that is gone. + outcome. */
  lost: 8 + 2 * EACH,
} as const;

/** What is counted on a link. */
export const LinkCount = {
  /** The first attempt of a call left; so did later ones, and those sent beside others. */
  sentFirst: 1,
  sentAgain: 2,
  sentBeside: 3,
  /** A message left that nobody waits for. */
  sentMessage: 4,
  /** Of these: lost on the way. */
  lostMessage: 5,
  /** An attempt never left its caller, and of these the first attempts of their calls. */
  withheld: 6,
  withheldFirst: 7,
  /** An attempt began to wait at its caller, and ended to. */
  held: 8,
  letGo: 9,
  fellBack: 10,
  recognised: 11,
  breakerOpened: 12,
  /** Messages of streams: sent to the callee, and back; read there, and back. */
  streamedThere: 13,
  streamedBack: 14,
  readThere: 15,
  readBack: 16,
  /** A call's only attempt is over for the caller. + outcome. */
  returned: 17,
  /** One of several attempts is. + outcome. */
  returnedOne: 17 + EACH,
  /** A call of several attempts is over. + outcome. */
  concluded: 17 + 2 * EACH,
  /** The callee answered. + outcome. */
  replied: 17 + 3 * EACH,
} as const;

/** Counters a place, more than any has. */
export const SLOTS = 17 + 4 * EACH;

/** Those that a healthy system counts all the time stand side by side, in one line of a processor's cache. */
export const LINE = 16;
const HOT_OF_NODE: readonly number[] = [
  NodeCount.arrived,
  NodeCount.started,
  NodeCount.enqueued,
  NodeCount.acked,
  NodeCount.issued,
  NodeCount.leftQueue + Outcome.ok,
  NodeCount.leftWorker + Outcome.ok,
];
const HOT_OF_LINK: readonly number[] = [
  LinkCount.sentFirst,
  LinkCount.sentAgain,
  LinkCount.sentBeside,
  LinkCount.sentMessage,
  LinkCount.held,
  LinkCount.letGo,
  LinkCount.returned + Outcome.ok,
  LinkCount.returnedOne + Outcome.ok,
  LinkCount.concluded + Outcome.ok,
  LinkCount.replied + Outcome.ok,
];
/** By counter: where in the line it stands; 0: not in it. */
const lineOf = (hot: readonly number[]) => Uint8Array.from({ length: SLOTS }, (_, slot) => hot.indexOf(slot) + 1);
export const NODE_LINE = lineOf(HOT_OF_NODE);
export const LINK_LINE = lineOf(HOT_OF_LINK);
