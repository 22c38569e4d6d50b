import type { TraceColumns, TraceFold } from '../kernel/trace';
import type { Scenario } from '../scenario/scenario';
import { Gauges } from './gauges';
import { MetricsFold } from './metrics-fold';
import { Occupancy } from './occupancy';
import { readWatched } from './occupancy-watch';
import { ReportFold } from './report-fold';
import { Tally } from './tally';
import { topologyOf } from './topology';

/** What the page shows while a run goes on: the numbers on the canvas, the charts and the report, from one tally. */
export class LiveFigures implements TraceFold {
  readonly gauges: Gauges;
  readonly metrics: MetricsFold;
  readonly report: ReportFold;
  private readonly tally: Tally;

  constructor(scenario: Scenario) {
    this.tally = new Tally(topologyOf(scenario));
    const occupancy = new Occupancy(this.tally);
    this.gauges = new Gauges(scenario, occupancy);
    this.metrics = new MetricsFold(scenario, occupancy);
    this.report = new ReportFold(scenario, {}, this.tally);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    readWatched(this.tally, [this.gauges, this.metrics], columns, from, to);
  }
}
