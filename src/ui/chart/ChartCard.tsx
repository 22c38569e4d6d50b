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

/** The last value of a series that there is. */
function lastValue(values: readonly (number | null)[]): number | null {
  for (let index = values.length - 1; index >= 0; index--) if (values[index] !== null) return values[index];
  return null;
}

/** A chart with its title and a legend that shows the values under the cursor, or the newest ones. */
export function ChartCard({ title, empty, ...chart }: ChartCardProps) {
  const values = useRef(new Map<string, HTMLElement>());
  const { series, formatY } = chart;

  const onCursor = useCallback(
    (index: number | null, data: ChartData) => {
      series.forEach((line, at) => {
        const element = values.current.get(line.key);
        const column = (data[at + 1] ?? []) as readonly (number | null)[];
        const value = index === null ? lastValue(column) : (column[index] ?? null);
        if (element) element.textContent = value === null ? '–' : formatY(value);
      });
    },
    [series, formatY],
  );

  return (
    <section aria-label={title} className="flex min-h-0 min-w-0 flex-col bg-surface pt-2">
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
        // Few keep to one line, so that no figure that grows moves the chart.
        series.length > 3 ? 'max-h-8 min-h-4 flex-wrap' : 'h-4',
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
