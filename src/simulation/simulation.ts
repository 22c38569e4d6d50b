import { Fingerprint, type SavedFingerprint } from '../kernel/fingerprint';
import type { Trace } from '../kernel/trace';
import type { KindBehaviour } from '../network/behaviour';
import { Fact } from '../network/facts';
import type { Intervention, Scenario } from '../scenario/scenario';
import { faults } from './fault-part';
import { LastFacts } from './last-facts';
import { type Moment, timelineOf } from './timeline';
import { type Limits, type SavedWorld, World } from './world';

/** Where a run stands after {@link Simulation.runUntil}. */
export type Progress =
  /** Everything up to the time asked for has happened. */
  | { readonly status: 'reached' }
  /** The number of events asked for has happened. */
  | { readonly status: 'paused' }
  /** It cannot go on: a limit was met, at that node if one is to blame. */
  | {
      readonly status: 'stopped';
      /** `frames`: too much under way at once; `events`: too many events while hardly any time passes; `kept`: logs too long. */
      readonly limit: 'frames' | 'events' | 'kept';
      /** The limit itself: so many frames, so many events within a millisecond, or room for so many messages. */
      readonly atMost: number;
      readonly node: string | null;
    };

/** Requests and messages in flight, waiting included, unless told otherwise: some 200 MB. */
const MOST_FRAMES = 2_000_000;
/** Messages that logs have room for, unless told otherwise: some 1.3 GB. */
const MOST_KEPT = 20_000_000;
/**
 * Events within a millisecond: what happens so densely never ends for whoever waits for it. The heaviest load that a
 * scenario can ask for, a million requests a second, is a thousand times less dense.
 */
const MOST_EVENTS_PER_MS = 1_000_000;

/** A run in the middle: plain data, from which a simulation of the same scenario goes on alike. */
export interface SavedSimulation {
  readonly world: SavedWorld;
  readonly fingerprint: SavedFingerprint;
  /** Interventions that were recorded live, behind those of the scenario. */
  readonly recorded: readonly Intervention[];
  readonly momentsDone: number;
  readonly milestoneMs: number;
}

/** One run of a scenario: its world, its interventions, its trace. */
export class Simulation {
  readonly world: World;
  private readonly fingerprint = new Fingerprint();
  private readonly lastFacts = new LastFacts();
  private interventions: Intervention[];
  private moments: Moment[];
  /** How many moments of the timeline have passed. */
  private momentsDone = 0;
  /** When the last milestone was passed: an event whose number is a multiple of the events that a millisecond may have. */
  private milestoneMs = 0;
  private milestonesPassed = 0;
  private stopped: Progress | null = null;
  private readonly limits: Required<Limits>;

  /**
   * @param scenario a checked scenario
   * @param subscribe lets folds see the trace from its first fact on
   */
  constructor(
    private readonly scenario: Scenario,
    behaviours: Readonly<Record<string, KindBehaviour>>,
    options: { readonly limits?: Limits; readonly subscribe?: (trace: Trace) => void } = {},
  ) {
    const {
      maxFrames = MOST_FRAMES,
      maxKept = MOST_KEPT,
      maxEventsPerInstant = MOST_EVENTS_PER_MS,
    } = options.limits ?? {};
    this.limits = { maxFrames, maxKept, maxEventsPerInstant };
    this.world = new World(scenario, behaviours, this.limits);
    this.interventions = [...scenario.interventions];
    this.moments = timelineOf(this.interventions);
    this.trace.subscribe(this.fingerprint);
    this.trace.subscribe(this.lastFacts);
    options.subscribe?.(this.trace);
    this.world.start();
  }

  get trace(): Trace {
    return this.world.kernel.trace;
  }

  /** Virtual time, ms. */
  get nowMs(): number {
    return this.world.kernel.now;
  }

  /** Events executed so far. */
  get events(): number {
    return this.world.kernel.events;
  }

  /**
   * Runs all events and interventions up to and including `untilMs`, but at most `maxEvents` events. An intervention
   * takes effect after everything else at its instant: that is also how a live one was recorded.
   */
  runUntil(untilMs: number, maxEvents = Infinity): Progress {
    const { kernel } = this.world;
    const lastEvent = kernel.events + maxEvents;
    while (this.stopped === null) {
      const moment = this.moments[this.momentsDone] as Moment | undefined;
      const target = moment && moment.atMs <= untilMs ? moment.atMs : untilMs;
      const milestone = this.nextMilestone;
      const reached = kernel.run(target, Math.min(lastEvent, milestone) - kernel.events);
      if (reached === 'stuck') this.stopped = this.describeCrowd(this.nowMs);
      else if (this.world.network.limitMet) this.stopped = this.describeLimit();
      else if (kernel.events === milestone) this.passMilestone();
      else if (reached === 'paused') return { status: 'paused' };
      else if (moment && target === moment.atMs) this.pass(moment);
      else return { status: 'reached' };
    }
    return this.stopped;
  }

