import { CalendarQueue } from './calendar-queue';
import { type EventQueue, NO_EVENT, type SavedEvents } from './event-queue';
import { InstantQueue } from './instant-queue';
import { RandomStreams } from './random';
import { Trace } from './trace';

/** Names a type of event, as {@link Kernel.on} returned it. */
export type EventCode = number;

/** What an event is about: the index of a frame, a link, a timer … below {@link MAX_SUBJECT}. */
export type Subject = number;

/** Exclusive upper bound of subjects: an event is one 32-bit integer, 7 bits of code and 24 of subject. */
export const MAX_SUBJECT = 1 << 24;
const SUBJECT_MASK = MAX_SUBJECT - 1;
const MAX_CODES = 127;

/** Why {@link Kernel.run} came back. */
export type RunEnd =
  /** Everything up to the time asked for has happened. */
  | 'reached'
  /** The number of events asked for has happened, or `interrupt` was called. */
  | 'paused'
  /** Too many events at one instant: something goes round in circles without time passing. */
  | 'stuck';

export interface SavedKernel {
  readonly now: number;
  readonly events: number;
  readonly queue: SavedEvents;
  readonly random: Int32Array;
}

/**
 * The virtual clock and the one event queue. Whoever wants to be woken registers a handler, gets a code, and schedules
 * events under it. There is no cancelling: who no longer wants an event ignores it when it comes.
 */
export class Kernel {
  /** Virtual time. In an array, because engines store a number there without wrapping it in an object. */
  private readonly clock = new Float64Array(1);
  /** Events executed so far. */
  events = 0;
  readonly trace = new Trace(this.clock);
  readonly random: RandomStreams;
  private readonly queue: EventQueue;
  /** Events of this moment that were scheduled at this moment: they come after those that were scheduled for it before. */
  private readonly instant = new InstantQueue();
  private readonly handlers: ((subject: Subject) => void)[] = [];
  private eventsAtThisInstant = 0;
  private interrupted = false;

  constructor(
    seed: number,
    private readonly maxEventsPerInstant = 1_000_000,
    queue: EventQueue = new CalendarQueue(),
  ) {
    this.random = new RandomStreams(seed);
    this.queue = queue;
  }

  /** Virtual time, ms. */
  get now(): number {
    return this.clock[0];
  }

  /** Registers a type of event. Codes depend on the order of registration, which a checkpoint relies on. */
  on(handler: (subject: Subject) => void): EventCode {
    if (this.handlers.length === MAX_CODES) throw new RangeError(`at most ${MAX_CODES} types of event`);
    return this.handlers.push(handler) - 1;
  }

  /** Schedules an event at a time that is not in the past. */
  at(timeMs: number, code: EventCode, subject: Subject): void {
    if (timeMs === this.clock[0]) this.instant.push((code << 24) | subject);
    else this.queue.push(timeMs, (code << 24) | subject);
  }

  /** Schedules an event `delayMs` from now. */
  after(delayMs: number, code: EventCode, subject: Subject): void {
    this.at(this.clock[0] + delayMs, code, subject);
  }

  /** Events scheduled and not yet executed. */
  get pending(): number {
    return this.queue.size + this.instant.size;
  }

  /** The time of the next event; Infinity when there is none. */
  get nextAt(): number {
    return this.instant.size > 0 ? this.now : this.queue.peek();
  }

  /** Makes {@link run} come back after the event that is being executed. */
  interrupt(): void {
    this.interrupted = true;
  }

  /** Executes all events up to and including `untilMs`, but at most `maxEvents`. The clock ends at `untilMs` if that was reached. */
  run(untilMs: number, maxEvents = Infinity): RunEnd {
    const { queue, instant, handlers, clock, maxEventsPerInstant } = this;
    const lastEvent = this.events + maxEvents;
    this.interrupted = false;
    while (this.events < lastEvent && !this.interrupted) {
      let payload = queue.pop(instant.size > 0 ? Math.min(clock[0], untilMs) : untilMs);
      if (payload === NO_EVENT) {
        if (instant.size === 0 || clock[0] > untilMs) break;
        payload = instant.shift();
      } else if (queue.time !== clock[0]) {
        clock[0] = queue.time;
        this.eventsAtThisInstant = 0;
      }
      if (++this.eventsAtThisInstant > maxEventsPerInstant) return 'stuck';
      this.events++;
      handlers[payload >>> 24](payload & SUBJECT_MASK);
    }
    if (this.interrupted || this.nextAt <= Math.min(untilMs, Number.MAX_VALUE)) return 'paused';
    if (untilMs > clock[0] && untilMs !== Infinity) {
      clock[0] = untilMs;
      this.eventsAtThisInstant = 0;
    }
    return 'reached';
  }

  save(): SavedKernel {
    return { now: this.now, events: this.events, queue: this.savedEvents(), random: this.random.save() };
  }

  restore(saved: SavedKernel): void {
    this.clock[0] = saved.now;
    this.events = saved.events;
    this.eventsAtThisInstant = 0;
    this.queue.restore(saved.queue);
    this.instant.clear();
    this.random.restore(saved.random);
  }

  private savedEvents(): SavedEvents {
    const saved = this.queue.save();
    if (this.instant.size === 0) return saved;
    const now = Array.from(saved.times).filter((atMs) => atMs <= this.now).length;
    const insert = <T extends number>(column: Iterable<T>, entries: readonly T[]) => {
      const all = Array.from(column);
      all.splice(now, 0, ...entries);
      return all;
    };
    const payloads = this.instant.inOrder();
    return {
      times: Float64Array.from(
        insert(
          saved.times,
          payloads.map(() => this.now),
        ),
      ),
      payloads: Int32Array.from(insert(saved.payloads, payloads)),
    };
  }
}
