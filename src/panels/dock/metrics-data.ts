import type { ChartData } from '../../ui/chart/chart-data';
import type { Metrics } from '../../worker/protocol';

/** The moments at which the windows end, virtual ms. */
const moments = ({ windowMs, firstWindow, count }: Metrics): number[] =>
  Array.from({ length: count }, (_, index) => (firstWindow + index + 1) * windowMs);

/** A rate per second is what happened within the last second; a shorter window would show the noise of a few requests. */
const RATE_OVER_MS = 1_000;

/** The mean of the last `windows` values at each place, or of as many as there are. */
function trailingMean(column: Float64Array, windows: number): Float64Array {
  const means = new Float64Array(column.length);
  const known = (index: number) => (index < 0 || Number.isNaN(column[index]) ? 0 : column[index]);
  let sum = 0;
  column.forEach((_, index) => {
    sum += known(index) - known(index - windows);
    means[index] = Math.max(0, sum / Math.min(index + 1, windows));
  });
  return means;
}

const isRate = (key: string) => key.startsWith('rate.') || key.startsWith('failures.');

/** The columns under these keys as a chart wants them, rates over a second; what is not there (yet) is empty. */
export function chartData(metrics: Metrics, keys: readonly string[]): ChartData {
  const windows = Math.max(1, Math.round(RATE_OVER_MS / metrics.windowMs));
  const columns = keys.map((key) => {
    const raw = metrics.columns[key];
    const column = raw && isRate(key) ? trailingMean(raw, windows) : raw;
    return Array.from({ length: metrics.count }, (_, index) => {
      const value = column?.[index] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    });
  });
  return [moments(metrics), ...columns];
}

/**
 * Whether everything that ended did so the moment it was sent: what a client hands to a broker without waiting for a
 * confirmation. False as long as nothing has ended.
 */
export function isInstant(metrics: Metrics | null): boolean {
  const known = metrics?.columns['latency.p99']?.subarray(0, metrics.count).filter((value) => !Number.isNaN(value));
  return known !== undefined && known.length > 0 && known.every((value) => value === 0);
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
