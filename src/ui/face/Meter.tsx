import { useRef } from 'react';
import type { NodeFeed, NodeReading } from '../kind-view';
import { mark, setStyle, useFeed, write } from './feed';

/** What a meter shows. */
export interface MeterReading {
  /** 0 … 1 */
  readonly fill: number;
  readonly figure: string;
  /** Nothing worth looking at. */
  readonly quiet?: boolean;
  /** How bad it is. */
  readonly pressure?: 'none' | 'some' | 'full';
}

interface MeterProps {
  readonly feed: NodeFeed;
  readonly label: string;
  readonly read: (reading: NodeReading) => MeterReading;
}

/** One quantity in a row: its name, a bar, its figure. */
export function Meter({ feed, label, read }: MeterProps) {
  const bar = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  useFeed(feed, (reading) => {
    const { fill, figure: text, quiet = false, pressure = 'none' } = read(reading);
    setStyle(bar.current, '--fill', fill.toFixed(3));
    mark(bar.current, 'pressure', pressure);
    write(figure.current, text);
    mark(figure.current, 'quiet', String(quiet));
  });
  return (
    <div className="face-row face-queue">
      <span className="face-label">{label}</span>
      <div className="bar" ref={bar}>
        <div className="bar-fill" />
      </div>
      <span className="face-figure" ref={figure} />
    </div>
  );
}
