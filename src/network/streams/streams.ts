import type { EventCode, Kernel } from '../../kernel/kernel';
import { copyPlain } from '../../kernel/snapshot';
import type { Population } from '../../kernel/statechart/population';
import { Fact } from '../facts';
import { FrameFlag, type Frames, NONE, Phase } from '../frames/frames';
import type { Link } from '../links/link';
import { UNREACHABLE_MS } from '../links/unreachable';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { BACK, THERE } from '../wire/ways';
import { ANSWERED, CLOSED, GIVEN_UP, streamMachine } from './stream-machine';
import { type StreamPlan, UNARY } from './stream-plan';

export { planOf } from './stream-plan';

/** The first wait of TCP before it sends again what was lost, and the longest: RFC 6298, Linux's lower bound. */
const FIRST_RESEND_MS = 200;
const LONGEST_RESEND_MS = 120_000;

type Way = typeof THERE | typeof BACK;

/** The messages of one side. */
interface Side {
  /** Those that it does not have yet. */
  toCome: number;
  /** Those that it has, and could not send. */
  ready: number;
  underWay: number;
  taken: number;
  /** When the last one reaches the other end, and when it has been read there: none overtakes another. */
  arrivesAt: number;
  readAt: number;
  /** Since when nothing comes through, and how long it waits before it tries again. */
  lostSince: number | null;
  resendMs: number;
}

/** What the callee's frame waits for. */
const Wait = { nothing: 0, toHear: 1, toSay: 2 } as const;

interface Stream {
  /** Of the attempt that it is. */
  readonly serial: number;
  readonly link: number;
  readonly plan: number;
  /** Its number in the population of its machine. */
  readonly chart: number;
  readonly sides: readonly [Side, Side];
  /** At the callee: the frame that waits for it, and for what. */
  frame: number;
  waits: number;
  /** Events that are scheduled for it: its slot is used again when there are none. */
  pending: number;
  /** A proxy passes on what comes: the streams before and behind it, by their serials; 0 for none. */
  readonly before: number;
  behind: number;
}

export interface StreamsState {
  readonly streams: (Stream | null)[];
  readonly spareSlots: number[];
  readonly spareCharts: number[];
}

const silent = (toCome: number): Side => ({
  toCome,
  ready: 0,
  underWay: 0,
  taken: 0,
  arrivesAt: 0,
  readAt: 0,
  lostSince: null,
  resendMs: FIRST_RESEND_MS,
});

const saidAll = ({ toCome, ready }: Side): boolean => toCome === 0 && ready === 0;
const heardAll = (side: Side): boolean => saidAll(side) && side.underWay === 0;

/**
 * Calls of many messages, over any link. A stream is an attempt like any other, with its policies, its connection and its
 * worker; beside it, messages go back and forth, in order and without loss, until the callee's answer ends it, or
 * somebody gives up.
 */
export class Streams {
  readonly chart: Population<typeof streamMachine>;
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly due: EventCode;
  private readonly again: EventCode;
  private readonly arrival: EventCode;
  private readonly orphaned: EventCode;
  private readonly events: Readonly<Record<'open' | 'saidAll' | 'answer' | 'giveUp' | 'hangUp' | 'close', number>>;
  private readonly plans: StreamPlan[] = [];
  private readonly planOfLink = new Map<number, number>();
  private state: StreamsState = { streams: [], spareSlots: [], spareCharts: [] };
  /** By serial: where in the state it stands. */
  private readonly slots = new Map<number, number>();

