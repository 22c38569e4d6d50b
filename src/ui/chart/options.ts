import type uPlot from 'uplot';
import { type ChartData, type ChartSeries, lonely } from './chart-data';

interface ChartOptions {
  readonly element: HTMLElement;
  readonly series: readonly ChartSeries[];
  readonly syncKey: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly onCursor: (index: number | null) => void;
}

/** Room for the labels of the y axis, CSS pixels. */
export const Y_AXIS_WIDTH = 52;
export const X_AXIS_HEIGHT = 22;
/** A run that has just begun is drawn from the left, ms. */
const SHORTEST_SPAN = 10_000;
/** Distances between the labels of the x axis, ms. */
const X_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400].map(
  (seconds) => seconds * 1_000,
);

/** The colours of the theme, and axes in them. */
export function chartLook(element: HTMLElement): { colour(token: string): string; readonly axis: uPlot.Axis } {
  const style = getComputedStyle(element);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  return {
    colour,
    axis: {
      font: `11px ${style.getPropertyValue('--font-ui')}`,
      stroke: colour('--text-3'),
      ticks: { show: false },
      grid: { stroke: colour('--line'), width: 1 },
    },
  };
}

/** uPlot's options for a small chart in the colours of the theme. */
export function options({ element, series, syncKey, formatX, formatY, onCursor }: ChartOptions): uPlot.Options {
  const { colour, axis } = chartLook(element);
  return {
    width: Math.max(1, element.clientWidth),
    height: Math.max(1, element.clientHeight),
    padding: [6, 20, 2, 0],
    legend: { show: false },
    cursor: {
      sync: { key: syncKey },
      drag: { x: false, y: false },
      points: { size: 6, width: 1.5, fill: () => colour('--surface') },
      y: false,
    },
    scales: {
      x: { time: false, range: (_plot, min, max) => [min, Math.max(max, min + SHORTEST_SPAN)] },
      // A flat zero keeps its line on the floor; everything else gets a tenth of air above it.
      y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        size: X_AXIS_HEIGHT,
        gap: 5,
        space: 64,
        incrs: X_STEPS,
        grid: { show: false },
        values: (_plot, ticks) => ticks.map(formatX),
      },
      { ...axis, size: Y_AXIS_WIDTH, gap: 4, space: 28, values: (_plot, ticks) => ticks.map(formatY) },
    ],
    series: [
      {},
      ...series.map(
        (line): uPlot.Series => ({
          label: line.label,
          stroke: colour(line.colour),
          width: 1.5,
          fill: line.filled ? `${colour(line.colour)}24` : undefined,
          dash: line.dashed ? [4, 3] : undefined,
          // A value without neighbours is no line: where little is sent there are only such.
          points: {
            show: () => false,
            filter: (plot, index) => lonely(plot.data[index] as ChartData[1]),
            size: 3,
            width: 0,
            fill: colour(line.colour),
          },
          spanGaps: false,
        }),
      ),
    ],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
  };
}
