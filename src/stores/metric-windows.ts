import type { Metrics } from '../worker/protocol';

const LEAST_ROOM = 64;

/** Joins what the worker tells of the metrics, some windows at a time, to what is known of the whole run. */
export class MetricWindows {
  /** By key: a column with room for windows to come. */
  private readonly columns = new Map<string, Float64Array>();
  private room = LEAST_ROOM;

  /** All windows that are known after these have come. What was returned before is not valid any more. */
  join(news: Metrics): Metrics {
    const count = news.firstWindow + news.count;
    if (news.firstWindow === 0) this.columns.clear();
    while (this.room < count) this.room *= 2;
    for (const key of Object.keys(news.columns)) if (!this.columns.has(key)) this.columns.set(key, new Float64Array(0));
    const columns: Record<string, Float64Array> = {};
    for (const [key, known] of this.columns) {
      const column = known.length < this.room ? this.enlarge(key, known) : known;
      const fresh = news.columns[key];
      if (fresh) column.set(fresh, news.firstWindow);
      columns[key] = column.subarray(0, count);
    }
    return { type: 'metrics', windowMs: news.windowMs, firstWindow: 0, count, columns };
  }

  private enlarge(key: string, known: Float64Array): Float64Array {
    const column = new Float64Array(this.room);
    column.set(known);
    this.columns.set(key, column);
    return column;
  }
}
