import { LiveFigures } from '../analysis/live-figures';
import { cloneState } from '../kernel/clone-state';
import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact } from '../network/facts';
import type { Scenario } from '../scenario/scenario';
import { Transitions } from './transitions';

/** Counts requests that ended, to know when a step by request is done. */
class Settled implements TraceFold {
  count = 0;
  read({ fact }: TraceColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) if (fact[row] === Fact.settled) this.count++;
  }
}

function createFolds(scenario: Scenario) {
  const live = new LiveFigures(scenario);
  return {
    live,
    gauges: live.gauges,
    metrics: live.metrics,
    transitions: new Transitions(),
    settled: new Settled(),
  };
}
type Folds = ReturnType<typeof createFolds>;

/** Everything that the page reads from the trace, except the picture. It can be saved and restored with the run. */
export class Views implements TraceFold {
  /** Never keep a reference to one of these: {@link restore} replaces them. */
  folds: Folds;

  constructor(private readonly scenario: Scenario) {
    this.folds = createFolds(scenario);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    const { live, transitions, settled } = this.folds;
    live.read(columns, from, to);
    transitions.read(columns, from, to);
    settled.read(columns, from, to);
  }

  save(): Folds {
    return this.copy(this.folds);
  }

  /** What was saved can be restored again and again. */
  restore(saved: Folds): void {
    this.folds = this.copy(saved);
  }

  private copy(folds: Folds): Folds {
    return cloneState(folds, new Set([this.scenario]));
  }
}
