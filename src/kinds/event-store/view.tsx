import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { useFeed, write } from '../../ui/face/feed';
import { liveCount, liveRate } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import { Lines } from '../../ui/face/Lines';
import { icon } from '../../ui/icon';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { EventStoreParams } from './params';

/** Events, one after the other, on a line that goes on. */
const EventStoreIcon = icon(<path d="M3.5 12h17M17.5 9l3 3-3 3M5 9.5h3v5H5zM11 9.5h3v5h-3zM4 5.5h12M4 18.5h12" />);

/** How far each projection is behind: events that it has still to deal with, hatched those that it has been sent. */
const lags = ({ queues, targets }: NodeReading) =>
  queues.map(({ name, ready, unacked }, index) => ({
    key: name,
    label: targets[index]?.label ?? name,
    fill: queueFill(ready + unacked, null),
    hatched: ready + unacked > 0 ? unacked / (ready + unacked) : 0,
    figure: liveCount(ready + unacked),
    down: targets[index]?.mode === 'crashed',
  }));

function EventStoreFace({ feed }: FaceProps) {
  const t = useT();
  const events = useRef<HTMLSpanElement>(null);
  const conflicts = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ notes }) => {
    write(events.current, liveCount(notes.events ?? 0));
    const perSec = notes.conflicts ?? 0;
    write(conflicts.current, perSec > 0 ? t('kind.event-store:face.conflicts', { rate: liveRate(perSec) }) : '');
  });
  return (
    <>
      <div className="face">
        <div className="client-share">
          <span className="face-label">{t('kind.event-store:face.events')}</span>
          <span className="client-share-figure" data-figure="events" ref={events} style={{ fontSize: 17 }} />
        </div>
        <Lines empty={t('kind.event-store:face.nobody')} feed={feed} read={lags} rows={2} tone="message" />
        <div className="face-state">
          <span ref={conflicts} />
        </div>
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'event-store',
  icon: EventStoreIcon,
  size: { width: 208, height: 176 },
  Face: EventStoreFace,
  capacity: (params) => (params as unknown as EventStoreParams).concurrency,
};
