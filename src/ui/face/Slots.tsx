import { useRef } from 'react';
import type { NodeFeed, NodeReading } from '../kind-view';
import { mark, setStyle, useFeed, write } from './feed';
import { liveCount } from './figures';
import { MAX_CELLS, type SlotCounts, sameCounts, slotCounts, slotState } from './slot-states';

interface SlotsProps {
  readonly feed: NodeFeed;
  readonly label: string;
  /** Workers of each replica, for what consists of replicas. */
  readonly each?: number;
}

const FEW_REPLICAS = 6;

/** The replicas to be drawn one by one; before a run, those that the parameters promise. */
function replicasOf({ live, replicas, capacity }: NodeReading, each: number): NodeReading['replicas'] {
  const count = each > 0 ? capacity / each : 0;
  if (live || count < 2 || count > FEW_REPLICAS) return replicas;
  return Array.from({ length: count }, () => ({ state: 'ready', busy: 0, blocked: 0 }));
}

/** Each replica with its own slots. */
function paintReplicas(grid: HTMLElement, replicas: NodeReading['replicas'], each: number): void {
  if (grid.childElementCount !== replicas.length || grid.dataset.many !== 'replicas') {
    grid.dataset.many = 'replicas';
    grid.style.gridTemplateColumns = '';
    grid.replaceChildren(
      ...replicas.map(() => {
        const group = document.createElement('div');
        group.className = 'slots';
        return group;
      }),
    );
  }
  replicas.forEach(({ state, busy, blocked }, index) => {
    const group = grid.children[index] as HTMLElement;
    mark(group, 'replica', state);
    const paint = each * replicas.length > MAX_CELLS ? paintShares : paintCells;
    paint(group, slotCounts(each, busy, blocked));
  });
}

/** As many children as there are cells, each in its state. The element's children belong to this function alone. */
function paintCells(grid: HTMLElement, counts: SlotCounts): void {
  if (grid.childElementCount !== counts.capacity || grid.dataset.many === 'true') {
    grid.dataset.many = 'false';
    const columns = counts.capacity <= 16 ? counts.capacity : Math.ceil(counts.capacity / 2);
    grid.style.gridTemplateColumns = `repeat(${Math.max(1, columns)}, minmax(0, 1fr))`;
    grid.replaceChildren(
      ...Array.from({ length: counts.capacity }, () => {
        const cell = document.createElement('i');
        cell.className = 'slot';
        return cell;
      }),
    );
  }
  for (let index = 0; index < counts.capacity; index++) {
    mark(grid.children[index] as HTMLElement, 'state', slotState(counts, index));
  }
}

/** Too many for cells: two stretches of one bar, in proportion. */
function paintShares(bar: HTMLElement, counts: SlotCounts): void {
  if (bar.dataset.many !== 'true') {
    bar.dataset.many = 'true';
    bar.style.gridTemplateColumns = '';
    bar.replaceChildren(
      ...['blocked', 'busy'].map((state) => {
        const share = document.createElement('i');
        share.className = 'slot-share';
        share.dataset.state = state;
        return share;
      }),
    );
  }
  const percent = (part: number) => `${((100 * part) / counts.capacity).toFixed(1)}%`;
  setStyle(bar.children[0] as HTMLElement, 'width', percent(counts.blocked));
  setStyle(bar.children[1] as HTMLElement, 'width', percent(counts.working));
}

/**
 * The most important picture of the product: workers (or connections) as slots, free, busy or blocked, because blocked
 * workers are how synchronous systems die.
 */
export function Slots({ feed, label, each = 0 }: SlotsProps) {
  const cells = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  let shown: SlotCounts | null = null;
  useFeed(feed, (reading: NodeReading) => {
    const counts = slotCounts(reading.capacity, reading.busy, reading.blocked);
    const replicas = replicasOf(reading, each);
    if (replicas.length > 0 && cells.current) paintReplicas(cells.current, replicas, each);
    else if (shown && sameCounts(shown, counts)) return;
    else if (cells.current) (counts.capacity > MAX_CELLS ? paintShares : paintCells)(cells.current, counts);
    shown = replicas.length > 0 ? null : counts;
    write(figure.current, `${liveCount(counts.blocked + counts.working)}/${liveCount(counts.capacity)}`);
  });
  return (
    <div className="face-slots">
      <div className="face-row">
        <span className="face-label">{label}</span>
        <span className="face-figure" ref={figure} />
      </div>
      <div className="slots" ref={cells} />
    </div>
  );
}
