import type { Box } from './link-curve';

export interface Placed extends Box {
  readonly id: string;
}
export type Direction = 'left' | 'right' | 'up' | 'down';

const AXES: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** How much worse it is to be off to the side than to be far away. */
const SIDEWAYS = 2;

/** The nearest node in a direction, preferring those straight ahead; null when there is none that way. */
export function nodeTowards(nodes: readonly Placed[], from: Box, direction: Direction): string | null {
  const [ax, ay] = AXES[direction];
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const dx = node.x + node.width / 2 - (from.x + from.width / 2);
    const dy = node.y + node.height / 2 - (from.y + from.height / 2);
    const ahead = dx * ax + dy * ay;
    if (ahead <= 1) continue;
    const cost = ahead + SIDEWAYS * Math.abs(dx * ay + dy * ax);
    if (cost < least) {
      least = cost;
      best = node.id;
    }
  }
  return best;
}

/** The next node in reading order (left to right, then down), going round at the end; `step` −1 goes back. */
export function nodeAfter(nodes: readonly Placed[], current: string | null, step: 1 | -1): string | null {
  if (nodes.length === 0) return null;
  const order = [...nodes].sort((a, b) => a.x - b.x || a.y - b.y);
  const index = order.findIndex((node) => node.id === current);
  if (index < 0) return order[step === 1 ? 0 : order.length - 1].id;
  return order[(index + step + order.length) % order.length].id;
}