  constructor(private readonly network: Network) {
    const { kernel, statecharts, frames } = network;
    this.frames = frames;
    frames.keep('messages');
    this.kernel = kernel;
    this.chart = statecharts.populate(streamMachine);
    const index = (event: 'open' | 'saidAll' | 'answer' | 'giveUp' | 'hangUp' | 'close') =>
      this.chart.eventIndex(event);
    this.events = {
      open: index('open'),
      saidAll: index('saidAll'),
      answer: index('answer'),
      giveUp: index('giveUp'),
      hangUp: index('hangUp'),
      close: index('close'),
    };
    this.due = kernel.on((subject) => this.onDue(subject >> 1, (subject & 1) as Way));
    this.again = kernel.on((subject) => this.onAgain(subject >> 1, (subject & 1) as Way));
    this.arrival = kernel.on((subject) => this.onArrival(subject >> 1, (subject & 1) as Way));
    this.orphaned = kernel.on((slot) => this.onOrphaned(slot));
  }

  /** A plan for later calls, by the number that is returned. */
  plan(plan: StreamPlan): number {
    return this.plans.push(plan) - 1;
  }

  /** All calls over a link are streams by this plan, unless they have one of their own. */
  planFor(link: Link, plan: StreamPlan): void {
    this.planOfLink.set(link.index, this.plan(plan));
  }

  /** Says of a new call what will be said in it. A proxy opens streams for streams, and for nothing else. */
  mark(frame: number, link: Link, parent: number, plan: number): void {
    const { frames, network } = this;
    const isStream = (frames.flags[parent] & FrameFlag.stream) !== 0;
    const inherited = isStream ? frames.plan[parent] : UNARY;
    const own = plan === UNARY ? (this.planOfLink.get(link.index) ?? UNARY) : plan;
    const number = network.nodes[link.from].passesStreamsOn(link) ? inherited : own;
    if (number === UNARY) return;
    frames.flags[frame] |= FrameFlag.stream;
    frames.plan[frame] = number;
  }

  /** Whether messages go that way in the stream that a frame is, instead of the one of a plain call. */
  carries(frame: number, way: Way): boolean {
    const { frames } = this;
    if (!(frames.flags[frame] & FrameFlag.stream)) return false;
    const { there, back } = this.plans[frames.plan[frame]];
    return (way === THERE ? there : back) > 0;
  }

  /** Whether the callee has sent anything yet, which no other attempt could take back. */
  hasSpoken(frame: number): boolean {
    const isStream = (this.frames.flags[frame] & FrameFlag.stream) !== 0;
    const stream = isStream ? this.find(this.frames.serial[frame]) : null;
    if (stream === null) return false;
    const { toCome, ready } = stream.sides[BACK];
    return toCome + ready < this.plans[stream.plan].back;
  }

  /** The attempt has left, and comes to the callee in so many ms: its caller may speak. */
  open(frame: number, link: Link, travelMs: number): void {
    const { frames, network, state } = this;
    const number = frames.plan[frame];
    const { there, back } = this.plans[number];
    const parent = frames.parent[frame];
    const passesOn = network.nodes[link.from].passesStreamsOn(link) && parent !== NONE;
    const chart = state.spareCharts.pop() ?? this.chart.add();
    const stream: Stream = {
      serial: frames.serial[frame],
      link: link.index,
      plan: number,
      chart,
      sides: [silent(there), silent(back)],
      frame: NONE,
      waits: Wait.nothing,
      pending: 0,
      before: passesOn ? frames.serial[parent] : 0,
      behind: 0,
    };
    const slot = state.spareSlots.pop() ?? state.streams.push(null) - 1;
    state.streams[slot] = stream;
    this.slots.set(stream.serial, slot);
    this.chart.send(chart, this.events.open);
    stream.sides[THERE].arrivesAt = this.kernel.now + travelMs;
    const before = this.find(stream.before);
    if (before !== null) {
      before.behind = stream.serial;
      for (let i = 0; i < before.sides[THERE].taken; i++) this.passOn(stream, THERE);
    } else if (there > 0) this.scheduleDue(slot, stream, THERE);
    if (there === 0) this.chart.send(chart, this.events.saidAll);
  }

