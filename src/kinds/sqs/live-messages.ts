import { NONE } from '../../network/frames/frames';
import type { LiveMessage, LiveMessages } from '../../network/messaging/live-message';
import type { Network } from '../../network/network';
import type { Store } from './store';

/** Some of the messages of a queue, oldest first: visible ones, delayed ones, and those that somebody has received. */
export function liveMessages(network: Network, store: Store, queue: number, from: number, most: number): LiveMessages {
  const { messages } = store;
  const { inFlight, delayed } = store.stateOf(queue);
  const all: number[] = [];
  for (const { head } of [inFlight, delayed]) {
    for (let frame = head; frame !== NONE; frame = network.frames.next[frame]) all.push(frame);
  }
  store.queues[queue].visible.forEach((frame) => {
    all.push(frame);
  });
  all.sort((one, other) => messages.orderOf(one) - messages.orderOf(other));
  const shown = all.slice(from, from + most).map((frame) => liveMessage(network, store, frame));
  return { total: all.length, from, messages: shown };
}

function liveMessage({ frames, links, labels }: Network, store: Store, frame: number): LiveMessage {
  const { messages } = store;
  const { messageBytes } = links[frames.link[frame]].spec.params;
  const state = (['ready', 'unacked', 'delayed', 'unacked'] as const)[messages.placeOf(frame)];
  return {
    serial: frames.serial[frame],
    key: store.groupOf(frame).slice(1),
    label: labels.of(frames.label[frame]),
    bytes: typeof messageBytes === 'number' ? messageBytes : null,
    publishedAtMs: frames.firstSentAt[frame],
    deliveries: messages.receivesOf(frame),
    state,
  };
}
