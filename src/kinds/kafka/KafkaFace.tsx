import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { mark, setStyle, setTitle, useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import type { FaceProps, NodeFeed, NodeReading } from '../../ui/kind-view';
import type { KafkaInside, PartitionInside } from './inside';
import { insideAtFirst } from './inside-at-first';
import type { KafkaParams } from './params';
import './kafka.css';

/** How many partitions there is room for. */
const ROWS = 6;
/** Of one cell of a log, px: a record moves it on by so much. */
const CELL_PX = 8;
/** Groups that have a line of their own in a log. */
const LINES = 3;

const insideOf = ({ inside }: NodeReading, params: KafkaParams): KafkaInside =>
  (inside as KafkaInside | undefined) ?? insideAtFirst(params);

function makeRow(): HTMLElement {
  const row = document.createElement('div');
  row.className = 'kafka-row';
  const name = document.createElement('span');
  name.className = 'kafka-name';
  const log = document.createElement('div');
  log.className = 'kafka-log';
  for (let line = 0; line < LINES; line++) {
    const lag = document.createElement('i');
    lag.dataset.group = String(line);
    log.append(lag);
  }
  const replicas = document.createElement('span');
  replicas.className = 'kafka-replicas';
  const figure = document.createElement('span');
  figure.className = 'face-figure';
  row.append(name, log, replicas, figure);
  return row;
}

function paintReplicas(
  element: HTMLElement,
  { replicas, isr, leader }: PartitionInside,
  brokers: readonly string[],
): void {
  while (element.childElementCount > replicas.length) element.lastElementChild?.remove();
  while (element.childElementCount < replicas.length) element.append(document.createElement('b'));
  replicas.forEach((broker, index) => {
    const dot = element.children[index] as HTMLElement;
    write(dot, String(broker));
    mark(dot, 'role', broker === leader ? 'leader' : isr.includes(broker) ? 'insync' : 'behind');
    mark(dot, 'down', String(brokers[broker] !== 'up'));
  });
}

/** A partition: its log, which moves on as it grows, how far each group is behind, and who has it. */
function paintRow(row: HTMLElement, one: PartitionInside, inside: KafkaInside, label: string): void {
  const [name, log, replicas, figure] = row.children as unknown as HTMLElement[];
  write(name, label);
  mark(row, 'offline', String(one.leader < 0));
  setStyle(log, '--at', `${-((one.end * CELL_PX) % 4096)}px`);
  const groups = inside.groups.map(({ name: group }) => one.readers.find((reader) => reader.group === group));
  let most = 0;
  for (let line = 0; line < LINES; line++) {
    const reader = groups.at(line);
    const lag = reader === undefined ? 0 : one.end - Math.max(reader.committed, one.start);
    most = Math.max(most, lag);
    setStyle(log.children[line] as HTMLElement, '--lag', reader === undefined ? '0' : queueFill(lag, null).toFixed(3));
  }
  paintReplicas(replicas, one, inside.brokers);
  write(figure, one.readers.length === 0 ? liveCount(one.end - one.start) : liveCount(most));
}

/** What is wrong with the cluster; failing that, its groups, and whether one divides its partitions anew. */
function State({ feed, params }: { readonly feed: NodeFeed; readonly params: KafkaParams }) {
  const t = useT();
  const line = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useFeed(feed, (reading) => {
    const { brokers, partitions, groups } = insideOf(reading, params);
    const offline = partitions.filter(({ leader }) => leader < 0).length;
    const down = brokers.filter((state) => state !== 'up').length;
    const moving = groups.find(({ state }) => state === 'preparing' || state === 'completing');
    const members = groups.reduce((sum, group) => sum + group.members.length, 0);
    mark(line.current, 'blocked', String(offline > 0 || down > 0 || moving !== undefined));
    write(
      text.current,
      offline > 0
        ? t('kind.kafka:face.offline', { offline })
        : down > 0
          ? t('kind.kafka:face.down', { down, brokers: brokers.length })
          : moving !== undefined
            ? t('kind.kafka:face.rebalancing', { group: moving.name })
            : groups.length === 0
              ? t('kind.kafka:face.unread')
              : t('kind.kafka:face.groups', { groups: groups.length, members }),
    );
  });
  return (
    <div className="face-state" ref={line}>
      <span ref={text} />
    </div>
  );
}

/** A Kafka as it is drawn: partitions as logs that move, their replicas, and how far each group is. */
export function KafkaFace({ params, feed }: FaceProps) {
  const t = useT();
  const own = params as unknown as KafkaParams;
  const rows = useRef<HTMLDivElement>(null);
  const more = useRef<HTMLDivElement>(null);
  useFeed(feed, (reading) => {
    const inside = insideOf(reading, own);
    const { current: list } = rows;
    if (list === null) return;
    const { partitions } = inside;
    const room = partitions.length > ROWS ? ROWS - 1 : ROWS;
    const shown = partitions.slice(0, room);
    while (list.childElementCount > shown.length) list.lastElementChild?.remove();
    while (list.childElementCount < shown.length) list.append(makeRow());
    shown.forEach((one, index) => {
      const row = list.children[index] as HTMLElement;
      paintRow(row, one, inside, `${one.topic} ${one.partition}`);
      const lags = one.readers.map(({ group, committed }) => `${group}: ${one.end - Math.max(committed, one.start)}`);
      setTitle(row, [`${one.topic}-${one.partition}`, `${one.start} … ${one.end}`, ...lags].join('\n'));
    });
    const left = partitions.length - shown.length;
    write(
      more.current,
      partitions.length === 0 ? t('kind.kafka:face.empty') : left > 0 ? t('canvas.more', { count: left }) : '',
    );
  });
  return (
    <>
      <div className="face">
        <div>
          <div className="kafka-rows" ref={rows} />
          <div className="face-note" ref={more} />
        </div>
        <State feed={feed} params={own} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}