  /**
   * A worker of the callee has taken it. True if it must hear its caller out first: then it waits, and
   * {@link Component.onStreamed} tells when it has.
   */
  listens(frame: number): boolean {
    const stream = this.find(this.frames.serial[frame]);
    if (stream === null || this.plans[stream.plan].back > 0 || heardAll(stream.sides[THERE])) return false;
    this.wait(stream, frame, Wait.toHear);
    return true;
  }

  /**
   * The callee is done with its own work. True if it has messages to send, or to hear, before it may answer: then it
   * does so from now on, and {@link Component.onStreamed} tells when it has.
   */
  speaks(frame: number): boolean {
    const isStream = (this.frames.flags[frame] & FrameFlag.stream) !== 0;
    const stream = isStream ? this.find(this.frames.serial[frame]) : null;
    if (stream === null || stream.behind !== 0) return false;
    const [there, back] = stream.sides;
    if (saidAll(back) && heardAll(there)) return false;
    this.wait(stream, frame, Wait.toSay);
    const slot = this.slots.get(stream.serial);
    if (slot !== undefined && !saidAll(back)) this.scheduleDue(slot, stream, BACK);
    return true;
  }

  /**
   * The callee's answer leaves, which ends the stream.
   *
   * @returns how long it takes at least until the caller has read what was sent before, ms
   */
  answered(frame: number): number {
    const serial = this.frames.serial[frame];
    const stream = this.find(serial);
    if (stream === null) return 0;
    this.leave(stream, this.events.answer);
    return Math.max(0, stream.sides[BACK].readAt - this.kernel.now);
  }

  /** The caller waits for the attempt no longer. `isTold`: the callee will hear of it. */
  givenUp(frame: number, isTold: boolean): void {
    const serial = this.frames.serial[frame];
    const slot = this.slots.get(serial);
    const stream = this.find(serial);
    if (slot === undefined || stream === null) return;
    this.chart.send(stream.chart, this.events.giveUp);
    if (!isTold) this.schedule(slot, stream, UNREACHABLE_MS, this.orphaned, slot);
    this.freeIfOver(stream);
  }

  /** The callee has been told that nobody waits for the attempt any more. One that does not care has nobody to talk to. */
  hungUp(serial: number): void {
    const { frames, network } = this;
    const stream = this.find(serial);
    if (stream === null) return;
    const { frame } = stream;
    this.leave(stream, this.events.hangUp);
    const isLeft = frame !== NONE && frames.phase[frame] === Phase.streaming && frames.serial[frame] === serial;
    if (isLeft) network.nodes[frames.node[frame]].onStreamed(frame, Outcome.cancelled);
  }

  /** The attempt is over for its caller, and its callee has nothing to do with it any more. */
  over(serial: number): void {
    const stream = this.find(serial);
    if (stream !== null) this.leave(stream, this.events.close);
  }

  /** How many streams of a link are in each state of their machine. */
  countsOf(link: Link): number[] | null {
    const counts = this.chart.states.map(() => 0);
    let any = this.planOfLink.has(link.index);
    for (const stream of this.state.streams) {
      if (stream?.link !== link.index) continue;
      counts[this.chart.stateIndex(stream.chart)]++;
      any = true;
    }
    return any ? counts : null;
  }

  save(): StreamsState {
    return copyPlain(this.state);
  }

  restore(saved: StreamsState): void {
    this.state = copyPlain(saved);
    this.slots.clear();
    this.state.streams.forEach((stream, slot) => {
      if (stream !== null) this.slots.set(stream.serial, slot);
    });
  }

  private find(serial: number): Stream | null {
    const slot = this.slots.get(serial);
    return slot === undefined ? null : this.state.streams[slot];
  }

  private wait(stream: Stream, frame: number, waits: number): void {
    stream.frame = frame;
    stream.waits = waits;
    this.frames.phase[frame] = Phase.streaming;
  }

  private leave(stream: Stream, event: number): void {
    this.chart.send(stream.chart, event);
    stream.frame = NONE;
    stream.waits = Wait.nothing;
    this.freeIfOver(stream);
  }

