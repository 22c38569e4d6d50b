import type { OptionalColumns } from '../frames/frames';
import type { Link } from './link';

/** What has to be known of a frame that goes over the link, because of its policies. */
export function* columnsFor(link: Link): Generator<OptionalColumns> {
  const { isTimed, deadlineMs, retry, hedge, idempotency, contract, wire, carriesMessages } = link;
  const isTriedAgain = retry !== null || hedge !== null || idempotency !== null;
  if (isTriedAgain || isTimed || deadlineMs !== null || wire !== null || carriesMessages) yield 'attempts';
  if (hedge !== null) yield 'siblings';
  if (carriesMessages) yield 'messages';
  if (link.cancels || contract !== null || wire !== null || carriesMessages) yield 'subject';
}
