import type { Report } from '../../analysis/report';
import { ReportFold } from '../../analysis/report-fold';
import { parsePlain, stringifyPlain } from '../../kernel/snapshot';
import { Fact } from '../../network/facts';
import type { OutcomeName } from '../../network/outcomes';
import type { Intervention, Scenario } from '../../scenario/scenario';
import { type Progress, type SavedSimulation, Simulation } from '../simulation';
import type { Limits } from '../world';
import { everyKind, type Kinds } from './kinds';
import { type FactName, type Recorded, RecordedFacts } from './recorded-facts';
import { runWatch } from './run-watch';

/** How a client's request ended. */
export interface Settled {
  readonly atMs: number;
  readonly outcome: OutcomeName;
  readonly latencyMs: number;
}

const LINK_FACTS: ReadonlySet<number> = new Set([
  Fact.sent,
  Fact.withheld,
  Fact.replied,
  Fact.returned,
  Fact.concluded,
  Fact.wasted,
  Fact.breaker,
  Fact.streamed,
  Fact.received,
  Fact.published,
  Fact.delivered,
]);

/** A simulation whose every fact is kept, with the questions that tests ask of one. */
export class TestRun {
  readonly simulation: Simulation;
  progress: Progress = { status: 'reached' };
  /** Whether it has recorded all that happened in it, and nothing else: no checkpoint has ever been put in its place. */
  isWhole = true;
  private readonly recorded = new RecordedFacts();
  private readonly reportFold: ReportFold;

  constructor(
    readonly scenario: Scenario,
    options: { readonly limits?: Limits; readonly kinds?: Kinds } = {},
  ) {
    const { limits, kinds = everyKind } = options;
    this.reportFold = new ReportFold(scenario);
    this.simulation = new Simulation(scenario, kinds.behaviours, {
      limits,
      subscribe: (trace) => {
        trace.subscribe(this.recorded);
        trace.subscribe(this.reportFold);
      },
    });
    runWatch.onRun?.(this);
  }

  /** Everything recorded so far. */
  get facts(): readonly Recorded[] {
    this.simulation.trace.flush();
    return this.recorded.all;
  }

  get fingerprint(): string {
    return this.simulation.hash();
  }

  get report(): Report {
    const { nowMs, events } = this.simulation;
    return this.reportFold.finish(nowMs, { events, fingerprint: this.fingerprint });
  }

  /** Frames that the network has given out and not got back. */
  get framesInUse(): number {
    return this.simulation.world.network.frames.inUse;
  }

  /** Goes on to `untilMs`, or as far as so many events take it. */
  advance(untilMs: number, maxEvents?: number): this {
    this.progress = this.simulation.runUntil(untilMs, maxEvents);
    return this;
  }

  /** Goes on to `atMs` and lets something happen there, as a visitor would. */
  intervene(atMs: number, action: object): Intervention {
    this.advance(atMs);
    return this.simulation.intervene({ durationMs: null, ...action } as Omit<Intervention, 'atMs'>);
  }

  /** The facts of that name, at that node or link if one is named. */
  all(name: FactName, id?: string): Recorded[] {
    const found = this.facts.filter((row) => row.fact === name);
    if (id === undefined) return found;
    const places = LINK_FACTS.has(Fact[name]) ? this.scenario.links : this.scenario.nodes;
    const place = places.findIndex((candidate) => candidate.id === id);
    if (place < 0) throw new Error(`nothing is called ${id}`);
    return found.filter((row) => row.place === place);
  }

  /** When the facts of that name were recorded, ms. */
  times(name: FactName, id?: string): number[] {
    return this.all(name, id).map((row) => row.atMs);
  }

  /** How the requests of a client ended, in the order in which they did. */
  settled(client: string): Settled[] {
    return this.all('settled', client).map(({ atMs, outcome, value }) => ({ atMs, outcome, latencyMs: value }));
  }

  outcomes(client: string): OutcomeName[] {
    return this.settled(client).map((request) => request.outcome);
  }

  /** Every mode that a node had from the first change on, with the moment of the change. */
  modes(node: string): [atMs: number, mode: number][] {
    return this.all('mode', node).map((row) => [row.atMs, row.extra]);
  }

  /** The state of the run as JSON. */
  checkpoint(): string {
    return stringifyPlain(this.simulation.save());
  }

  /** Goes on from what was saved in this run or another of the same scenario; what was recorded before stays. */
  restore(saved: SavedSimulation): this {
    this.isWhole = false;
    this.simulation.restore(saved);
    return this;
  }

  /** A new run of the same scenario that goes on from a checkpoint; what it recorded begins there. */
  static resume(scenario: Scenario, checkpoint: string, kinds?: Kinds): TestRun {
    const run = new TestRun(scenario, { kinds });
    run.restore(parsePlain(checkpoint) as SavedSimulation);
    run.recorded.all.length = 0;
    return run;
  }
}
