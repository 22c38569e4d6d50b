import { useRef } from 'react';
import { formatShare } from '../../i18n/format';
import { useT } from '../../i18n/language';
import type { NodeFeed, NodeReading } from '../kind-view';
import { mark, setStyle, setTitle, useFeed, write } from './feed';
import { fitLines, type Line } from './fit-lines';

interface LinesProps {
  readonly feed: NodeFeed;
  readonly read: (reading: NodeReading, formatShare: (share: number) => string) => readonly Line[];
  /** How many there is room for; when there are more, the last row counts them. */
  readonly rows: number;
  readonly tone: 'busy' | 'message';
  /** Said when there is none. */
  readonly empty: string;
}

function makeRow(tone: string): HTMLElement {
  const row = document.createElement('div');
  row.className = 'face-line';
  const label = document.createElement('span');
  label.className = 'face-label';
  const bar = document.createElement('div');
  bar.className = 'bar';
  bar.dataset.tone = tone;
  const fill = document.createElement('div');
  fill.className = 'bar-fill';
  const over = document.createElement('div');
  over.className = 'bar-over';
  bar.append(fill, over);
  const figure = document.createElement('span');
  figure.className = 'face-figure';
  row.append(label, bar, figure);
  return row;
}

function paintRow(row: HTMLElement, line: Line): void {
  const [label, bar, figure] = row.children as unknown as HTMLElement[];
  write(label, line.label);
  setStyle(bar, '--fill', line.fill.toFixed(3));
  setStyle(bar, '--over', ((line.hatched ?? 0) * line.fill).toFixed(3));
  write(figure, line.figure);
  mark(row, 'down', String(line.down ?? false));
  mark(label, 'sign', line.sign ?? (line.down ? '×' : ''));
  setTitle(row, line.title ?? '');
}

/** A short table of bars: a broker's queues, a load balancer's targets. */
export function Lines({ feed, read, rows, tone, empty }: LinesProps) {
  const t = useT();
  const list = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLDivElement>(null);
  useFeed(feed, (reading) => {
    const { shown, more } = fitLines(read(reading, formatShare), rows);
    const element = list.current;
    if (!element) return;
    while (element.childElementCount > shown.length) element.lastElementChild?.remove();
    while (element.childElementCount < shown.length) element.append(makeRow(tone));
    shown.forEach((line, index) => {
      paintRow(element.children[index] as HTMLElement, line);
    });
    write(note.current, shown.length === 0 ? empty : more > 0 ? t('canvas.more', { count: more }) : '');
  });
  return (
    <>
      <div className="face-lines" ref={list} />
      <div className="face-note" ref={note} />
    </>
  );
}
