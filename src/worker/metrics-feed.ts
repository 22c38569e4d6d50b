import type { Metrics } from './protocol';
import type { Run } from './run';

/** What the page has charts of. Of two thousand components each column counts. */
const isShown = ([key, column]: readonly [string, Float64Array]): boolean =>
  key.startsWith('queue.') ? column.some((waiting) => waiting > 0) : !/^(busy|blocked)\./.test(key);

/**
 * Tells the page of the windows of a run that it does not know yet: of ten minutes of a large system it would otherwise get
 * megabytes, several times a second. It gets all of them again after the run has gone back, or windows have been joined.
 */
export class MetricsFeed {
  /** Whose windows the page knows, how long these are, and how many. */
  private source: unknown = null;
  private windowMs = 0;
  private told = 0;

  /** The windows that are over and have not been told. */
  next(run: Run): Metrics {
    const { metrics } = run.views.folds;
    metrics.advanceTo(run.nowMs);
    // A run that goes back has other folds from then on.
    const isKnown = this.source === metrics && this.windowMs === metrics.windowMs;
    const news = run.metricsNow(isKnown ? this.told : 0);
    this.source = metrics;
    this.windowMs = news.windowMs;
    this.told = news.firstWindow + news.count;
    return { ...news, columns: Object.fromEntries(Object.entries(news.columns).filter(isShown)) };
  }
}
