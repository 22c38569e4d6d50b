import { Gauges } from '../analysis/gauges';
import { MetricsFold } from '../analysis/metrics-fold';
import type { Report } from '../analysis/report';
import { ReportFold } from '../analysis/report-fold';
import type { Statechart } from '../kernel/statechart/statechart';
import { describeMachine } from '../kernel/statechart/describe';
import type { TraceColumns, TraceFold } from '../kernel/trace';
import { behaviours } from '../kinds/behaviours';
import { Fact } from '../network/facts';
import type { Intervention, Scenario } from '../scenario/scenario';
import { type Progress, Simulation } from '../simulation/simulation';
import type { Action, Metrics, StatechartView, Tick } from './protocol';
import { Transitions } from './transitions';

/** How many events run between two looks at the clock: some milliseconds' worth. */
const SLICE = 5_000;
/** Live interventions happen at whole microseconds: their times stay short in a link. */
const TICKS_PER_MS = 1_000;

/** Counts requests that ended, to know when a step by request is done. */
class Settled implements TraceFold {
  count = 0;
  read({ fact }: TraceColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) if (fact[row] === Fact.settled) this.count++;
  }
}

/** One run with everything that the page wants to know of it. Keeps no clock: whoever owns it says how far to go. */
export class Run {
  private readonly simulation: Simulation;
  private readonly gauges: Gauges;
  private readonly metrics: MetricsFold;
  private readonly report: ReportFold;
  private readonly transitions = new Transitions();
  private readonly settled = new Settled();

  constructor(
    private readonly scenario: Scenario,
    picture: TraceFold,
  ) {
    this.gauges = new Gauges(scenario);
    this.metrics = new MetricsFold(scenario);
    this.report = new ReportFold(scenario);
    this.simulation = new Simulation(scenario, behaviours, {
      subscribe: (trace) => {
        for (const fold of [this.gauges, this.metrics, this.report, this.transitions, this.settled, picture]) {
          trace.subscribe(fold);
        }
      },
    });
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
    let progress = this.simulation.runUntil(target, SLICE);
    while (progress.status === 'paused' && hasTime()) progress = this.simulation.runUntil(target, SLICE);
    this.simulation.trace.flush();
    return progress;
  }

  /** Executes one event, or goes on until a request has ended. False when nothing is left to happen. */
  step(by: 'event' | 'request', hasTime: () => boolean): boolean {
    const before = this.settled.count;
    for (;;) {
      if (this.nowMs >= this.endMs || this.simulation.step() === null) return false;
      this.simulation.trace.flush();
      if (by === 'event' || this.settled.count > before || !hasTime()) return true;
    }
  }

  intervene(action: Action): Intervention {
    const atMs = Math.ceil(this.nowMs * TICKS_PER_MS) / TICKS_PER_MS;
    this.simulation.runUntil(atMs);
    const intervention = this.simulation.intervene(action);
    this.simulation.trace.flush();
    return intervention;
  }

  tick(achievedSpeed: number, behind: boolean): Tick {
    const { events, nowMs } = this.simulation;
    return { type: 'tick', atMs: nowMs, events, achievedSpeed, behind, ...this.gauges.snapshot(nowMs) };
  }

  metricsNow(): Metrics {
    return this.metrics.snapshot(this.nowMs);
  }

  reportNow(): Report {
    const { events, nowMs } = this.simulation;
    return this.report.finish(nowMs, { events, fingerprint: this.simulation.hash() });
  }

  /** The statechart of a node's life or of a link's breaker; null where there is none. */
  statechart(target: StatechartView['target']): StatechartView | null {
    const { world } = this.simulation;
    if ('node' in target) {
      const node = world.node(target.node);
      const chart = node?.lifecycle?.chart;
      return node && chart ? this.describe(target, chart, this.transitions.ofNode(node.index)) : null;
    }
    const link = world.link(target.link);
    const chart = link?.breaker?.chart;
    return link && chart ? this.describe(target, chart, this.transitions.ofLink(link.index)) : null;
  }

  private describe(
    target: StatechartView['target'],
    chart: Statechart,
    transitions: readonly { readonly atMs: number; readonly stateIndex: number }[],
  ): StatechartView {
    return {
      type: 'statechart',
      target,
      definition: describeMachine(chart.machine, chart.context),
      state: chart.state,
      history: transitions.map(({ atMs, stateIndex }) => ({ atMs, state: chart.states[stateIndex] })),
    };
  }
}
