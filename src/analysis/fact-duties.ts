import { AttemptEnd, BREAKER_STATES, Fact, SentFlag } from '../network/facts';
import { Outcome } from '../network/outcomes';
import { BACK } from '../network/wire/ways';
import { LINK_LINE, LinkCount, NODE_LINE, NodeCount } from './counters';

const BREAKER_OPEN = BREAKER_STATES.indexOf('open');

/** Facts whose place is a link. */
export const ON_LINKS: ReadonlySet<number> = new Set([
  Fact.sent,
  Fact.returned,
  Fact.concluded,
  Fact.replied,
  Fact.withheld,
  Fact.held,
  Fact.letGo,
  Fact.fellBack,
  Fact.recognised,
  Fact.breaker,
  Fact.streamed,
  Fact.received,
]);

/** Which counter a fact counts up; 0 for none. `extra` are its lowest two bits. */
function slotOf(fact: number, detail: number, extra: number): number {
  switch (fact) {
    case Fact.issued:
      return NodeCount.issued;
    case Fact.arrived:
      return NodeCount.arrived;
    case Fact.started:
      return NodeCount.started;
    case Fact.enqueued:
      return NodeCount.enqueued;
    case Fact.acked:
      return NodeCount.acked;
    case Fact.settled:
      return NodeCount.leftQueue + detail;
    case Fact.finished:
      return (extra === 1 ? NodeCount.leftWorker : NodeCount.leftQueue) + detail;
    case Fact.lost:
      return NodeCount.lost + detail;
    case Fact.sent:
      if (detail & SentFlag.message && !(detail & SentFlag.confirm)) return LinkCount.sentMessage;
      if (detail & SentFlag.retry) return LinkCount.sentAgain;
      return detail & SentFlag.hedge ? LinkCount.sentBeside : LinkCount.sentFirst;
    case Fact.returned:
      return (extra === AttemptEnd.only ? LinkCount.returned : LinkCount.returnedOne) + detail;
    case Fact.concluded:
      return LinkCount.concluded + detail;
    case Fact.replied:
      return LinkCount.replied + detail;
    case Fact.withheld:
      return LinkCount.withheld;
    case Fact.held:
      return LinkCount.held;
    case Fact.letGo:
      return LinkCount.letGo;
    case Fact.fellBack:
      return LinkCount.fellBack;
    case Fact.recognised:
      return LinkCount.recognised;
    case Fact.streamed:
      // One that is lost on the way is sent again.
      if (extra === 1) return 0;
      return detail === BACK ? LinkCount.streamedBack : LinkCount.streamedThere;
    case Fact.received:
      return detail === BACK ? LinkCount.readBack : LinkCount.readThere;
    case Fact.breaker:
      return extra === BREAKER_OPEN ? LinkCount.breakerOpened : 0;
    default:
      return 0;
  }
}

/** Facts that change more than the counters and levels of their place. */
const SPECIAL: ReadonlySet<number> = new Set([
  Fact.mode,
  Fact.capacity,
  Fact.breaker,
  Fact.withheld,
  Fact.noted,
  Fact.carried,
  Fact.letGo,
]);
/** Facts that tell what becomes of a message. */
const OF_MESSAGES: ReadonlySet<number> = new Set([
  Fact.published,
  Fact.republished,
  Fact.copied,
  Fact.enqueued,
  Fact.delivered,
  Fact.recognised,
  Fact.acked,
  Fact.requeued,
  Fact.duplicated,
  Fact.revived,
  Fact.lost,
]);
/** Those that change how many wait at a node, and those that change what its workers hold. */
const changesWaiting = (fact: number, byWorker: boolean): boolean =>
  fact === Fact.issued ||
  fact === Fact.settled ||
  fact === Fact.arrived ||
  fact === Fact.started ||
  fact === Fact.preempted ||
  (fact === Fact.finished && !byWorker);
const changesWork = (fact: number, byWorker: boolean): boolean =>
  fact === Fact.started ||
  fact === Fact.preempted ||
  fact === Fact.blocked ||
  fact === Fact.resumed ||
  (fact === Fact.finished && byWorker);

const KEYS = 64 * 32 * 4;
/** The number of a kind of fact: what it is, its detail, and the lowest two bits of what else it says. */
export const keyOf = (fact: number, detail: number, extra: number): number =>
  ((fact & 63) << 7) | ((detail & 31) << 2) | (extra & 3);
/** By fact, detail and the lowest two bits of `extra`: the counter counted up, and where it stands in its place's line. */
export const SLOT = new Uint8Array(KEYS);
export const IN_LINE = new Uint8Array(KEYS);
/** By key: bits of what a fact asks for, from {@link WAITING} to {@link LAST}, and how many bits these are. */
export const DUTIES = new Uint8Array(KEYS);
export const DUTY_BITS = 6;
/** By key, of those that need {@link OTHER}: bits of what for. */
export const OTHER_NEEDS = new Uint8Array(KEYS);
export const OtherNeed = {
  /** It tells of a message; or does so if it happened on a link over which a broker pushes. */
  message: 0,
  answer: 1,
  /** Its counter is a rare one, or it tells something of its place. */
  place: 2,
} as const;
/** A bit's number: how many wait changes. */
export const WAITING = 0;
/** What workers hold changes. */
export const WORK = 1;
/** It ends something well, or is a message that leaves, and tells how long that took, or will. */
export const END = 2;
/** More is to be done, or its counter is a rare one. */
export const OTHER = 3;
/** Its counter stands in a line. */
export const LINED = 4;
/** The bit itself: what comes after it is counted only when it has been seen to. */
export const LAST = 1 << 5;
for (let key = 0; key < KEYS; key++) {
  const fact = key >> 7;
  const detail = (key >> 2) & 31;
  const extra = key & 3;
  const slot = slotOf(fact, detail, extra);
  const line = ON_LINKS.has(fact) ? LINK_LINE : NODE_LINE;
  SLOT[key] = slot;
  IN_LINE[key] = line[slot];
  const ends =
    fact === Fact.settled ||
    fact === Fact.finished ||
    fact === Fact.concluded ||
    (fact === Fact.returned && extra === AttemptEnd.only);
  const isMessage = fact === Fact.sent && slot === LinkCount.sentMessage;
  const isRare = slot > 0 && line[slot] === 0;
  OTHER_NEEDS[key] =
    (Number(OF_MESSAGES.has(fact)) << OtherNeed.message) |
    (Number(fact === Fact.replied && detail === Outcome.ok) << OtherNeed.answer) |
    (Number(isRare || SPECIAL.has(fact)) << OtherNeed.place);
  DUTIES[key] =
    (Number(changesWaiting(fact, extra === 1)) << WAITING) |
    (Number(changesWork(fact, extra === 1)) << WORK) |
    (Number((ends && detail === Outcome.ok) || isMessage) << END) |
    (Number(OTHER_NEEDS[key] > 0) << OTHER) |
    (Number(line[slot] > 0) << LINED) |
    (fact === Fact.mode || fact === Fact.capacity ? LAST : 0);
}
