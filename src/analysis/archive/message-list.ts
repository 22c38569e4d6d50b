import { createTraceColumns, type TraceColumns } from '../../kernel/trace';
import { Fact, SentFlag } from '../../network/facts';
import { Outcome } from '../../network/outcomes';
import type { Deliveries } from '../delivery/deliveries';
import type { Topology } from '../topology';
import { BLOCK_ROWS } from './extent';
import type { ListedMessage, MessageEvent, MessageFilter } from './message-filter';
import { type TraceBlock, unpack } from './trace-block';

/** A filter with indices for ids. */
interface Wanted {
  readonly what: MessageEvent;
  readonly node: number;
  /** −1: any. */
  readonly queue: number;
  /** −1: any. */
  readonly link: number;
  /** 0: any. */
  readonly reason: Outcome;
}

/** Which fact tells of it, where one fact does. */
const FACT_OF: Readonly<Partial<Record<MessageEvent, number>>> = {
  copies: Fact.copied,
  replayed: Fact.revived,
  delivered: Fact.delivered,
  redelivered: Fact.delivered,
  acked: Fact.acked,
  returned: Fact.requeued,
  deadLettered: Fact.lost,
  expired: Fact.lost,
  lost: Fact.lost,
};

/** Whether a fact may be what is asked for; to which consumer, an earlier one may have to tell. */
function fits({ fact, detail, place, extra }: TraceColumns, row: number, wanted: Wanted, topology: Topology): boolean {
  const { what, node, queue, link, reason } = wanted;
  const where = place[row];
  if (what === 'published') {
    if (queue < 0) return fact[row] === Fact.published && topology.links[where]?.to === node;
    return fact[row] === Fact.enqueued && where === node && extra[row] === queue;
  }
  if (fact[row] !== FACT_OF[what]) return false;
  if (queue >= 0 && extra[row] !== queue) return false;
  if (fact[row] === Fact.delivered) {
    if (what === 'redelivered' && !(detail[row] & SentFlag.redelivered)) return false;
    return topology.links[where]?.from === node && (link < 0 || where === link);
  }
  if (where !== node) return false;
  if (fact[row] !== Fact.lost) return true;
  if (what === 'deadLettered') return detail[row] === Outcome.deadLettered;
  if (what === 'expired') return detail[row] === Outcome.expired;
  if (detail[row] === Outcome.deadLettered || detail[row] === Outcome.expired) return false;
  return reason === 0 || detail[row] === reason;
}

/** What says itself who the consumer was; of the rest, the delivery before it says so. */
const saysConsumer = (what: MessageEvent) => what === 'delivered' || what === 'redelivered';

/** The messages to which that happened last, the newest first; what is held: the oldest first. At most `most`. */
export function listMessages(
  blocks: readonly TraceBlock[],
  deliveries: Deliveries,
  topology: Topology,
  filter: MessageFilter,
  most: number,
): ListedMessage[] {
  const node = topology.nodes.findIndex(({ id }) => id === filter.node);
  const link = filter.link === undefined ? -1 : topology.links.findIndex(({ id }) => id === filter.link);
  const wanted: Wanted = {
    what: filter.what,
    node,
    queue: filter.queue ?? -1,
    link,
    reason: filter.reason === undefined ? 0 : Outcome[filter.reason],
  };
  if (node < 0 || (filter.link !== undefined && link < 0)) return [];
  const { what } = filter;
  if (what === 'held' || what === 'duplicated' || what === 'outOfOrder') {
    return listKnown(deliveries, topology, wanted).slice(0, most);
  }
  return listRecorded(blocks, topology, wanted, most);
}

/** What the fold knows that no single fact tells. */
function listKnown(deliveries: Deliveries, topology: Topology, { what, node, queue, link }: Wanted): ListedMessage[] {
  const places = topology.queues.flatMap((spec, place) =>
    spec.node === node && (queue < 0 || spec.index === queue) ? [place] : [],
  );
  if (what === 'held') {
    const held = places.flatMap((place) => deliveries.heldIn(place, MOST_HELD, link));
    return held
      .sort((a, b) => a.enteredMs - b.enteredMs)
      .map(({ serial, enteredMs }) => ({ serial, atMs: enteredMs, outcome: 0 }));
  }
  const examples = places.flatMap((place) =>
    (what === 'duplicated' ? deliveries.duplicates : deliveries.disorders).newestFirst(place),
  );
  return examples
    .filter((one) => link < 0 || one.link === link)
    .sort((a, b) => b.atMs - a.atMs)
    .map(({ serial, atMs }) => ({ serial, atMs, outcome: 0 }));
}
/** Nobody looks at more of a queue at once in a list. */
const MOST_HELD = 1_000;

function listRecorded(
  blocks: readonly TraceBlock[],
  topology: Topology,
  wanted: Wanted,
  most: number,
): ListedMessage[] {
  const scratch = createTraceColumns(BLOCK_ROWS);
  const { serial, at, detail, fact, place } = scratch;
  const asksBack = wanted.link >= 0 && !saysConsumer(wanted.what);
  const found: ListedMessage[] = [];
  /** What happened to a message, as long as the delivery before it has not been met. */
  const pending = new Map<number, ListedMessage[]>();
  for (let index = blocks.length - 1; index >= 0 && found.length < most; index--) {
    unpack(blocks[index], scratch);
    for (let row = blocks[index].rows - 1; row >= 0 && found.length < most; row--) {
      if (asksBack && fact[row] === Fact.delivered) {
        const waiting = pending.get(serial[row]);
        if (waiting === undefined) continue;
        pending.delete(serial[row]);
        if (place[row] === wanted.link) found.push(...waiting);
      } else if (fits(scratch, row, wanted, topology)) {
        const reason = fact[row] === Fact.lost || fact[row] === Fact.requeued ? detail[row] : 0;
        const listed = { serial: serial[row], atMs: at[row], outcome: reason };
        if (!asksBack) found.push(listed);
        else pending.set(serial[row], [...(pending.get(serial[row]) ?? []), listed]);
      }
    }
  }
  return found.sort((a, b) => b.atMs - a.atMs).slice(0, most);
}
