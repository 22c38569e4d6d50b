import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import type { ChartData, ChartSeries } from './chart-data';
import { options } from './options';

export interface LineChartProps {
  readonly series: readonly ChartSeries[];
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** Charts with the same name show their cursor at the same moment. */
  readonly syncKey: string;
  /** Anything that changes when theme or language do, so that colours and labels are read anew. */
  readonly look: string;
  /** Hands over the data whenever there is new, without rendering; returns how to stop. */
  readonly feed: (draw: (data: ChartData) => void) => () => void;
  /** Index of the moment under the cursor; null when there is none. */
  readonly onCursor: (index: number | null, data: ChartData) => void;
  /** A press on the chart, with the x value of the moment under it. */
  readonly onPick?: (x: number) => void;
}

/** Lines over virtual time. What it draws comes past React: a new frame costs no render. */
export function LineChart({ series, formatX, formatY, syncKey, look, feed, onCursor, onPick }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const callbacks = useRef({ formatX, formatY, onCursor, onPick });
  callbacks.current = { formatX, formatY, onCursor, onPick };
  const shape = JSON.stringify([series, look]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the contents of series, and for the look.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let data: ChartData = [[], ...series.map(() => [])];
    const plot = new uPlot(
      options({
        element,
        series,
        syncKey,
        formatX: (value) => callbacks.current.formatX(value),
        formatY: (value) => callbacks.current.formatY(value),
        onCursor: (index) => callbacks.current.onCursor(index, data),
      }),
      data as uPlot.AlignedData,
      element,
    );
    const stop = feed((next) => {
      data = next;
      plot.setData(next as uPlot.AlignedData);
      callbacks.current.onCursor(plot.cursor.idx ?? null, next);
    });
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resized.observe(element);
    const pick = () => {
      const x = data[0][plot.cursor.idx ?? -1];
      if (x !== undefined) callbacks.current.onPick?.(x);
    };
    plot.over.addEventListener('click', pick);
    return () => {
      resized.disconnect();
      stop();
      plot.destroy();
    };
  }, [shape, feed, syncKey]);

  return <div className="absolute inset-0" ref={box} />;
}
