import type { ChartData } from '../../ui/chart/chart-data';
import type { Metrics } from '../../worker/protocol';

/** The moments at which the windows end, virtual ms. */
const moments = ({ windowMs, firstWindow, count }: Metrics): number[] =>
  Array.from({ length: count }, (_, index) => (firstWindow + index + 1) * windowMs);

/** The columns under these keys as a chart wants them; what is not there (yet) is empty. */
export function chartData(metrics: Metrics, keys: readonly string[]): ChartData {
  const columns = keys.map((key) => {
    const column = metrics.columns[key];
    return Array.from({ length: metrics.count }, (_, index) => {
      const value = column?.[index] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    });
  });
  return [moments(metrics), ...columns];
}

/** The keys with a prefix whose columns have something to show, those with the most first. */
export function busiestKeys(metrics: Metrics | null, prefix: string, atMost: number): string[] {
  if (!metrics) return [];
  const totals = Object.entries(metrics.columns)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, column]) => ({ key, total: column.reduce((sum, value) => sum + (value > 0 ? value : 0), 0) }));
  return totals
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total)
    .slice(0, atMost)
    .map(({ key }) => key);
}
