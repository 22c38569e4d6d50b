import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import type { Line } from '../../ui/face/fit-lines';
import { Lines } from '../../ui/face/Lines';
import { RabbitmqIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeFeed, NodeReading } from '../../ui/kind-view';
import type { ConsumeParams, RabbitmqParams } from './params';

/** The depth of each queue: waiting, and handed out but not acknowledged (hatched). */
function depths(queues: NodeReading['queues']): Line[] {
  return queues.map(({ name, ready, unacked }) => ({
    key: name,
    label: name,
    fill: queueFill(ready + unacked, null),
    hatched: ready + unacked > 0 ? unacked / (ready + unacked) : 0,
    figure: liveCount(ready + unacked),
  }));
}

/** Who takes messages from it: consumers and, when all have the same, their prefetch. */
function Consumers({ feed }: { readonly feed: NodeFeed }) {
  const t = useT();
  const text = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ targets, queues }) => {
    const prefetches = new Set(targets.map(({ params }) => (params as unknown as ConsumeParams).prefetch));
    const [prefetch] = prefetches;
    const unacked = queues.reduce((sum, queue) => sum + queue.unacked, 0);
    const prefetchText = (value: number) =>
      value === 0 ? t('canvas.prefetchUnlimited') : t('canvas.prefetch', { value });
    const consumers = t('canvas.consumers', { count: targets.length });
    const second =
      unacked > 0
        ? t('canvas.unacked', { value: liveCount(unacked) })
        : prefetches.size === 1
          ? prefetchText(prefetch)
          : '';
    write(text.current, second ? `${consumers} · ${second}` : consumers);
  });
  return (
    <div className="face-state">
      <span ref={text} />
    </div>
  );
}

function RabbitmqFace({ params, feed }: FaceProps) {
  const t = useT();
  const { queues } = params as unknown as RabbitmqParams;
  const read = (reading: NodeReading) =>
    depths(reading.live ? reading.queues : queues.map(({ name }) => ({ name, ready: 0, unacked: 0 })));
  return (
    <>
      <div className="face">
        <Lines empty={t('canvas.noQueues')} feed={feed} read={read} rows={3} tone="message" />
        <Consumers feed={feed} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'rabbitmq',
  icon: RabbitmqIcon,
  size: { width: 208, height: 160 },
  Face: RabbitmqFace,
  capacity: () => 0,
};
