import type { TraceColumns, TraceFold } from '../kernel/trace';
import type { Scenario } from '../scenario/scenario';
import type { BacklogCourse } from './delivery/backlog-course';
import { messageAnalysis } from './delivery/message-part';
import { Gauges } from './gauges';
import { MetricsFold } from './metrics-fold';
import { Occupancy } from './occupancy';
import { type OccupancyWatch, readWatched } from './occupancy-watch';
import { Tally } from './tally';
import { topologyOf } from './topology';

/** What the page shows while a run goes on: the numbers on the canvas, the charts and the messages, from one tally, from which a report can be made at any moment. */
export class LiveFigures implements TraceFold {
  readonly gauges: Gauges;
  readonly metrics: MetricsFold;
  /** Null where nothing keeps messages. */
  readonly backlogs: BacklogCourse | null;
  private readonly watches: readonly OccupancyWatch[];
  /** What everything is counted in. */
  readonly tally: Tally;

  constructor(scenario: Scenario) {
    this.tally = new Tally(topologyOf(scenario));
    const occupancy = new Occupancy(this.tally);
    this.gauges = new Gauges(scenario, occupancy);
    this.metrics = new MetricsFold(scenario, occupancy);
    const { deliveries } = this.tally.queues;
    this.backlogs = deliveries === null ? null : new (messageAnalysis().BacklogCourse)(this.tally, deliveries);
    const both = [this.gauges, this.metrics];
    this.watches = this.backlogs === null ? both : [...both, this.backlogs];
  }

  read(columns: TraceColumns, from: number, to: number): void {
    readWatched(this.tally, this.watches, columns, from, to);
  }
}
