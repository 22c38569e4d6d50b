import type { EventCode, Kernel } from '../../kernel/kernel';
import { copyPlain } from '../../kernel/snapshot';
import type { Population } from '../../kernel/statechart/population';
import { NONE } from '../frames/frames';
import type { Network } from '../network';
import { ANSWERED, CLOSED, GIVEN_UP, streamMachine } from './stream-machine';
import { type Side, silent } from './stream-side';

/** What the callee's frame waits for. */
export const Wait = { nothing: 0, toHear: 1, toSay: 2 } as const;

export interface Stream {
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

/** What is known of a stream before it is opened. */
interface NewStream extends Pick<Stream, 'serial' | 'link' | 'plan' | 'before'> {
  /** Messages that its caller will send, and that its callee will. */
  readonly there: number;
  readonly back: number;
}

export interface StreamsState {
  readonly streams: (Stream | null)[];
  readonly spareSlots: number[];
  readonly spareCharts: number[];
}

type StreamEvent = 'open' | 'saidAll' | 'answer' | 'giveUp' | 'hangUp' | 'close';

/**
 * Every stream that is not over, each in a slot by which its events name it, with the state that its machine is in. A
 * slot is used again once the stream is over and no event is under way to it.
 */
export class StreamTable {
  readonly chart: Population<typeof streamMachine>;
  private readonly events: Readonly<Record<StreamEvent, number>>;
  private readonly kernel: Kernel;
  private state: StreamsState = { streams: [], spareSlots: [], spareCharts: [] };
  /** By serial: where in the state it stands. */
  private readonly slots = new Map<number, number>();

  constructor({ kernel, statecharts }: Network) {
    this.kernel = kernel;
    this.chart = statecharts.populate(streamMachine);
    const index = (event: StreamEvent) => this.chart.eventIndex(event);
    this.events = {
      open: index('open'),
      saidAll: index('saidAll'),
      answer: index('answer'),
      giveUp: index('giveUp'),
      hangUp: index('hangUp'),
      close: index('close'),
    };
  }

  /** A new stream, in a slot of its own. */
  open({ serial, link, plan, before, there, back }: NewStream): Stream {
    const { state } = this;
    const chart = state.spareCharts.pop() ?? this.chart.add();
    const stream: Stream = {
      serial,
      link,
      plan,
      chart,
      sides: [silent(there), silent(back)],
      frame: NONE,
      waits: Wait.nothing,
      pending: 0,
      before,
      behind: 0,
    };
    const slot = state.spareSlots.pop() ?? state.streams.push(null) - 1;
    state.streams[slot] = stream;
    this.slots.set(serial, slot);
    this.send(stream, 'open');
    return stream;
  }

  /** The stream that an attempt is; null: it is none, or it is over. */
  find(serial: number): Stream | null {
    const slot = this.slots.get(serial);
    return slot === undefined ? null : this.state.streams[slot];
  }

  slotOf(stream: Stream): number | undefined {
    return this.slots.get(stream.serial);
  }

  /** Something has happened in a stream. */
  send(stream: Stream, event: StreamEvent): void {
    this.chart.send(stream.chart, this.events[event]);
  }

  /** Something has happened that ends a stream for its callee: no frame waits for it any more. */
  leave(stream: Stream, event: StreamEvent): void {
    this.send(stream, event);
    stream.frame = NONE;
    stream.waits = Wait.nothing;
    this.freeIfOver(stream);
  }

  callerIsThere(stream: Stream): boolean {
    const state = this.chart.stateIndex(stream.chart);
    return state !== GIVEN_UP && state !== CLOSED;
  }

  calleeIsThere(stream: Stream): boolean {
    const state = this.chart.stateIndex(stream.chart);
    return state !== ANSWERED && state !== CLOSED;
  }

  /** Schedules an event for a stream, unless its slot has gone to another one. */
  schedule(slot: number, stream: Stream, afterMs: number, event: EventCode, subject: number): void {
    if (this.state.streams[slot] !== stream) return;
    stream.pending++;
    this.kernel.after(afterMs, event, subject);
  }

  /** The stream of an event that has come; null if it is over. */
  called(slot: number): Stream | null {
    const stream = this.state.streams[slot];
    if (stream === null) return null;
    stream.pending--;
    if (this.chart.stateIndex(stream.chart) !== CLOSED) return stream;
    this.freeIfOver(stream);
    return null;
  }

  /** Gives the slot of a stream to others, if both ends know that it is over and no event is under way to it. */
  freeIfOver(stream: Stream): void {
    if (this.chart.stateIndex(stream.chart) !== CLOSED || stream.pending > 0) return;
    const slot = this.slots.get(stream.serial);
    if (slot === undefined) return;
    this.slots.delete(stream.serial);
    this.state.streams[slot] = null;
    this.state.spareSlots.push(slot);
    this.state.spareCharts.push(stream.chart);
  }

  /** How many streams of a link, by its index, are in each state of their machine. */
  countsOf(link: number): number[] {
    const counts = this.chart.states.map(() => 0);
    for (const stream of this.state.streams) {
      if (stream?.link === link) counts[this.chart.stateIndex(stream.chart)]++;
    }
    return counts;
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
}
