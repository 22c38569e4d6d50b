import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { icon } from '../icon';
import type { NodeFeed, NodeReading } from '../kind-view';
import { mark, useFeed, write } from './feed';
import { summarizeSlots } from './slots-summary';

const Hourglass = icon(<path d="M7 3.5h10M7 20.5h10M8 3.5v3.2c0 2.6 8 4 8 8v5.8M16 3.5v3.2c0 2.6-8 4-8 8v5.8" />);

interface SlotsStateProps {
  readonly feed: NodeFeed;
  /** Said while all is well. */
  readonly calm: string | ((reading: NodeReading) => string);
}

/** What the workers are at, in words. */
export function SlotsState({ feed, calm }: SlotsStateProps) {
  const t = useT();
  const line = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useFeed(feed, (reading) => {
    const { state, target } = summarizeSlots(reading);
    write(
      text.current,
      state === 'calm' ? (typeof calm === 'string' ? calm : calm(reading)) : t(`canvas.slots.${state}`, { target }),
    );
    mark(line.current, 'blocked', String(state === 'waiting' || state === 'waitingFor'));
  });
  return (
    <div className="face-state" ref={line}>
      <Hourglass size={12} />
      <span ref={text} />
    </div>
  );
}
