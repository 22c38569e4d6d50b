import uPlot from 'uplot';
import { chartLook, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from './options';

/** A line with how far each of its values may be off. */
export interface BandSeries {
  readonly key: string;
  readonly label: string;
  /** The name of a theme token, e.g. `--accent`. */
  readonly colour: string;
  readonly dashed?: boolean;
  /** One for each x; null: nothing to show. */
  readonly values: readonly (number | null)[];
  /** Draws a band of value ± half-width; none where that is not finite. Left out: no band at all. */
  readonly halfWidths?: readonly number[];
}

/** A line across the chart at a value of x that means something. */
export interface Mark {
  readonly x: number;
  readonly colour: string;
  readonly dashed?: boolean;
}

export interface BandChartContents {
  readonly xs: readonly number[];
  readonly series: readonly BandSeries[];
  readonly marks: readonly Mark[];
  /** The y axis is logarithmic: from half a millisecond to a minute there is room for everything. */
  readonly logarithmic: boolean;
  readonly syncKey: string;
}

interface BandOptions extends BandChartContents {
  readonly element: HTMLElement;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly onCursor: (index: number | null) => void;
}

const DIM = '26';

/** Values, upper and lower edges of each series, one after the other. */
export function bandData({ xs, series, logarithmic }: BandChartContents): uPlot.AlignedData {
  const columns = series.flatMap(({ values, halfWidths }) => {
    const edge = (sign: 1 | -1) =>
      values.map((value, index) => {
        const off = halfWidths?.[index] ?? Number.NaN;
        if (value === null || !Number.isFinite(off)) return null;
        const at = value + sign * off;
        // A logarithmic axis has no room for what may be nothing at all.
        return logarithmic ? Math.max(at, value / 100) : Math.max(0, at);
      });
    return [[...values], edge(1), edge(-1)];
  });
  return [[...xs], ...columns] as uPlot.AlignedData;
}

/** uPlot's options for curves with confidence bands. */
export function bandOptions(contents: BandOptions): uPlot.Options {
  const { element, series, marks, logarithmic, syncKey, formatX, formatY, onCursor } = contents;
  const { colour, axis } = chartLook(element);
  const drawMarks = (plot: uPlot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    for (const mark of marks) {
      const x = Math.round(plot.valToPos(mark.x, 'x', true)) + 0.5;
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = colour(mark.colour);
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash(mark.dashed ? [3 * devicePixelRatio, 3 * devicePixelRatio] : []);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  };
  const hidden: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  return {
    width: Math.max(1, element.clientWidth),
    height: Math.max(1, element.clientHeight),
    padding: [8, 20, 2, 0],
    legend: { show: false },
    cursor: {
      sync: { key: syncKey },
      drag: { x: false, y: false },
      points: { size: 8, width: 1.5, fill: () => colour('--surface') },
      y: false,
    },
    scales: {
      x: {
        time: false,
        range: (_plot, min, max) => {
          const air = max > min ? (max - min) * 0.03 : Math.max(1, Math.abs(min) * 0.1);
          return [min - air, max + air];
        },
      },
      y: logarithmic
        ? { distr: 3, range: (_plot, min, max) => (min > 0 ? uPlot.rangeLog(min, max, 10, false) : [1, 1_000]) }
        : { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        size: X_AXIS_HEIGHT,
        gap: 5,
        space: 56,
        grid: { show: false },
        values: (_plot, ticks) => ticks.map(formatX),
      },
      {
        ...axis,
        size: Y_AXIS_WIDTH,
        gap: 4,
        space: 22,
        values: (_plot, ticks) => ticks.map((tick: number | null) => (tick === null ? '' : formatY(tick))),
      },
    ],
    bands: series.flatMap((line, index) =>
      line.halfWidths
        ? [{ series: [index * 3 + 2, index * 3 + 3], fill: `${colour(line.colour)}${DIM}` } as uPlot.Band]
        : [],
    ),
    series: [
      {},
      ...series.flatMap((line): uPlot.Series[] => [
        {
          label: line.label,
          stroke: colour(line.colour),
          width: 1.75,
          dash: line.dashed ? [4, 3] : undefined,
          points: { show: !line.dashed, size: 5, fill: colour(line.colour), width: 0 },
          spanGaps: false,
        },
        hidden,
        hidden,
      ]),
    ],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)], drawAxes: [drawMarks] },
  };
}
