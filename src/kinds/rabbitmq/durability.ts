import { FrameFlag, Phase } from '../../network/frames/frames';
import type { Host } from './host';
import type { QueueParams } from './params';

/** Whether persistent messages of a queue are written down. */
export const isOnDisk = ({ type, durable, exclusive }: QueueParams): boolean =>
  type === 'classic' && durable && !exclusive;

/** Whether a message is still there after the node has been killed that has it. What a consumer has, has been written. */
export function survives({ network, params }: Host, frame: number, index: number): boolean {
  const { frames, kernel } = network;
  const queue = params.queues[index];
  if (queue.type === 'quorum') return true;
  if (!isOnDisk(queue) || !(frames.flags[frame] & FrameFlag.persistent)) return false;
  const { persistMs } = params;
  const isNew = persistMs > 0 && frames.phase[frame] === Phase.queued && frames.attempt[frame] === 1;
  return !isNew || frames.since[frame] + persistMs <= kernel.now;
}
