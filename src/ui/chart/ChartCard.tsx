import { lazy, type ReactNode, Suspense, useCallback, useRef } from 'react';
import { cx } from '../cx';
import type { ChartData, ChartSeries } from './chart-data';
import type { LineChartProps } from './LineChart';

const LineChart = lazy(() => import('./LineChart').then((module) => ({ default: module.LineChart })));

interface ChartCardProps extends Omit<LineChartProps, 'onCursor'> {
  readonly title: string;
  /** Shown instead of the chart as long as there is no line to draw. */
  readonly empty: ReactNode;
}

/** How long before the newest moment a value may lie that still stands for now, in the unit of x. */
const STILL_NOW = 5_000;

/** The last value of a series that there is; none if it is older than what can be called now. */
function lastValue(moments: readonly number[], values: readonly (number | null)[]): number | null {
  const since = (moments.at(-1) ?? 0) - STILL_NOW;
  for (let index = values.length - 1; index >= 0 && moments[index] >= since; index--) {
    if (values[index] !== null) return values[index];
  }
  return null;
}

/** What a legend has room for in one line, as letters of its labels: each figure and mark takes as much as some of them. */
const ROOM = 44;
const FIGURE = 9;
/** Told by the labels alone, never by the figures: a figure that grows must not move the chart. */
const needsTwoLines = (series: readonly ChartSeries[]) =>
  series.length > 1 && series.reduce((sum, { label }) => sum + label.length + FIGURE, 0) > ROOM;

/** A chart with its title and a legend that shows the values under the cursor, or the newest ones. */
export function ChartCard({ title, empty, ...chart }: ChartCardProps) {
  const values = useRef(new Map<string, HTMLElement>());
  const { series, formatY } = chart;

  const onCursor = useCallback(
    (index: number | null, data: ChartData) => {
      series.forEach((line, at) => {
        const element = values.current.get(line.key);
        const column = (data[at + 1] ?? []) as readonly (number | null)[];
        const value = index === null ? lastValue(data[0], column) : (column[index] ?? null);
        if (element) element.textContent = value === null ? '–' : formatY(value);
      });
    },
    [series, formatY],
  );

  return (
    <section aria-label={title} className="@container flex min-h-0 min-w-0 flex-col bg-surface pt-2">
      <header className="flex flex-col gap-0.5 px-3 pb-1">
        <h3 className="text-xs font-medium text-text">{title}</h3>
        <Legend series={series} values={values.current} />
      </header>
      <div className="relative min-h-18 flex-1">
        {series.length === 0 ? (
          <div className="grid h-full place-items-center px-3 pb-4 text-center text-balance text-xs text-text-3">
            {empty}
          </div>
        ) : (
          <Suspense fallback={null}>
            <LineChart {...chart} onCursor={onCursor} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

function Legend({
  series,
  values,
}: {
  readonly series: readonly ChartSeries[];
  readonly values: Map<string, HTMLElement>;
}) {
  return (
    <ul
      className={cx(
        'flex min-w-0 gap-x-2 overflow-hidden text-2xs leading-4 text-text-3',
        needsTwoLines(series)
          ? 'h-8 flex-wrap content-start'
          : 'h-4 content-start @max-[16.5rem]:h-8 @max-[16.5rem]:flex-wrap',
      )}
    >
      {series.map((line) => (
        <li className="flex max-w-full min-w-0 items-center gap-1" key={line.key}>
          <span className="h-1.5 w-1.5 shrink-0 rounded-full" style={{ background: `var(${line.colour})` }} />
          <span className="truncate">{line.label}</span>
          <span
            className="figures min-w-[3ch] shrink-0 text-text-2"
            ref={(element) => {
              if (element) values.set(line.key, element);
              else values.delete(line.key);
            }}
          />
        </li>
      ))}
    </ul>
  );
}