  private callerIsThere(stream: Stream): boolean {
    const state = this.chart.stateIndex(stream.chart);
    return state !== GIVEN_UP && state !== CLOSED;
  }

  private calleeIsThere(stream: Stream): boolean {
    const state = this.chart.stateIndex(stream.chart);
    return state !== ANSWERED && state !== CLOSED;
  }

  private schedule(slot: number, stream: Stream, afterMs: number, event: EventCode, subject: number): void {
    if (this.state.streams[slot] !== stream) return;
    stream.pending++;
    this.kernel.after(afterMs, event, subject);
  }

  private scheduleDue(slot: number, stream: Stream, way: Way): void {
    const { network } = this;
    const link = network.links[stream.link];
    const writeMs = link.wire?.writeMs(way) ?? 0;
    const sender = way === THERE ? link.from : link.to;
    const afterMs = this.plans[stream.plan].interval.sample() + writeMs * network.nodePaces.factorOf(sender);
    this.schedule(slot, stream, afterMs, this.due, 2 * slot + way);
  }

  /** The stream of an event that has come; null if that was the last one of a stream that is over. */
  private called(slot: number): Stream | null {
    const stream = this.state.streams[slot];
    if (stream === null) return null;
    stream.pending--;
    if (this.chart.stateIndex(stream.chart) !== CLOSED) return stream;
    this.freeIfOver(stream);
    return null;
  }

  /** Whether the node stands still: then the event comes again when it goes on. */
  private waitsForPause(node: number, event: EventCode, slot: number, way: Way, stream: Stream): boolean {
    if (!this.network.pauses.holdsBack(node, event, 2 * slot + way)) return false;
    stream.pending++;
    return true;
  }

  /** A side has its next message. */
  private onDue(slot: number, way: Way): void {
    const stream = this.called(slot);
    if (stream === null) return;
    const link = this.network.links[stream.link];
    const isThere = way === THERE ? this.callerIsThere(stream) : this.calleeIsThere(stream);
    if (!isThere || this.waitsForPause(way === THERE ? link.from : link.to, this.due, slot, way, stream)) return;
    const side = stream.sides[way];
    side.toCome--;
    side.ready++;
    if (side.lostSince === null) this.send(slot, stream, way);
    if (side.toCome > 0) this.scheduleDue(slot, stream, way);
  }

  private onAgain(slot: number, way: Way): void {
    const stream = this.called(slot);
    if (stream === null) return;
    const isThere = way === THERE ? this.callerIsThere(stream) : this.calleeIsThere(stream);
    if (isThere) this.send(slot, stream, way);
  }

  /** Sends what is ready, up to the first that is lost on the way. */
  private send(slot: number, stream: Stream, way: Way): void {
    const { network, kernel } = this;
    const { paths } = network;
    const side = stream.sides[way];
    const link = network.links[stream.link];
    while (side.ready > 0) {
      const bytes = link.wire?.streamedBytes(way) ?? 0;
      if (bytes > 0) network.record(Fact.carried, way, link.index, stream.serial, 0, bytes);
      const leavesMs = link.wire?.send(way, bytes, kernel.now) ?? 0;
      if (way === THERE ? paths.losesThere(link.index) : paths.losesBack(link.index)) {
        network.record(Fact.streamed, way, link.index, stream.serial, 1, Infinity);
        this.sendLater(slot, stream, way);
        return;
      }
      side.lostSince = null;
      side.resendMs = FIRST_RESEND_MS;
      side.ready--;
      const travelMs = link.travelMs() * network.linkPaces.factorOf(link.index) + leavesMs;
      const arrivesAt = Math.max(kernel.now + travelMs, side.arrivesAt);
      const reader = way === THERE ? link.to : link.from;
      const readMs = (link.wire?.readMs(way) ?? 0) * network.nodePaces.factorOf(reader);
      side.arrivesAt = arrivesAt;
      side.readAt = Math.max(arrivesAt, side.readAt) + readMs;
      side.underWay++;
      network.record(Fact.streamed, way, link.index, stream.serial, 0, arrivesAt - kernel.now);
      this.schedule(slot, stream, side.readAt - kernel.now, this.arrival, 2 * slot + way);
    }
    if (!saidAll(side)) return;
    if (way === THERE) this.chart.send(stream.chart, this.events.saidAll);
    else this.wake(stream);
  }

