import { useRef } from 'react';
import { formatMs } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { meanMs } from '../../network/mean-ms';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { mark, useFeed, write } from '../../ui/face/feed';
import { liveCount, liveRate } from '../../ui/face/figures';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { DatabaseIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { DatabaseParams } from './params';

/** What is worth telling of it beyond its connections, the worst first. */
function affairs({ notes }: NodeReading, params: DatabaseParams, t: ReturnType<typeof useT>): readonly string[] {
  const told: string[] = [];
  if (notes.diskFull) told.push(t('kind.database:face.diskFull'));
  if (notes.lockWaiters) told.push(t('kind.database:face.waiters', { value: liveCount(notes.lockWaiters) }));
  if (notes.staleReads) told.push(t('kind.database:face.stale', { rate: liveRate(notes.staleReads) }));
  if (params.outbox.relay !== 'none')
    told.push(t('kind.database:face.outbox', { value: liveCount(notes.outbox ?? 0) }));
  if (params.replicas > 0) {
    const lag = notes.replicationLagMs;
    told.push(
      lag === undefined
        ? t('kind.database:face.replicas', { count: params.replicas })
        : t('kind.database:face.lag', { time: formatMs(lag) }),
    );
  }
  return told;
}

/** One line for replicas, rows, outbox and disk; `calm` where there is nothing to tell. */
function Affairs({ params, feed, calm }: FaceProps & { readonly calm: string }) {
  const t = useT();
  const line = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useFeed(feed, (reading) => {
    const told = affairs(reading, params as unknown as DatabaseParams, t);
    write(text.current, told.length > 0 ? told.slice(0, 2).join(' · ') : calm);
    const { diskFull, lockWaiters, staleReads } = reading.notes;
    mark(line.current, 'blocked', String(Boolean(diskFull || lockWaiters || staleReads)));
  });
  return (
    <div className="face-state" ref={line}>
      <span ref={text} />
    </div>
  );
}

function DatabaseFace({ params, feed }: FaceProps) {
  const t = useT();
  const database = params as unknown as DatabaseParams;
  const { maxWaiters, queryTime, replicas, rowLocks, outbox } = database;
  const calm = t('canvas.takes', { time: formatMs(meanMs(queryTime)) });
  const isPlain = replicas === 0 && !rowLocks && outbox.relay === 'none';
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.connections')} />
        {isPlain ? <SlotsState calm={calm} feed={feed} /> : <Affairs calm={calm} feed={feed} params={params} />}
        <QueueBar feed={feed} label={t('canvas.waiters')} limit={maxWaiters} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'database',
  icon: DatabaseIcon,
  size: { width: 192, height: 160 },
  Face: DatabaseFace,
  capacity: (params) => {
    const { poolSize, replicas } = params as unknown as DatabaseParams;
    return poolSize * (1 + replicas);
  },
};
