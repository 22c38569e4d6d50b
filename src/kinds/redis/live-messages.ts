import { NONE } from '../../network/frames/frames';
import type { LiveMessage, LiveMessages } from '../../network/messaging/live-message';
import { NO_MESSAGES } from '../../network/messaging/live-message';
import { blockOf, placeOf } from '../../network/messaging/message-log';
import type { Network } from '../../network/network';
import type { Keyspace } from './keyspace';
import type { Subscribers } from './subscribers';

const textOf = (key: number): string => (key === 0 ? '' : String(key));

/** Messages in a list, or in a stream as one of its groups sees it: what is done with, too, as long as it is there. */
export function liveEntries(
  network: Network,
  keyspace: Keyspace,
  place: number,
  from: number,
  most: number,
  bytesOf: (link: number) => number,
): LiveMessages {
  const { structure, kind } = keyspace.places[place];
  const { log, first } = keyspace.entries.log(structure);
  const { next, pending, returned } = keyspace.entries.cursor(place);
  const held = [...Object.keys(pending).map(Number), ...returned].sort((a, b) => a - b);
  const begin = kind === 'list' ? next : first;
  const before = held.filter((offset) => offset < begin);
  const total = before.length + log.next - begin;
  const count = Math.max(0, Math.min(most, total - from));
  const messages = Array.from({ length: count }, (_, i): LiveMessage => {
    const at = from + i;
    const offset = at < before.length ? before[at] : begin + at - before.length;
    const block = blockOf(log, offset);
    const row = placeOf(offset);
    const label = network.labels.of(block.label[row]);
    const own = pending[offset];
    const state = own ? 'unacked' : offset < next && !returned.includes(offset) ? 'kept' : 'ready';
    return {
      serial: keyspace.entries.serialOf(place, offset),
      key: label.key || textOf(block.key[row]),
      label,
      bytes: bytesOf(block.link[row]),
      publishedAtMs: block.publishedAt[row],
      deliveries: own?.deliveries ?? (state === 'kept' ? 1 : 0),
      state,
      ...(kind === 'stream' ? { offset } : {}),
    };
  });
  return { total, from, messages };
}

/** What waits for a subscriber in its output buffer. */
export function liveBuffer(
  { frames, labels }: Network,
  subscribers: Subscribers,
  place: number,
  from: number,
  most: number,
  bytesOf: (link: number) => number,
): LiveMessages {
  const subscriber = subscribers.all.find((one) => one.place === place);
  if (subscriber === undefined) return NO_MESSAGES;
  const { head, length } = subscribers.bufferOf(subscriber);
  const messages: LiveMessage[] = [];
  let at = 0;
  for (let frame = head; frame !== NONE && messages.length < most; frame = frames.next[frame], at++) {
    if (at < from) continue;
    const label = labels.of(frames.label[frame]);
    messages.push({
      serial: frames.serial[frame],
      key: label.key || textOf(frames.key[frame]),
      label,
      bytes: bytesOf(frames.link[frame]),
      publishedAtMs: frames.firstSentAt[frame],
      deliveries: 0,
      state: 'ready',
    });
  }
  return { total: length, from, messages };
}
