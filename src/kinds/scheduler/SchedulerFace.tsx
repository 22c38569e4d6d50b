import { useMemo, useRef } from 'react';
import { formatClock, formatMs } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { useFeed, write } from '../../ui/face/feed';
import type { FaceProps } from '../../ui/kind-view';
import type { SchedulerParams } from './params';
import { createSchedule } from './schedule';

/** When it runs next, as its schedule says: what chance adds to that is named beside it, and what holds it up is not known. */
export function SchedulerFace({ params, feed }: FaceProps) {
  const t = useT();
  const next = useRef<HTMLSpanElement>(null);
  const { schedule, offsetMs, jitterMs } = params as unknown as SchedulerParams;
  const nextAfter = useMemo(() => createSchedule(schedule), [schedule]);
  // A figure keeps its width: milliseconds stand there always, or, where none ever matter, never.
  const isWhole = offsetMs % 1_000 === 0 && (schedule.by === 'cron' || schedule.everyMs % 1_000 === 0);
  useFeed(feed, ({ atMs }) => {
    const dueMs = nextAfter(Math.max(0, atMs - offsetMs)) + offsetMs;
    write(next.current, dueMs === Infinity ? '–' : isWhole ? formatClock(dueMs).slice(0, -4) : formatClock(dueMs));
  });
  const rule =
    schedule.by === 'interval'
      ? t('kind.scheduler:face.every', { time: formatMs(schedule.everyMs) })
      : schedule.expression;
  const chance = jitterMs > 0 ? ` ${t('kind.scheduler:face.jitter', { time: formatMs(jitterMs) })}` : '';
  return (
    <>
      <div className="face">
        <div className="client-share">
          <span className="face-label">{t('kind.scheduler:face.next')}</span>
          <span className="client-share-figure" data-figure="next" ref={next} style={{ fontSize: 17 }} />
        </div>
        <div className="face-state">
          <span title={rule + chance}>{rule + chance}</span>
        </div>
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}
