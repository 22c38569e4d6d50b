import { useRef } from 'react';
import { type T, useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { useFeed, write } from '../../ui/face/feed';
import { liveCount, liveRate } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import type { Line } from '../../ui/face/fit-lines';
import { Lines } from '../../ui/face/Lines';
import { icon } from '../../ui/icon';
import type { FaceProps, KindView, NodeFeed, NodeReading } from '../../ui/kind-view';
import type { ReceiveParams, SqsParams } from './params';

/** A queue with an eye on it: consumers look whether there is something. */
const SqsIcon = icon(
  <>
    <path d="M3 9V6a2 2 0 0 1 2-2h3M16 4h3a2 2 0 0 1 2 2v3M21 15v3a2 2 0 0 1-2 2h-3M8 20H5a2 2 0 0 1-2-2v-3" />
    <path d="M5.5 12S8 8 12 8s6.5 4 6.5 4-2.5 4-6.5 4-6.5-4-6.5-4z" />
    <path d="M12 10.75v2.5" />
  </>,
);

/** Each queue: what is visible, what is in flight (hatched), and whether it holds dead letters. */
function depths(t: T, { queues }: SqsParams, reading: NodeReading): Line[] {
  const dead = new Set(queues.filter((queue) => queue.maxReceiveCount !== null).map((queue) => queue.deadLetterQueue));
  return queues.map(({ name, type }, index) => {
    const { ready = 0, unacked = 0 } = reading.live ? (reading.queues[index] ?? {}) : {};
    const isDead = dead.has(name);
    const visible = liveCount(ready);
    const inFlight = liveCount(unacked);
    return {
      key: `${index}`,
      label: type === 'fifo' ? `${name} · ${t('kind.sqs:face.fifo')}` : name,
      fill: queueFill(ready + unacked, null),
      hatched: ready + unacked > 0 ? unacked / (ready + unacked) : 0,
      figure: `${visible} + ${inFlight}`,
      sign: isDead ? '†' : undefined,
      title: t(isDead ? 'kind.sqs:face.dead' : 'kind.sqs:face.line', { name, visible, inFlight }),
    };
  });
}

/** How many ask, what waits for its time, and how many asked in vain. */
function Polling({ feed }: { readonly feed: NodeFeed }) {
  const t = useT();
  const text = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ targets, notes }) => {
    const count = targets.reduce((sum, { params }) => sum + (params as unknown as ReceiveParams).pollers, 0);
    const delayed = notes.delayed ?? 0;
    const empty = notes.emptyReceives ?? 0;
    const parts = [
      t('kind.sqs:face.polls', { count }),
      ...(delayed > 0 ? [t('kind.sqs:face.delayed', { value: liveCount(delayed) })] : []),
      ...(empty > 0 ? [t('kind.sqs:face.empty', { rate: liveRate(empty) })] : []),
    ];
    write(text.current, parts.join(' · '));
  });
  return (
    <div className="face-state">
      <span ref={text} />
    </div>
  );
}

function SqsFace({ params, feed }: FaceProps) {
  const t = useT();
  const own = params as unknown as SqsParams;
  return (
    <>
      <div className="face">
        <div className="face-row">
          <span className="face-label">{t('kind.sqs:face.queue')}</span>
          <span className="face-label">{t('kind.sqs:face.columns')}</span>
        </div>
        <Lines
          empty={t('canvas.noQueues')}
          feed={feed}
          read={(reading) => depths(t, own, reading)}
          rows={3}
          tone="message"
        />
        <Polling feed={feed} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'sqs',
  icon: SqsIcon,
  size: { width: 224, height: 176 },
  Face: SqsFace,
  capacity: () => 0,
};
