import { Fact } from '../facts';
import { FrameFlag } from '../frames/frames';
import type { Network } from '../network';
import { Outcome } from '../outcomes';

/** What becomes of a request that has come to its callee, who never looks at it. */

/** A call that was given up before it came takes nobody's time. */
export function endAtTheDoor(network: Network, frame: number): void {
  const { frames } = network;
  recordEnd(network, frame, Outcome.cancelled);
  network.streams?.over(frames.serial[frame]);
  frames.release(frame);
}

/** What arrives is answered with an error before anybody looks at it; a broker does not take the message. */
export function failAtTheDoor(network: Network, frame: number): void {
  const { frames } = network;
  if ((frames.flags[frame] & (FrameFlag.message | FrameFlag.delivery)) === FrameFlag.message) {
    network.record(Fact.arrived, 0, frames.node[frame], frames.serial[frame], 0, 0);
    network.messages.refuse(frame, Outcome.error);
    return;
  }
  recordEnd(network, frame, Outcome.error);
  network.reply(frame, Outcome.error);
}

/** Sends back what nobody understands: an error to a caller, a poison message to its broker. */
export function refuseUnread(network: Network, frame: number): void {
  recordEnd(network, frame, Outcome.contractBroken);
  network.reply(frame, Outcome.contractBroken);
}

function recordEnd(network: Network, frame: number, outcome: Outcome): void {
  const { node, serial } = network.frames;
  network.record(Fact.arrived, 0, node[frame], serial[frame], 0, 0);
  network.record(Fact.finished, outcome, node[frame], serial[frame], 0, 0);
}
