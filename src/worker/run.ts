import { TraceArchive } from '../analysis/archive/trace-archive';
import { sizeOfState } from '../kernel/clone-state';
import type { TraceFold } from '../kernel/trace';
import type { KindBehaviour } from '../network/behaviour';
import type { LiveTarget } from '../network/live-targets';
import type { LiveReplica } from '../network/serving/live-replicas';
import type { Intervention, Scenario } from '../scenario/scenario';
import { type Progress, type SavedSimulation, Simulation } from '../simulation/simulation';
import { Checkpoints } from './checkpoints';
import { TAB_LIMITS } from './limits';
import type { Action, Metrics, Tick } from './protocol';
import { Views } from './views';

/** How many events run between two looks at the clock: some milliseconds' worth. */
const SLICE = 5_000;
/** And before the first look: an event can also take milliseconds, where a thousand replicas come and go with it. */
const FIRST_SLICE = 40;
/** Live interventions happen at whole microseconds: their times stay short in a link. */
const TICKS_PER_MS = 1_000;

interface SavedRun {
  readonly simulation: SavedSimulation;
  readonly views: ReturnType<Views['save']>;
  /** How far the archive was: it is cut back there, not copied. */
  readonly archived: number;
}

/**
 * One run with everything that the page sees of it. Keeps no clock: whoever owns it says how far to go. What the page asks
 * for is told by {@link Answers}.
 */
export class Run {
  readonly simulation: Simulation;
  readonly views: Views;
  readonly archive: TraceArchive;
  private readonly checkpoints: Checkpoints<SavedRun>;

  constructor(
    readonly scenario: Scenario,
    behaviours: Readonly<Record<string, KindBehaviour>>,
    picture: TraceFold,
  ) {
    const ours = new Set<unknown>([scenario]);
    this.checkpoints = new Checkpoints((state) => sizeOfState(state, new Set(ours)));
    this.views = new Views(scenario);
    this.archive = new TraceArchive(Math.max(scenario.nodes.length, scenario.links.length));
    this.simulation = new Simulation(scenario, behaviours, {
      limits: TAB_LIMITS,
      subscribe: (trace) => {
        trace.subscribe(this.views);
        trace.subscribe(picture);
        trace.subscribe(this.archive);
      },
    });
    this.saveIfDue();
  }

  /** Nobody looks at it any more: another run may have its memory. */
  close(): void {
    this.archive.close();
  }

  get nowMs(): number {
    return this.simulation.nowMs;
  }

  get endMs(): number {
    return this.scenario.durationMs ?? Infinity;
  }

  /** Goes on to `untilMs` or as far as `hasTime` lets it; every fact up to where it got has been folded then. */
  advance(untilMs: number, hasTime: () => boolean): Progress {
    const target = Math.min(untilMs, this.endMs);
    let slice = FIRST_SLICE;
    let progress = this.runSlice(target, slice);
    while (progress.status === 'paused' && hasTime()) {
      slice = Math.min(2 * slice, SLICE);
      progress = this.runSlice(target, slice);
    }
    this.simulation.trace.flush();
    return progress;
  }

  /**
   * Goes back to the last checkpoint before a moment of the past. What was recorded later stays recorded, and takes
   * effect in its turn. Whoever calls it advances to the moment itself.
   */
  rewind(toMs: number): void {
    const checkpoint = this.checkpoints.before(toMs);
    if (!checkpoint) return;
    this.simulation.restore(checkpoint.state.simulation, this.simulation.recorded);
    this.views.restore(checkpoint.state.views);
    this.archive.truncate(checkpoint.state.archived, checkpoint.atMs);
  }

  /** Executes one event, or goes on until a request has ended. False when nothing is left to happen. */
  step(by: 'event' | 'request', hasTime: () => boolean): boolean {
    const before = this.views.folds.settled.count;
    for (;;) {
      if (this.nowMs >= this.endMs || this.simulation.step() === null) return false;
      this.simulation.trace.flush();
      if (by === 'event' || this.views.folds.settled.count > before || !hasTime()) return true;
    }
  }

  intervene(action: Action): Intervention {
    this.simulation.runUntil(Math.ceil(this.nowMs * TICKS_PER_MS) / TICKS_PER_MS);
    const intervention = this.simulation.intervene(action);
    this.simulation.trace.flush();
    this.checkpoints.dropAfter(this.nowMs);
    return intervention;
  }

  tick(achievedSpeed: number, behind: boolean): Tick {
    const { events, nowMs } = this.simulation;
    const gauges = this.views.folds.gauges.snapshot(nowMs);
    const seen = { targets: this.targetsNow(), replicas: this.replicasNow(), insides: this.insidesNow() };
    return { type: 'tick', atMs: nowMs, events, achievedSpeed, behind, ...gauges, ...seen };
  }

  /** How those that choose among their outgoing links see them, by link id. */
  private targetsNow(): Record<string, LiveTarget> {
    const all: Record<string, LiveTarget> = {};
    for (const node of this.simulation.world.nodes) {
      for (const target of node.liveTargets()) all[target.link] = target;
    }
    return all;
  }

  /** The replicas of those that have a few, by node id. */
  private replicasNow(): Record<string, readonly LiveReplica[]> {
    const all: Record<string, readonly LiveReplica[]> = {};
    for (const node of this.simulation.world.nodes) {
      const replicas = node.liveReplicas();
      if (replicas.length > 0) all[node.id] = replicas;
    }
    return all;
  }

  /** What kinds tell their own faces, by node id. */
  private insidesNow(): Record<string, unknown> {
    const all: Record<string, unknown> = {};
    for (const node of this.simulation.world.nodes) {
      const inside = node.liveInside();
      if (inside !== null) all[node.id] = inside;
    }
    return all;
  }

  /** What is known for the charts, from window `from` on. */
  metricsNow(from = 0): Metrics {
    return this.views.folds.metrics.snapshot(this.nowMs, from);
  }

  private runSlice(untilMs: number, events: number): Progress {
    const progress = this.simulation.runUntil(untilMs, events);
    this.saveIfDue();
    return progress;
  }

  private saveIfDue(): void {
    const { simulation } = this;
    if (!this.checkpoints.isDue(simulation.events)) return;
    // Saving the simulation flushes the trace, so that the views are of the same moment.
    const state = { simulation: simulation.save(), views: this.views.save(), archived: this.archive.mark() };
    this.checkpoints.add({ atMs: simulation.nowMs, events: simulation.events, state });
  }
}
