import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type BandChartContents, bandData, bandOptions } from './band-options';
import './chart.css';

interface BandChartProps {
  /** Another object draws another chart. */
  readonly contents: BandChartContents;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** Anything that changes when theme or language do, so that colours and labels are read anew. */
  readonly look: string;
  /** Index of the x under the cursor; null when there is none. */
  readonly onCursor: (index: number | null) => void;
  /** A press on the chart, with the x under it. */
  readonly onPick: (x: number) => void;
}

/** Curves with confidence bands. What it shows is for eyes and pointers: the same figures stand in a table, too. */
export function BandChart({ contents, formatX, formatY, look, onCursor, onPick }: BandChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const callbacks = useRef({ formatX, formatY, onCursor, onPick });
  callbacks.current = { formatX, formatY, onCursor, onPick };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the look is read from the page.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const plot = new uPlot(
      bandOptions({
        ...contents,
        element,
        formatX: (value) => callbacks.current.formatX(value),
        formatY: (value) => callbacks.current.formatY(value),
        onCursor: (index) => callbacks.current.onCursor(index),
      }),
      bandData(contents),
      element,
    );
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resized.observe(element);
    const pick = () => {
      const x = contents.xs[plot.cursor.idx ?? -1];
      if (x !== undefined) callbacks.current.onPick(x);
    };
    plot.over.addEventListener('click', pick);
    plot.over.style.cursor = 'pointer';
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [contents, look]);

  return <div className="absolute inset-0" ref={box} />;
}
