import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { formatClock, formatCompact, formatMs, formatRate } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { carriesMessages } from '../../network/kind';
import type { Scenario } from '../../scenario/scenario';
import { useDocument } from '../../stores/document';
import { live } from '../../stores/live';
import { moves, usePlayback } from '../../stores/playback';
import { ChartCard } from '../../ui/chart/ChartCard';
import type { ChartData, ChartSeries } from '../../ui/chart/chart-data';
import { EmptyState } from '../../ui/EmptyState';
import { ChartIcon } from '../../ui/icons';
import { busiestKeys, chartData, isInstant } from './metrics-data';

const MOST_SERIES = 5;
const NO_SERIES: readonly ChartSeries[] = [];
const LATENCY_SERIES: readonly ChartSeries[] = [
  { key: 'latency.p50', label: 'p50', colour: '--accent' },
  { key: 'latency.p95', label: 'p95', colour: '--warn' },
  { key: 'latency.p99', label: 'p99', colour: '--fail' },
];
/** For series that have no colour of their own, in order. */
const COLOURS = ['--fail', '--warn', '--message', '--accent', '--text-3'] as const;
const QUEUE_COLOURS = ['--accent', '--message', '--warn', '--ok', '--text-3'] as const;

const subscribe = (listener: () => void) => live.onMetrics(listener);

/** Hands over columns whenever there are new metrics. */
const useFeed = (keys: readonly string[]) => {
  const joined = keys.join('\n');
  return useCallback(
    (draw: (data: ChartData) => void) => {
      const names = joined.split('\n');
      const show = () => {
        const metrics = live.metrics();
        if (metrics) draw(chartData(metrics, names));
      };
      show();
      return live.onMetrics(show);
    },
    [joined],
  );
};

/** The busiest keys with a prefix; rendered anew only when they change. In alphabetical order, so that colours stay. */
function useBusiest(prefix: string): readonly string[] {
  const joined = useSyncExternalStore(subscribe, () =>
    busiestKeys(live.metrics(), prefix, MOST_SERIES).sort().join('\n'),
  );
  return useMemo(() => (joined === '' ? [] : joined.split('\n')), [joined]);
}

/** Whether all that clients and schedulers do is publish messages, for which they wait no longer than a confirmation takes. */
function onlyPublishes({ nodes, links }: Scenario): boolean {
  const sources = new Set(nodes.filter(({ kind }) => kind === 'client' || kind === 'scheduler').map(({ id }) => id));
  return links.every(({ from, protocol }) => !sources.has(from) || carriesMessages(protocol));
}

/** A minute and a second, without the milliseconds that no window can tell apart. */
const axisTime = (atMs: number) => formatClock(atMs).replace(/\.\d+$/, '');

interface MetricsPanelProps {
  /** Changes with the theme. */
  readonly look: string;
}

/** The last minutes of the run in four charts, with one cursor for all. */
export function MetricsPanel({ look }: MetricsPanelProps) {
  const t = useT();
  const nodes = useDocument((state) => state.scenario.nodes);
  const publishes = useDocument((state) => onlyPublishes(state.scenario));
  const instant = useSyncExternalStore(subscribe, () => isInstant(live.metrics()));
  const hasNone = useSyncExternalStore(subscribe, () => (live.metrics()?.count ?? 0) === 0);
  const isRunning = usePlayback((state) => moves(state.phase));
  const queues = useBusiest('queue.');
  const failures = useBusiest('failures.');

  const rateSeries = useMemo<readonly ChartSeries[]>(
    () => [
      { key: 'rate.sent', label: t('dock.sent'), colour: '--text-3', dashed: true },
      { key: 'rate.ok', label: t('dock.ok'), colour: '--ok', filled: true },
      { key: 'rate.failed', label: t('dock.failed'), colour: '--fail', filled: true },
    ],
    [t],
  );
  const nobodyWaits = publishes && instant;
  const latencySeries = nobodyWaits ? NO_SERIES : LATENCY_SERIES;
  const queueSeries = useMemo<readonly ChartSeries[]>(
    () =>
      queues.map((key, index) => {
        const node = nodes.find((one) => `queue.${one.id}` === key);
        return { key, label: node ? nodeName(t, node) : key, colour: QUEUE_COLOURS[index] };
      }),
    [queues, nodes, t],
  );
  const failureSeries = useMemo<readonly ChartSeries[]>(
    () =>
      failures.map((key, index) => ({
        key,
        label: t(`reason.${key.slice('failures.'.length)}`),
        colour: COLOURS[index],
        filled: index === 0,
      })),
    [failures, t],
  );
  const seek = usePlayback((state) => state.seek);
  const common = { formatX: axisTime, syncKey: 'metrics', look, onPick: seek };
  const rateFeed = useFeed(useMemo(() => rateSeries.map((one) => one.key), [rateSeries]));
  const latencyFeed = useFeed(useMemo(() => latencySeries.map((one) => one.key), [latencySeries]));
  const queueFeed = useFeed(queues);
  const failureFeed = useFeed(failures);

  if (hasNone && !isRunning) {
    return (
      <EmptyState icon={ChartIcon} title={t('dock.emptyTitle')}>
        {t('dock.empty')}
      </EmptyState>
    );
  }
  return (
    <div className="grid min-h-full auto-rows-[minmax(7.5rem,1fr)] grid-cols-1 gap-px bg-line sm:grid-cols-2 lg:grid-cols-4">
      <ChartCard {...common} empty="" feed={rateFeed} formatY={formatRate} series={rateSeries} title={t('dock.rate')} />
      <ChartCard
        {...common}
        empty={t('dock.noLatency')}
        feed={latencyFeed}
        formatY={formatMs}
        series={latencySeries}
        title={t('dock.latency')}
      />
      <ChartCard
        {...common}
        empty={t('dock.noQueues')}
        feed={queueFeed}
        formatY={formatCompact}
        series={queueSeries}
        title={t('dock.queues')}
      />
      <ChartCard
        {...common}
        empty={t('dock.noFailures')}
        feed={failureFeed}
        formatY={formatRate}
        series={failureSeries}
        title={t('dock.failures')}
      />
    </div>
  );
}
