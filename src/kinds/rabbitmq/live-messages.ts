import { FrameFlag, type Frames } from '../../network/frames/frames';
import type { LiveMessage, LiveMessages } from '../../network/messaging/live-message';
import type { Network } from '../../network/network';
import { forEachReady, type Queue } from './queue';

/** Those with consumers first, then those that are ready, in the order in which they will be delivered. */
export function liveMessagesOf(
  network: Network,
  queue: Queue,
  links: ReadonlySet<number>,
  from: number,
  most: number,
): LiveMessages {
  const { frames } = network;
  const unacked: number[] = [];
  frames.forEach((frame) => {
    const isDelivery = (frames.flags[frame] & (FrameFlag.delivery | FrameFlag.detached)) === FrameFlag.delivery;
    if (isDelivery && links.has(frames.link[frame])) unacked.push(frame);
  });
  unacked.sort((a, b) => frames.order[a] - frames.order[b]);
  const messages = unacked.slice(from, from + most).map((frame) => messageOf(network, frame, 'unacked'));
  let place = unacked.length;
  forEachReady(frames, queue, (frame) => {
    if (place >= from && messages.length < most) messages.push(messageOf(network, frame, 'ready'));
    place++;
  });
  return { total: place, from, messages };
}

function messageOf({ frames, labels }: Network, frame: number, state: 'ready' | 'unacked'): LiveMessage {
  const label = labels.of(frames.label[frame]);
  return {
    serial: frames.serial[frame],
    key: keyOf(frames, frame, label.key),
    label,
    bytes: null,
    publishedAtMs: frames.firstSentAt[frame],
    deliveries: frames.attempt[frame] - 1,
    state,
  };
}

const keyOf = ({ key }: Frames, frame: number, named: string): string =>
  named || (key[frame] === 0 ? '' : String(key[frame]));
