import type { Phase, Span } from '../../analysis/history/request-history';
import { Outcome } from '../../network/outcomes';

/** A piece of a bar: where it lies on the track, as shares of its length. */
export interface Piece {
  readonly phase: Phase;
  readonly left: number;
  readonly width: number;
  readonly ms: number;
  /** The index of the link that is waited for; −1: none. */
  readonly link: number;
  /** Nobody waits for it any more. */
  readonly inVain: boolean;
}

export interface Bar {
  readonly span: Span;
  readonly depth: number;
  readonly pieces: readonly Piece[];
  /** Where it ended for whom waits for it, as a share of the track; for what is under way: now. */
  readonly end: number;
  readonly durationMs: number;
}

export interface Waterfall {
  readonly bars: readonly Bar[];
  readonly startMs: number;
  readonly lengthMs: number;
}

/** Lays a history out on a track from the beginning of the request to the end of everything that it caused. */
export function waterfall(spans: readonly Span[], nowMs: number): Waterfall {
  const startMs = spans[0]?.startMs ?? 0;
  const lastMs = spans.reduce((last, span) => {
    const ends = span.segments.map(({ toMs }) => toMs ?? nowMs);
    return Math.max(last, span.endMs ?? nowMs, ...ends);
  }, startMs);
  const lengthMs = Math.max(lastMs - startMs, 1e-6);
  const share = (ms: number) => (ms - startMs) / lengthMs;
  const depths: number[] = [];
  const bars = inOrder(spans).map((index): Bar => {
    const span = spans[index];
    depths[index] = span.parent < 0 ? 0 : depths[span.parent] + 1;
    const endMs = span.endMs ?? nowMs;
    return {
      span,
      depth: depths[index],
      end: share(endMs),
      durationMs: endMs - span.startMs,
      pieces: span.segments.flatMap(({ phase, fromMs, toMs, link }) => {
        const until = toMs ?? nowMs;
        const piece = (from: number, to: number, inVain: boolean): Piece[] =>
          to > from ? [{ phase, left: share(from), width: (to - from) / lengthMs, ms: to - from, link, inVain }] : [];
        const gaveUp = span.kind === 'call' && span.endMs !== null ? span.endMs : Infinity;
        return [...piece(fromMs, Math.min(until, gaveUp), false), ...piece(Math.max(fromMs, gaveUp), until, true)];
      }),
    };
  });
  return { bars, startMs, lengthMs };
}

/** Every span right after what caused it and that one's earlier consequences. */
function inOrder(spans: readonly Span[]): number[] {
  const children = new Map<number, number[]>();
  spans.forEach(({ parent }, index) => {
    children.set(parent, [...(children.get(parent) ?? []), index]);
  });
  const order: number[] = [];
  const follow = (index: number) => {
    order.push(index);
    for (const child of children.get(index) ?? []) follow(child);
  };
  for (const first of children.get(-1) ?? []) follow(first);
  return order;
}

/** How long it spent on each thing, ms; what nobody waited for is not counted. */
export function timesOf(bar: Bar): Map<Phase, number> {
  const times = new Map<Phase, number>();
  for (const { phase, ms, inVain } of bar.pieces) if (!inVain) times.set(phase, (times.get(phase) ?? 0) + ms);
  return times;
}

/** Where the axis has its marks, ms from the start: two to five, at round numbers. */
export function marks(lengthMs: number): number[] {
  let step = 1e-3;
  // 1, 2, 5, 10 …
  for (let factor = 0; step * 5 < lengthMs; factor++) step *= [2, 2.5, 2][factor % 3];
  const found: number[] = [];
  for (let at = 0; at <= lengthMs; at += step) found.push(at);
  return found;
}

export const isFailed = ({ outcome }: Pick<Span, 'outcome'>): boolean =>
  outcome !== Outcome.ok && outcome !== Outcome.pending;