  /** Executes the next event, or lets the next intervention take effect; returns the new time, or null when nothing is left. */
  step(): number | null {
    const { kernel } = this.world;
    const next = Math.min(kernel.nextAt, this.moments[this.momentsDone]?.atMs ?? Infinity);
    if (next === Infinity || this.stopped !== null) return null;
    this.runUntil(next, 1);
    return this.nowMs;
  }

  /**
   * Lets something happen now, after everything else at this instant. Returns the intervention with its time, as it is
   * to be recorded in the scenario. A run that was stopped takes no notice of it.
   */
  intervene(action: Omit<Intervention, 'atMs'>): Intervention {
    this.runUntil(this.nowMs);
    const intervention = { ...action, atMs: this.nowMs } as Intervention;
    this.interventions.push(intervention);
    this.moments = timelineOf(this.interventions);
    // Of all moments up to now, this one is the last in order.
    if (this.stopped === null) this.pass(this.moments[this.momentsDone]);
    return intervention;
  }

  /** The hash of everything that has happened so far. */
  hash(): string {
    this.trace.flush();
    return this.fingerprint.toString();
  }

  save(): SavedSimulation {
    this.trace.flush();
    return {
      world: this.world.save(),
      fingerprint: this.fingerprint.save(),
      recorded: this.recorded,
      momentsDone: this.momentsDone,
      milestoneMs: this.milestoneMs,
    };
  }

  /** What was recorded live, behind the scenario's own interventions. */
  get recorded(): readonly Intervention[] {
    return this.interventions.slice(this.scenario.interventions.length);
  }

  /**
   * Goes on from a saved state of the same scenario. Other folds than the fingerprint are the caller's business.
   * `recorded` may hold interventions that were recorded after that state was saved: they will take effect in their turn.
   */
  restore(saved: SavedSimulation, recorded: readonly Intervention[] = saved.recorded): void {
    this.trace.flush();
    this.world.restore(saved.world);
    this.fingerprint.restore(saved.fingerprint);
    this.interventions = [...this.scenario.interventions, ...recorded];
    this.moments = timelineOf(this.interventions);
    this.momentsDone = saved.momentsDone;
    this.milestoneMs = saved.milestoneMs;
    this.milestonesPassed = Math.floor(this.events / this.limits.maxEventsPerInstant);
    this.stopped = null;
  }

  private pass(moment: Moment): void {
    const { network } = this.world;
    this.momentsDone++;
    network.record(Fact.intervened, 0, moment.index, 0, moment.begins ? 1 : 0, 0);
    const intervention = this.interventions[moment.index];
    if (moment.begins) faults().begin(this.world, intervention);
    else faults().end(this.world, intervention);
  }

  /** The number of the event after which the clock is looked at. It depends on nothing but the run: every run stops alike. */
  private get nextMilestone(): number {
    return (this.milestonesPassed + 1) * this.limits.maxEventsPerInstant;
  }

  /** Delays so short that time hardly passes are no better than none: the run would crawl and never get anywhere. */
  private passMilestone(): void {
    if (this.nowMs - this.milestoneMs < 1) this.stopped = this.describeCrowd(this.milestoneMs);
    this.milestoneMs = this.nowMs;
    this.milestonesPassed++;
  }

  /** Whoever had most to do with the last facts goes round in circles, or gets more than anybody can serve. */
  private describeCrowd(sinceMs: number): Progress {
    this.trace.flush();
    const node = this.lastFacts.busiestNode(sinceMs, this.world.links);
    const atMost = this.limits.maxEventsPerInstant;
    return { status: 'stopped', limit: 'events', atMost, node: this.scenario.nodes[node ?? -1]?.id ?? null };
  }

  private describeLimit(): Progress {
    const met = this.world.network.limitMet;
    const node = met ? (this.scenario.nodes[met.node]?.id ?? null) : null;
    const limit = met?.limit ?? 'events';
    const { maxFrames, maxKept, maxEventsPerInstant } = this.limits;
    const atMost = { frames: maxFrames, kept: maxKept, events: maxEventsPerInstant }[limit];
    return { status: 'stopped', limit, atMost, node };
  }
}
