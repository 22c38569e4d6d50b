import type { NodeFeed } from '../kind-view';
import { liveCount } from './figures';
import { queueFill } from './fill';
import { Meter } from './Meter';

interface QueueBarProps {
  readonly feed: NodeFeed;
  readonly label: string;
  /** How many may wait; null: no limit. */
  readonly limit: number | null;
}

const pressure = (fill: number) => (fill >= 0.98 ? 'full' : fill > 0.5 ? 'some' : 'none');

/** Who waits in line: a bar towards the limit and the number. */
export function QueueBar({ feed, label, limit }: QueueBarProps) {
  return (
    <Meter
      feed={feed}
      label={label}
      read={({ queued }) => {
        const fill = queueFill(queued, limit);
        return {
          fill,
          figure: limit === null ? liveCount(queued) : `${liveCount(queued)}/${liveCount(limit)}`,
          quiet: queued === 0,
          pressure: limit === null && fill < 1 ? 'none' : pressure(fill),
        };
      }}
    />
  );
}
