import { OUTCOMES, Outcome } from '../network/outcomes';
import { LinkCount } from './counters';
import { failedIn, reasonsIn } from './outcome-counts';
import type { LinkReport } from './report';
import type { Tally } from './tally';

/** What a link's report counts, from the start of the run. */
export interface LinkCounts {
  /** By outcome: calls and messages that ended. */
  readonly ends: readonly number[];
  readonly retries: number;
  readonly hedges: number;
  readonly fallbacks: number;
  readonly duplicates: number;
  readonly breakerOpens: number;
  readonly streamedThere: number;
  readonly streamedBack: number;
  readonly readThere: number;
  readonly readBack: number;
  readonly waits: number;
}

export function linkCounts(tally: Tally, link: number): LinkCounts {
  const { facts, topology } = tally;
  const count = (counter: number) => facts.linkInAll(link, counter);
  const isPush = topology.isPush[link] === 1;
  const lost = count(LinkCount.lostMessage);
  const ends = OUTCOMES.map((_, outcome) =>
    isPush
      ? count(LinkCount.replied + outcome)
      : count(LinkCount.returned + outcome) + count(LinkCount.concluded + outcome),
  );
  ends[Outcome.partitioned] += lost;
  // Of a message that nobody answers, no more is known than that it left.
  if (!isPush) ends[Outcome.ok] += count(LinkCount.sentMessage) - lost;
  ends[Outcome.cancelled] += tally.abandonedCalls[link];
  return {
    ends,
    retries: count(LinkCount.sentAgain),
    hedges: count(LinkCount.sentBeside),
    fallbacks: count(LinkCount.fellBack),
    duplicates: count(LinkCount.recognised),
    breakerOpens: count(LinkCount.breakerOpened),
    streamedThere: count(LinkCount.streamedThere),
    streamedBack: count(LinkCount.streamedBack),
    readThere: count(LinkCount.readThere),
    readBack: count(LinkCount.readBack),
    waits: count(LinkCount.letGo),
  };
}

/**
 * Everything that a report says about a link. A call is counted when it ends, and while it is under way at the end of
 * the run; so `calls` exceeds `ok` and the failures by what is still under way. `before` was counted in the warm-up.
 */
export function linkReport(tally: Tally, link: number, before: LinkCounts | undefined): LinkReport {
  const now = linkCounts(tally, link);
  const since = (what: Exclude<keyof LinkCounts, 'ends'>) => now[what] - (before?.[what] ?? 0);
  const ends = now.ends.map((count, outcome) => count - (before?.ends[outcome] ?? 0));
  const { mean, p50, p95, p99 } = tally.travel(link);
  const streamed = {
    there: { sent: since('streamedThere'), received: since('readThere') },
    back: { sent: since('streamedBack'), received: since('readBack') },
  };
  const streams = streamed.there.sent + streamed.back.sent + streamed.there.received + streamed.back.received > 0;
  return {
    calls: ends[Outcome.ok] + failedIn(ends) + tally.callsUnderWay(link),
    ok: ends[Outcome.ok],
    failedBy: reasonsIn(ends),
    retries: since('retries'),
    hedges: since('hedges'),
    fallbacks: since('fallbacks'),
    duplicates: since('duplicates'),
    breakerOpens: since('breakerOpens'),
    bytes: tally.bytes[link],
    ...(since('waits') > 0 ? { waits: { count: since('waits'), meanMs: tally.heldMs[link] / since('waits') } } : {}),
    ...(streams ? { streamed } : {}),
    latencyMs: { mean, p50, p95, p99 },
  };
}
