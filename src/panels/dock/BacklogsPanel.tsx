import { useCallback, useEffect, useMemo } from 'react';
import type { QueueBacklog } from '../../analysis/delivery/backlog-course';
import { formatClock, formatCompact, formatMs, formatRate } from '../../i18n/format';
import { type T, useT } from '../../i18n/language';
import { onBacklog, useDeliveries, watchDeliveries } from '../../stores/deliveries';
import { usePlayback } from '../../stores/playback';
import { world } from '../../stores/world';
import { ChartCard } from '../../ui/chart/ChartCard';
import type { ChartData, ChartSeries } from '../../ui/chart/chart-data';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { BacklogIcon } from '../../ui/message-icons';
import { tooltip } from '../../ui/tooltip';
import { BACKLOG_SERIES, type BacklogSeries, backlogData } from './backlogs/backlog-data';
import { nameOfNode, queueName } from './delivery/row-name';

interface BacklogsPanelProps {
  /** Changes with the theme. */
  readonly look: string;
}

interface QueueRow extends QueueBacklog {
  readonly node: string;
  readonly index: number;
}

/** A sign tells growing from shrinking, not the colour alone. */
const signed = (perSec: number): string => `${perSec > 0 ? '+' : ''}${formatRate(perSec)}`;

/** What will become of a queue at these rates. */
function outlook(t: T, { ready, drainedInMs, inPerSec, outPerSec }: QueueBacklog): string {
  if (ready === 0) return t('backlog.empty');
  if (drainedInMs !== null) return t('backlog.drainedIn', { time: formatMs(drainedInMs) });
  return t(inPerSec > outPerSec ? 'backlog.grows' : 'backlog.stands');
}

