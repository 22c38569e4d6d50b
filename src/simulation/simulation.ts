import { Fingerprint, type SavedFingerprint } from '../kernel/fingerprint';
import type { Trace } from '../kernel/trace';
import type { KindBehaviour } from '../network/behaviour';
import { Fact } from '../network/facts';
import type { Intervention, Scenario } from '../scenario/scenario';
import { begin, end } from './faults';
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
  | { readonly status: 'stopped'; readonly limit: 'frames' | 'events'; readonly node: string | null };

/** A run in the middle: plain data, from which a simulation of the same scenario goes on alike. */
export interface SavedSimulation {
  readonly world: SavedWorld;
  readonly fingerprint: SavedFingerprint;
  /** Interventions that were recorded live, behind those of the scenario. */
  readonly recorded: readonly Intervention[];
  readonly momentsDone: number;
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
  private stopped: Progress | null = null;

  /**
   * @param scenario a checked scenario
   * @param subscribe lets folds see the trace from its first fact on
   */
  constructor(
    private readonly scenario: Scenario,
    behaviours: Readonly<Record<string, KindBehaviour>>,
    options: { readonly limits?: Limits; readonly subscribe?: (trace: Trace) => void } = {},
  ) {
    this.world = new World(scenario, behaviours, options.limits);
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
      const reached = kernel.run(target, lastEvent - kernel.events);
      if (reached === 'stuck') this.stopped = this.describeStandstill();
      else if (this.world.network.limitMet) this.stopped = this.describeLimit();
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
    this.stopped = null;
  }

  private pass(moment: Moment): void {
    const { network } = this.world;
    this.momentsDone++;
    network.record(Fact.intervened, 0, moment.index, 0, moment.begins ? 1 : 0, 0);
    const intervention = this.interventions[moment.index];
    if (moment.begins) begin(this.world, intervention);
    else end(this.world, intervention);
  }

  /** Time stands still: whoever had most to do with the last facts goes round in circles. */
  private describeStandstill(): Progress {
    this.trace.flush();
    const node = this.lastFacts.busiestNode(this.nowMs, this.world.links);
    return { status: 'stopped', limit: 'events', node: this.scenario.nodes[node ?? -1]?.id ?? null };
  }

  private describeLimit(): Progress {
    const met = this.world.network.limitMet;
    const node = met ? (this.scenario.nodes[met.node]?.id ?? null) : null;
    return { status: 'stopped', limit: met?.limit ?? 'events', node };
  }
}
