import type { BacklogWindows } from '../../../analysis/delivery/backlog-course';
import type { ChartData } from '../../../ui/chart/chart-data';

export const BACKLOG_SERIES = ['ready', 'oldest', 'growth'] as const;
export type BacklogSeries = (typeof BACKLOG_SERIES)[number];

/** Growth is that of so long; a shorter time would show the noise of a few messages. */
const GROWTH_OVER_MS = 2_000;

/** What waits more at the end of each window than some windows before, per second. */
function growthOf({ windowMs, ready }: BacklogWindows): number[] {
  const windows = Math.max(1, Math.round(GROWTH_OVER_MS / windowMs));
  return Array.from(ready, (now, index) => {
    const span = Math.min(index + 1, windows);
    const before = index - span < 0 ? 0 : ready[index - span];
    return ((now - before) * 1000) / (span * windowMs);
  });
}

/** The course of a queue as a chart wants it. */
export function backlogData(windows: BacklogWindows, series: BacklogSeries): ChartData {
  const moments = Array.from(windows.ready, (_, index) => (index + 1) * windows.windowMs);
  if (series === 'growth') return [moments, growthOf(windows)];
  return [moments, Array.from(series === 'ready' ? windows.ready : windows.oldestMs)];
}