/** Every queue of every broker: what waits there, how old it is, whether it will ever be done, and how it came to that. */
export function BacklogsPanel({ look }: BacklogsPanelProps) {
  const t = useT();
  const { now, place, setPlace } = useDeliveries();
  useEffect(watchDeliveries, []);
  const scenario = world.scenario();
  const rows = (now?.brokers ?? []).flatMap(({ node, backlogs }): QueueRow[] =>
    backlogs.map((backlog, index) => ({ ...backlog, node, index })),
  );
  const [first] = rows;
  const isKnown = rows.some(({ node, index }) => node === place?.node && index === place.queue);
  useEffect(() => {
    if (first !== undefined && !isKnown) setPlace({ node: first.node, queue: first.index });
  }, [first, isKnown, setPlace]);
  if (now === null || scenario === null) return null;
  if (first === undefined) {
    return (
      <EmptyState icon={BacklogIcon} title={t('backlog.noneTitle')}>
        {t('backlog.none')}
      </EmptyState>
    );
  }
  const drawn = rows.find(({ node, index }) => node === place?.node && index === place.queue);
  const nameOf = ({ node, queue, group }: QueueRow) => `${nameOfNode(t, scenario, node)} · ${queueName(queue, group)}`;
  return (
    <div className="flex min-h-full flex-col lg:h-full lg:flex-row">
      <div className="min-w-0 shrink-0 overflow-auto border-line lg:w-[37rem] lg:border-r">
        <table className="w-full border-collapse text-xs">
          <caption className="sr-only">{t('backlog.title')}</caption>
          <thead>
            <tr className="text-text-3">
              <Head help="" name={t('backlog.queue')} />
              {(['ready', 'unacked', 'oldest', 'growth', 'drained'] as const).map((name) => (
                <Head
                  help={t(`backlog.help.${name}`)}
                  isFigure={name !== 'drained'}
                  isRoomy={name === 'unacked' || name === 'growth'}
                  key={name}
                  name={t(`backlog.${name}`)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const growth = row.inPerSec - row.outPerSec;
              const isDrawn = row === drawn;
              const never = row.ready > 0 && row.drainedInMs === null;
              return (
                <tr
                  className={cx('border-t border-line', isDrawn && 'bg-accent-soft')}
                  key={`${row.node} ${row.index}`}
                >
                  <th className="max-w-32 p-0 sm:max-w-56 text-left font-normal" scope="row">
                    <button
                      aria-pressed={isDrawn}
                      className="block w-full truncate py-1.5 pr-2 pl-3 text-left text-text hover:underline touch:min-h-11"
                      onClick={() => setPlace({ node: row.node, queue: row.index })}
                      title={nameOf(row)}
                      type="button"
                    >
                      {nameOf(row)}
                    </button>
                  </th>
                  <td className="figures px-2 text-right">{formatCompact(row.ready)}</td>
                  <td className="figures px-2 text-right text-text-2 max-sm:hidden">{formatCompact(row.unacked)}</td>
                  <td className="figures px-2 text-right">{row.oldestMs === null ? '–' : formatMs(row.oldestMs)}</td>
                  <td className="figures px-2 text-right whitespace-nowrap max-sm:hidden">{signed(growth)}</td>
                  <td className={cx('px-2 whitespace-nowrap', never ? 'text-fail-text' : 'text-text-2')}>
                    {outlook(t, row)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {drawn && <Charts key={nameOf(drawn)} look={look} name={nameOf(drawn)} />}
    </div>
  );
}

interface HeadProps {
  readonly name: string;
  readonly help: string;
  readonly isFigure?: boolean;
  /** Has no room on a phone. */
  readonly isRoomy?: boolean;
}

function Head({ name, help, isFigure = false, isRoomy = false }: HeadProps) {
  return (
    <th
      className={cx(
        'sticky top-0 bg-surface px-2 py-1.5 font-medium whitespace-nowrap first:pl-3',
        isFigure ? 'text-right' : 'text-left',
        isRoomy && 'max-sm:hidden',
      )}
      scope="col"
      {...(help === '' ? {} : tooltip(help))}
    >
      {name}
    </th>
  );
}

/** A minute and a second, without the milliseconds that no window can tell apart. */
const axisTime = (atMs: number) => formatClock(atMs).replace(/\.\d+$/, '');

const LOOKS: Readonly<Record<BacklogSeries, { readonly colour: string; readonly format: (value: number) => string }>> =
  {
    ready: { colour: '--message', format: formatCompact },
    oldest: { colour: '--warn', format: formatMs },
    growth: { colour: '--accent', format: signed },
  };

/** What waits, the age of the oldest, and how fast it grows, with one cursor for all; a press goes to that moment. */
function Charts({ look, name }: { readonly look: string; readonly name: string }) {
  const t = useT();
  const seek = usePlayback((state) => state.seek);
  return (
    <section
      aria-label={t('backlog.course', { name })}
      className="grid min-w-0 flex-1 auto-rows-[minmax(9rem,1fr)] grid-cols-1 gap-px bg-line sm:grid-cols-3"
    >
      {BACKLOG_SERIES.map((series) => (
        <Chart key={series} look={look} onPick={seek} series={series} title={t(`backlog.${series}`)} />
      ))}
    </section>
  );
}

interface ChartProps {
  readonly series: BacklogSeries;
  readonly title: string;
  readonly look: string;
  readonly onPick: (atMs: number) => void;
}

function Chart({ series, title, look, onPick }: ChartProps) {
  const { colour, format } = LOOKS[series];
  const lines = useMemo<readonly ChartSeries[]>(
    () => [{ key: series, label: '', colour, filled: series !== 'growth' }],
    [series, colour],
  );
  const feed = useCallback(
    (draw: (data: ChartData) => void) => onBacklog((backlog) => draw(backlogData(backlog, series))),
    [series],
  );
  return (
    <ChartCard
      empty=""
      feed={feed}
      formatX={axisTime}
      formatY={format}
      look={look}
      onPick={onPick}
      series={lines}
      syncKey="backlogs"
      title={title}
    />
  );
}
