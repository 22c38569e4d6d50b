import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { mark, setStyle, setTitle, useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import type { NodeFeed, NodeReading } from '../../ui/kind-view';
import { bindingCurve } from './binding-curve';
import type { ConsumeParams, RabbitmqParams } from './params';
import './rabbitmq.css';

/** What there is room for; of more, the last row counts the rest. */
const ROWS = 3;
const ROW_HEIGHT = 20;
const GAP = 26;

/** How an exchange chooses, in one character. */
const SIGNS: Readonly<Record<string, string>> = { direct: '=', topic: '#', fanout: '∗', headers: 'h' };

interface RoutingDiagramProps extends Pick<RabbitmqParams, 'exchanges' | 'bindings' | 'queues'> {
  readonly feed: NodeFeed;
}

/** So many of a list as there is room for, and how many are left over. */
function fitting<T>(list: readonly T[]): { readonly shown: readonly T[]; readonly more: number } {
  const shown = list.length > ROWS ? list.slice(0, ROWS - 1) : list;
  return { shown, more: list.length - shown.length };
}

const rowMiddle = (row: number) => row * ROW_HEIGHT + ROW_HEIGHT / 2;

/** Exchanges on the left, queues on the right, and the bindings between them; the figures of the queues are live. */
export function RoutingDiagram({ exchanges, bindings, queues, feed }: RoutingDiagramProps) {
  const t = useT();
  const rows = useRef<HTMLDivElement>(null);
  const left = fitting(exchanges);
  const right = fitting(queues);
  const height =
    ROW_HEIGHT *
    Math.max(left.shown.length + (left.more > 0 ? 1 : 0), right.shown.length + (right.more > 0 ? 1 : 0), 1);
  const rowOf = (list: typeof left | typeof right, name: string) => {
    const row = list.shown.findIndex((one) => one.name === name);
    return row < 0 ? list.shown.length : row;
  };
  useFeed(feed, (reading) => {
    const elements = rows.current?.children;
    right.shown.forEach((queue, index) => {
      if (elements) paintQueue(elements[index] as HTMLElement, queue.name, reading, t);
    });
  });
  return (
    <div className="rabbit" style={{ height }}>
      <div className="rabbit-column">
        {left.shown.map(({ name, type }) => (
          <div
            className="rabbit-exchange"
            key={name}
            title={`${name}: ${t(`kind.rabbitmq:choices.exchanges.type.${type}`)}`}
          >
            <span className="rabbit-sign">{SIGNS[type]}</span>
            <span className="rabbit-name">{name}</span>
          </div>
        ))}
        {left.more > 0 && <div className="rabbit-more">{`+${left.more}`}</div>}
      </div>
      <svg aria-hidden="true" className="rabbit-ways" height={height} width={GAP}>
        {bindings
          .filter(({ toType }) => toType === 'queue')
          .map(({ from, to }, index) => (
            <path
              d={bindingCurve(rowMiddle(rowOf(left, from)), rowMiddle(rowOf(right, to)), GAP)}
              // biome-ignore lint/suspicious/noArrayIndexKey: bindings have no identity but their place.
              key={index}
            />
          ))}
      </svg>
      <div className="rabbit-column" ref={rows}>
        {right.shown.map(({ name }) => (
          <div className="rabbit-queue" key={name}>
            <span className="rabbit-name">{name}</span>
            <span className="rabbit-depth" />
            <span className="rabbit-bar">
              <span className="rabbit-fill" />
            </span>
          </div>
        ))}
        {right.more > 0 && <div className="rabbit-more">{`+${right.more}`}</div>}
      </div>
    </div>
  );
}

/** What is in a queue, of which hatched what consumers have, and whether anybody takes from it. */
function paintQueue(
  element: HTMLElement,
  name: string,
  { queues, targets }: NodeReading,
  t: ReturnType<typeof useT>,
): void {
  const index = queues.findIndex((queue) => queue.name === name);
  const { ready, unacked } = queues[index] ?? { ready: 0, unacked: 0 };
  const consumers = targets.filter(({ params }) => {
    const { queue } = params as unknown as ConsumeParams;
    return queue === name || (queue === '' && index <= 0);
  }).length;
  const [, depth, bar] = element.children as unknown as HTMLElement[];
  write(depth, liveCount(ready + unacked));
  setStyle(bar, '--fill', queueFill(ready + unacked, null).toFixed(3));
  setStyle(bar, '--unacked', (ready + unacked > 0 ? unacked / (ready + unacked) : 0).toFixed(3));
  mark(element, 'consumed', String(consumers > 0));
  const values = { ready: liveCount(ready), unacked: liveCount(unacked), consumers };
  setTitle(element, `${name}: ${t('kind.rabbitmq:face.queue', values)}`);
}
