import type { TraceColumns, TraceFold } from '../kernel/trace';
import type { Scenario } from '../scenario/scenario';
import { BacklogCourse } from './delivery/backlog-course';
import { Gauges } from './gauges';
import { MetricsFold } from './metrics-fold';
import { Occupancy } from './occupancy';
import { readWatched } from './occupancy-watch';
import { ReportFold } from './report-fold';
import { Tally } from './tally';
import { topologyOf } from './topology';

/** What the page shows while a run goes on: the numbers on the canvas, the charts, the report and the messages, from one tally. */
export class LiveFigures implements TraceFold {
  readonly gauges: Gauges;
  readonly metrics: MetricsFold;
  readonly report: ReportFold;
  readonly backlogs: BacklogCourse;
  readonly tally: Tally;

  constructor(scenario: Scenario) {
    this.tally = new Tally(topologyOf(scenario));
    const occupancy = new Occupancy(this.tally);
    this.gauges = new Gauges(scenario, occupancy);
    this.metrics = new MetricsFold(scenario, occupancy);
    this.report = new ReportFold(scenario, {}, this.tally);
    this.backlogs = new BacklogCourse(this.tally);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    readWatched(this.tally, [this.gauges, this.metrics, this.backlogs], columns, from, to);
  }
}
