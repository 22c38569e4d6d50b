import type { Population } from '../../kernel/statechart/population';
import { FrameFlag, type Frames, NONE } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import { BACK, THERE } from '../wire/ways';
import { PlannedStreams } from './planned-streams';
import { StreamCallees } from './stream-callees';
import { StreamEnds } from './stream-ends';
import type { streamMachine } from './stream-machine';
import type { StreamPlan } from './stream-plan';
import { heardAll, saidAll, type Way } from './stream-side';
import { type Stream, type StreamsState, StreamTable } from './stream-table';
import { StreamedMessages } from './streamed-messages';

export { planOf } from './stream-plan';
export type { StreamsState };

/**
 * Calls of many messages, over any link. A stream is an attempt like any other, with its policies, its connection and its
 * worker; beside it, messages go back and forth, in order and without loss, until the callee's answer ends it, or
 * somebody gives up.
 */
export class Streams {
  readonly chart: Population<typeof streamMachine>;
  private readonly frames: Frames;
  private readonly planned: PlannedStreams;
  private readonly table: StreamTable;
  private readonly callees: StreamCallees;
  private readonly messages: StreamedMessages;
  private readonly ends: StreamEnds;

  constructor(private readonly network: Network) {
    this.frames = network.frames;
    this.frames.keep('messages');
    this.planned = new PlannedStreams(network);
    this.table = new StreamTable(network);
    this.chart = this.table.chart;
    this.callees = new StreamCallees(network, this.table);
    // Events have their codes in the order in which these two ask for them; checkpoints hold the codes.
    this.messages = new StreamedMessages(network, this.table, this.planned, this.callees);
    this.ends = new StreamEnds(network, this.table, this.callees);
  }

  /** A plan for later calls, by the number that is returned. */
  plan(plan: StreamPlan): number {
    return this.planned.add(plan);
  }

  /** All calls over a link are streams by this plan, unless they have one of their own. */
  planFor(link: Link, plan: StreamPlan): void {
    this.planned.addFor(link, plan);
  }

  /** Says of a new call what will be said in it. A proxy opens streams for streams, and for nothing else. */
  mark(frame: number, link: Link, parent: number, plan: number): void {
    this.planned.mark(frame, link, parent, plan);
  }

  /** Whether messages go that way in the stream that a frame is, instead of the one of a plain call. */
  carries(frame: number, way: Way): boolean {
    return this.planned.carries(frame, way);
  }

  /** Whether the callee has sent anything yet, which no other attempt could take back. */
  hasSpoken(frame: number): boolean {
    const stream = this.streamOf(frame);
    if (stream === null) return false;
    const { toCome, ready } = stream.sides[BACK];
    return toCome + ready < this.planned.numbered(stream.plan).back;
  }

  /** The attempt has left, and comes to the callee in so many ms: its caller may speak. */
  open(frame: number, link: Link, travelMs: number): void {
    const { frames, network } = this;
    const serial = frames.serial[frame];
    const parent = frames.parent[frame];
    const plan = frames.plan[frame];
    const { there, back } = this.planned.numbered(plan);
    const passesOn = network.nodes[link.from].passesStreamsOn(link) && parent !== NONE;
    const before = passesOn ? frames.serial[parent] : 0;
    const stream = this.table.open({ serial, link: link.index, plan, before, there, back });
    stream.sides[THERE].arrivesAt = network.kernel.now + travelMs;
    this.messages.letCallerSpeak(stream);
  }

  /**
   * A worker of the callee has taken it. True if it must hear its caller out first: then it waits, and
   * {@link Component.onStreamed} tells when it has.
   */
  listens(frame: number): boolean {
    const stream = this.table.find(this.frames.serial[frame]);
    if (stream === null || this.planned.numbered(stream.plan).back > 0 || heardAll(stream.sides[THERE])) return false;
    this.callees.waitToHear(stream, frame);
    return true;
  }

  /**
   * The callee is done with its own work. True if it has messages to send, or to hear, before it may answer: then it
   * does so from now on, and {@link Component.onStreamed} tells when it has.
   */
  speaks(frame: number): boolean {
    const stream = this.streamOf(frame);
    if (stream === null || stream.behind !== 0) return false;
    const [there, back] = stream.sides;
    if (saidAll(back) && heardAll(there)) return false;
    this.callees.waitToSay(stream, frame);
    this.messages.letCalleeSpeak(stream);
    return true;
  }

  /**
   * The callee's answer leaves, which ends the stream.
   *
   * @returns how long it takes at least until the caller has read what was sent before, ms
   */
  answered(frame: number): number {
    return this.ends.answered(frame);
  }

  /** The caller waits for the attempt no longer. `isTold`: the callee will hear of it. */
  givenUp(frame: number, isTold: boolean): void {
    this.ends.givenUp(frame, isTold);
  }

  /** The callee has been told that nobody waits for the attempt any more. One that does not care has nobody to talk to. */
  hungUp(serial: number): void {
    this.callees.hangUp(serial);
  }

  /** The attempt is over for its caller, and its callee has nothing to do with it any more. */
  over(serial: number): void {
    this.ends.over(serial);
  }

  /** How many streams of a link are in each state of their machine; null where it has none. */
  countsOf(link: Link): number[] | null {
    const counts = this.table.countsOf(link.index);
    return this.planned.isFor(link) || counts.some((count) => count > 0) ? counts : null;
  }

  save(): StreamsState {
    return this.table.save();
  }

  restore(saved: StreamsState): void {
    this.table.restore(saved);
  }

  private streamOf(frame: number): Stream | null {
    const isStream = (this.frames.flags[frame] & FrameFlag.stream) !== 0;
    return isStream ? this.table.find(this.frames.serial[frame]) : null;
  }
}
