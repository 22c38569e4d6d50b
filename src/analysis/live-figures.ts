import type { TraceColumns, TraceFold } from '../kernel/trace';
import type { Scenario } from '../scenario/scenario';
import { Gauges } from './gauges';
import { MetricsFold } from './metrics-fold';
import { Occupancy } from './occupancy';
import { readWatched } from './occupancy-watch';
import { topologyOf } from './topology';

/** What the page shows while a run goes on: the numbers on the canvas and the charts, from one count of what is where. */
export class LiveFigures implements TraceFold {
  readonly gauges: Gauges;
  readonly metrics: MetricsFold;
  private readonly occupancy: Occupancy;

  constructor(scenario: Scenario) {
    this.occupancy = new Occupancy(topologyOf(scenario));
    this.gauges = new Gauges(scenario, this.occupancy);
    this.metrics = new MetricsFold(scenario, this.occupancy);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    readWatched(this.occupancy, [this.gauges, this.metrics], columns, from, to);
  }
}
