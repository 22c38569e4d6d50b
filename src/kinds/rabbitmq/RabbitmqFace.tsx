import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { mark, useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import type { Line } from '../../ui/face/fit-lines';
import { Lines } from '../../ui/face/Lines';
import type { FaceProps, NodeFeed, NodeReading } from '../../ui/kind-view';
import type { ConsumeParams, RabbitmqParams } from './params';
import { RoutingDiagram } from './RoutingDiagram';

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

/** What is wrong with the broker itself; failing that, who takes messages from it: consumers and, when all have the same, their prefetch. */
function State({ feed, nodes }: { readonly feed: NodeFeed; readonly nodes: number }) {
  const t = useT();
  const line = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ targets, queues, notes }) => {
    const down = notes.nodesDown ?? 0;
    mark(line.current, 'blocked', String(notes.memoryAlarm === 1 || down > 0));
    if (notes.memoryAlarm === 1) {
      write(text.current, t('kind.rabbitmq:face.memoryAlarm'));
      return;
    }
    if (down > 0) {
      write(text.current, t('kind.rabbitmq:face.nodesDown', { down, nodes }));
      return;
    }
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
    <div className="face-state" ref={line}>
      <span ref={text} />
    </div>
  );
}

/** A broker as it is drawn: exchanges, the bindings from them, and the queues that these lead to, with what is in them. */
export function RabbitmqFace({ params, feed }: FaceProps) {
  const t = useT();
  const { exchanges, bindings, queues, nodes } = params as unknown as RabbitmqParams;
  const read = (reading: NodeReading) =>
    depths(reading.live ? reading.queues : queues.map(({ name }) => ({ name, ready: 0, unacked: 0 })));
  return (
    <>
      <div className="face">
        {exchanges.length === 0 ? (
          <Lines empty={t('canvas.noQueues')} feed={feed} read={read} rows={3} tone="message" />
        ) : (
          <RoutingDiagram bindings={bindings} exchanges={exchanges} feed={feed} queues={queues} />
        )}
        <State feed={feed} nodes={nodes} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}
