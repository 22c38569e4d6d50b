import { useRef } from 'react';
import { type T, useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { mark, useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import type { Line } from '../../ui/face/fit-lines';
import { Lines } from '../../ui/face/Lines';
import { icon } from '../../ui/icon';
import type { FaceProps, KindView, NodeFeed, NodeReading } from '../../ui/kind-view';
import type { ConsumeParams, RedisParams } from './params';
import { placesOf } from './places';
import './redis.css';

/** Layers of memory, and the one thread that works on them. */
const RedisIcon = icon(
  <>
    <path d="M12 3.5 20.5 7.5 12 11.5 3.5 7.5z" />
    <path d="M3.5 12 12 16l8.5-4M3.5 16.5l8.5 4 8.5-4" />
  </>,
);

/** Before a list, a stream and a channel; who reads the latter two stands below them, without a sign. */
const SIGNS = { channel: '◦', list: '≡', stream: '»' } as const;
const TAKEN = '◐';
/** How many there is room for. */
const ROWS = 5;

const title = (sign: string, label: string): Line => ({ key: `${sign}${label}`, label, sign, fill: 0, figure: '' });

/** Each list; each stream, and its groups; the channels, and who has subscribed: what waits, and (hatched) what somebody has and has not finished. */
function rows(t: T, { structures }: RedisParams, { live, queues, targets }: NodeReading): Line[] {
  const consumers = targets.map(({ link, label, params }) => ({ link, node: label, params }));
  let before = '';
  return placesOf(structures, consumers).flatMap(({ kind, name, group, link, shownGroup }, index) => {
    const { ready = 0, unacked = 0 } = live ? (queues[index] ?? {}) : {};
    const waiting = liveCount(ready);
    const taken = liveCount(unacked);
    const isRead = kind !== 'list' && (kind === 'channel' || group !== null);
    const subscriber = kind === 'channel' ? targets.find((target) => target.link === link) : undefined;
    const text = { list: 'list', stream: 'stream', channel: 'buffer' }[kind];
    const line: Line = {
      key: `${index}`,
      label: isRead ? (shownGroup ?? name) : name,
      fill: queueFill(ready + unacked, null),
      hatched: ready + unacked > 0 ? unacked / (ready + unacked) : 0,
      figure: unacked > 0 ? `${waiting} ${TAKEN}${taken}` : waiting,
      sign: isRead ? undefined : SIGNS[kind],
      down: subscriber !== undefined && subscriber.mode !== 'up',
      title: t(`kind.redis:face.${text}`, { name, group: shownGroup ?? '–', waiting, taken }),
    };
    const heading = `${kind} ${name}`;
    const isFirst = isRead && heading !== before;
    before = heading;
    return isFirst ? [title(SIGNS[kind], name), line] : [line];
  });
}

/** What holds it up; failing that, who reads from it, and what a crash leaves of it. */
function State({ feed, params }: { readonly feed: NodeFeed; readonly params: RedisParams }) {
  const t = useT();
  const line = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ targets, notes }) => {
    const isHeldUp = (notes.slowCommands ?? 0) > 0;
    const isTooSlow = (notes.clientsDisconnected ?? 0) > 0;
    mark(line.current, 'blocked', String(isHeldUp || isTooSlow));
    if (isHeldUp || isTooSlow) {
      write(text.current, t(isTooSlow ? 'kind.redis:face.disconnected' : 'kind.redis:face.heldUp'));
      return;
    }
    const count = targets.reduce((sum, target) => sum + (target.params as unknown as ConsumeParams).consumers, 0);
    const keeps = params.replica === null ? params.persistence.mode : 'replica';
    write(text.current, `${t('kind.redis:face.readers', { count })} · ${t(`kind.redis:face.keeps.${keeps}`)}`);
  });
  return (
    <div className="face-state" ref={line}>
      <span ref={text} />
    </div>
  );
}

function RedisFace({ params, feed }: FaceProps) {
  const t = useT();
  const own = params as unknown as RedisParams;
  return (
    <>
      <div className="face redis-face">
        <Lines
          empty={t('kind.redis:face.nothing')}
          feed={feed}
          read={(reading) => rows(t, own, reading)}
          rows={ROWS}
          tone="message"
        />
        <State feed={feed} params={own} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'redis',
  icon: RedisIcon,
  size: { width: 224, height: 192 },
  Face: RedisFace,
  capacity: () => 0,
};
