import { useRef } from 'react';
import type { NodeFeed } from '../kind-view';
import { mark, setStyle, useFeed, write } from './feed';
import { liveCount } from './figures';
import { queueFill } from './fill';

interface QueueBarProps {
  readonly feed: NodeFeed;
  readonly label: string;
  /** How many may wait; null: no limit. */
  readonly limit: number | null;
}

const pressure = (fill: number) => (fill >= 0.98 ? 'full' : fill > 0.5 ? 'some' : 'none');

/** Who waits in line: a bar towards the limit and the number. */
export function QueueBar({ feed, label, limit }: QueueBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ queued }) => {
    const fill = queueFill(queued, limit);
    setStyle(bar.current, '--fill', fill.toFixed(3));
    mark(bar.current, 'pressure', limit === null && fill < 1 ? 'none' : pressure(fill));
    write(figure.current, limit === null ? liveCount(queued) : `${liveCount(queued)}/${liveCount(limit)}`);
    mark(figure.current, 'quiet', String(queued === 0));
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
