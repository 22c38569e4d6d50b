import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { formatMs, formatRate } from '../../../i18n/format';
import { type T, useT } from '../../../i18n/language';
import type { BandChartContents, BandSeries } from '../../../ui/chart/band-options';
import type { CurvePoint, Figure } from './curve';

const BandChart = lazy(() => import('../../../ui/chart/BandChart').then((module) => ({ default: module.BandChart })));

const SYNC = 'capacity';
const PERCENTILES = [
  { key: 'p50', colour: '--accent' },
  { key: 'p95', colour: '--warn' },
  { key: 'p99', colour: '--fail' },
] as const;

/** A figure with how far it may be off, where that is known. */
export function figureText(t: T, { mean, halfWidth }: Figure, format: (value: number) => string): string {
  if (!Number.isFinite(halfWidth) || halfWidth === 0) return format(mean);
  // Nobody knows more than two digits of how far a figure is off.
  return t('capacity.within', { mean: format(mean), halfWidth: format(Number(halfWidth.toPrecision(2))) });
}

const means = (figures: readonly (Figure | null)[]) => figures.map((figure) => figure?.mean ?? null);
const widths = (figures: readonly (Figure | null)[]) => figures.map((figure) => figure?.halfWidth ?? Number.NaN);

interface CurveCardProps {
  readonly title: string;
  readonly contents: BandChartContents;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly look: string;
  /** Index of the point under the cursor of either chart. */
  readonly at: number | null;
  readonly onCursor: (index: number | null) => void;
  readonly onPick: (value: number) => void;
}

/** A chart with its title and a legend, which shows the figures of the point under the cursor. */
function CurveCard({ title, at, contents, ...chart }: CurveCardProps) {
  const t = useT();
  const { formatX, formatY } = chart;
  const x = at === null ? undefined : contents.xs[at];
  const valueAt = ({ values, halfWidths }: BandSeries): ReactNode => {
    const mean = at === null ? null : values[at];
    if (mean === null || mean === undefined) return null;
    return figureText(t, { mean, halfWidth: halfWidths?.[at ?? 0] ?? Number.NaN }, formatY);
  };
  return (
    <figure aria-label={title} className="m-0 flex min-h-40 min-w-0 flex-col bg-surface pt-2">
      <figcaption className="flex flex-col gap-0.5 px-3 pb-1">
        <span className="flex items-baseline justify-between gap-2 text-xs font-medium text-text">
          {title}
          <span className="figures text-2xs font-normal text-text-3">{x === undefined ? '' : formatX(x)}</span>
        </span>
        <span className="flex h-4 min-w-0 gap-2.5 overflow-hidden text-2xs text-text-3">
          {contents.series.map((line) => (
            <span className="flex min-w-0 items-center gap-1" key={line.key}>
              <span className="h-2 w-2 shrink-0 rounded-full" style={{ background: `var(${line.colour})` }} />
              <span className="truncate">{line.label}</span>
              <span className="figures shrink-0 text-text-2">{valueAt(line)}</span>
            </span>
          ))}
        </span>
      </figcaption>
      <div aria-hidden="true" className="relative min-h-28 flex-1">
        <Suspense fallback={null}>
          <BandChart contents={contents} {...chart} />
        </Suspense>
      </div>
    </figure>
  );
}

interface CapacityChartsProps {
  readonly points: readonly CurvePoint[];
  /** Where the scenario stands now. */
  readonly present: number;
  readonly knee: number | null;
  readonly formatX: (value: number) => string;
  readonly look: string;
  readonly onPick: (value: number) => void;
}

/** Goodput and latency against the parameter, one cursor for both. */
export function CapacityCharts({ points, present, knee, formatX, look, onPick }: CapacityChartsProps) {
  const t = useT();
  const [at, setAt] = useState<number | null>(null);
  const frame = useMemo(
    () => ({
      xs: points.map(({ value }) => value),
      marks: [
        { x: present, colour: '--text-3', dashed: true },
        ...(knee === null ? [] : [{ x: knee, colour: '--accent' }]),
      ],
      syncKey: SYNC,
    }),
    [points, present, knee],
  );
  const goodput = useMemo<BandChartContents>(() => {
    const answered = points.map(({ goodputPerSec }) => goodputPerSec);
    return {
      ...frame,
      logarithmic: false,
      series: [
        {
          key: 'offered',
          label: t('capacity.offered'),
          colour: '--text-3',
          dashed: true,
          values: means(points.map(({ offeredPerSec }) => offeredPerSec)),
        },
        {
          key: 'goodput',
          label: t('capacity.answered'),
          colour: '--ok',
          values: means(answered),
          halfWidths: widths(answered),
        },
      ],
    };
  }, [frame, points, t]);
  const latency = useMemo<BandChartContents>(
    () => ({
      ...frame,
      logarithmic: true,
      series: PERCENTILES.map(({ key, colour }) => {
        const figures = points.map(({ latencyMs }) => latencyMs?.[key] ?? null);
        return { key, label: key, colour, values: means(figures), halfWidths: widths(figures) };
      }),
    }),
    [frame, points],
  );
  const common = { formatX, look, at, onCursor: setAt, onPick };
  return (
    <div className="grid flex-1 grid-cols-1 gap-px bg-line md:grid-cols-2">
      <CurveCard {...common} contents={goodput} formatY={formatRate} title={t('capacity.goodput')} />
      <CurveCard {...common} contents={latency} formatY={formatMs} title={t('capacity.latency')} />
    </div>
  );
}