  private sendLater(slot: number, stream: Stream, way: Way): void {
    const { now } = this.kernel;
    const side = stream.sides[way];
    side.lostSince ??= now;
    if (now - side.lostSince >= UNREACHABLE_MS) {
      this.breakAtCallee(stream, Outcome.partitioned);
      return;
    }
    this.schedule(slot, stream, side.resendMs, this.again, 2 * slot + way);
    side.resendMs = Math.min(2 * side.resendMs, LONGEST_RESEND_MS);
  }

  /** The other side has read a message. */
  private onArrival(slot: number, way: Way): void {
    const stream = this.called(slot);
    if (stream === null) return;
    const { network } = this;
    const link = network.links[stream.link];
    const side = stream.sides[way];
    if (way === THERE ? !this.calleeIsThere(stream) : !this.callerIsThere(stream)) {
      side.underWay--;
      // Whoever writes to a caller that is gone is told so by its system.
      if (way === BACK) this.breakAtCallee(stream, Outcome.cancelled);
      return;
    }
    if (this.waitsForPause(way === THERE ? link.to : link.from, this.arrival, slot, way, stream)) return;
    side.underWay--;
    side.taken++;
    network.record(Fact.received, way, link.index, stream.serial, 0, 0);
    const onward = this.find(way === THERE ? stream.behind : stream.before);
    if (onward !== null) this.passOn(onward, way);
    if (way === THERE) this.wake(stream);
  }

  /** A proxy sends on what it has read. */
  private passOn(stream: Stream, way: Way): void {
    const slot = this.slots.get(stream.serial);
    const side = stream.sides[way];
    if (slot === undefined || side.toCome === 0) return;
    side.toCome--;
    side.ready++;
    if (side.lostSince === null) this.send(slot, stream, way);
  }

  /** The callee goes on if it waits for nothing any more. */
  private wake(stream: Stream): void {
    const { frame, waits } = stream;
    const [there, back] = stream.sides;
    if (frame === NONE || !heardAll(there) || (waits === Wait.toSay && !saidAll(back))) return;
    stream.frame = NONE;
    stream.waits = Wait.nothing;
    this.network.nodes[this.frames.node[frame]].onStreamed(frame, Outcome.ok);
  }

  private onOrphaned(slot: number): void {
    const stream = this.called(slot);
    if (stream !== null) this.breakAtCallee(stream, Outcome.cancelled);
  }

  /** The callee learns that the stream leads nowhere: it stops, if it waits for nothing else. */
  private breakAtCallee(stream: Stream, outcome: Outcome): void {
    const { frame, serial } = stream;
    if (frame === NONE) return;
    const { nodes, links } = this.network;
    const node = nodes[this.frames.node[frame]];
    // Of a call with a key, other attempts may be waiting for the same work: they have to hear that it ends.
    if (outcome === Outcome.cancelled && links[stream.link].idempotency === null) {
      node.onCalledOff(frame);
      this.hungUp(serial);
      return;
    }
    stream.frame = NONE;
    stream.waits = Wait.nothing;
    node.onStreamed(frame, outcome);
  }

  private freeIfOver(stream: Stream): void {
    if (this.chart.stateIndex(stream.chart) !== CLOSED || stream.pending > 0) return;
    const slot = this.slots.get(stream.serial);
    if (slot === undefined) return;
    this.slots.delete(stream.serial);
    this.state.streams[slot] = null;
    this.state.spareSlots.push(slot);
    this.state.spareCharts.push(stream.chart);
  }
}
