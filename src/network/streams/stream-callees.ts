import { type Frames, NONE, Phase } from '../frames/frames';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { BACK, THERE } from '../wire/ways';
import { heardAll, saidAll } from './stream-side';
import { type Stream, type StreamTable, Wait } from './stream-table';

/** The callees of streams: what their frames wait for, and how they hear that they wait for nothing any more. */
export class StreamCallees {
  private readonly frames: Frames;

  constructor(
    private readonly network: Network,
    private readonly table: StreamTable,
  ) {
    this.frames = network.frames;
  }

  /** From now on a frame waits until its caller has been heard out. */
  waitToHear(stream: Stream, frame: number): void {
    this.wait(stream, frame, Wait.toHear);
  }

  /** From now on a frame waits until all has been heard and all has been said. */
  waitToSay(stream: Stream, frame: number): void {
    this.wait(stream, frame, Wait.toSay);
  }

  /** The callee goes on if it waits for nothing any more. */
  wake(stream: Stream): void {
    const { frame, waits } = stream;
    if (frame === NONE || !heardAll(stream.sides[THERE])) return;
    if (waits === Wait.toSay && !saidAll(stream.sides[BACK])) return;
    this.tell(stream, Outcome.ok);
  }

  /** The callee has been told that nobody waits for the attempt any more. One that does not care has nobody to talk to. */
  hangUp(serial: number): void {
    const { frames, network } = this;
    const stream = this.table.find(serial);
    if (stream === null) return;
    const { frame } = stream;
    this.table.leave(stream, 'hangUp');
    const isLeft = frame !== NONE && frames.phase[frame] === Phase.streaming && frames.serial[frame] === serial;
    if (isLeft) network.nodes[frames.node[frame]].onStreamed(frame, Outcome.cancelled);
  }

  /** The callee learns that the stream leads nowhere: it stops, if it waits for nothing else. */
  breakOff(stream: Stream, outcome: Outcome): void {
    const { frame, serial } = stream;
    if (frame === NONE) return;
    const { nodes, links } = this.network;
    // Of a call with a key, other attempts may be waiting for the same work: they have to hear that it ends.
    if (outcome === Outcome.cancelled && links[stream.link].idempotency === null) {
      nodes[this.frames.node[frame]].onCalledOff(frame);
      this.hangUp(serial);
      return;
    }
    this.tell(stream, outcome);
  }

  private wait(stream: Stream, frame: number, waits: number): void {
    stream.frame = frame;
    stream.waits = waits;
    this.frames.phase[frame] = Phase.streaming;
  }

  private tell(stream: Stream, outcome: Outcome): void {
    const { frame } = stream;
    stream.frame = NONE;
    stream.waits = Wait.nothing;
    this.network.nodes[this.frames.node[frame]].onStreamed(frame, outcome);
  }
}
