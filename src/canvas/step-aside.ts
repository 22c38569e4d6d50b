import type { ReactFlowInstance, Viewport } from '@xyflow/react';
import type { RefObject } from 'react';
import { useDocument } from '../stores/document';
import { boxOf } from './layout';

/** What lies over the right or the lower edge of the canvas, CSS pixels. */
export interface Cover {
  readonly right: number;
  readonly bottom: number;
}

/** Room left between what is brought into view and the edge, CSS pixels. */
const REVEAL_MARGIN = 24;
/** A strip that is lower than this shows nothing worth moving the view for, CSS pixels. */
const LEAST_ROOM = 120;

/** How far a stretch must be moved to lie between two edges; 0 when it does. */
export const shift = (from: number, to: number, low: number, high: number): number => {
  if (from < low) return low - from + REVEAL_MARGIN;
  return to > high ? high - to - REVEAL_MARGIN : 0;
};

export interface StepAside {
  /** Moves the view so that a node can be seen beside what lies over the canvas. Returns how to go back. */
  uncover(node: string, cover: (area: DOMRect) => Cover): () => void;
  /** The visitor has moved the view: there is nothing to go back to. */
  stay(): void;
}

type Flow = Pick<ReactFlowInstance, 'getViewport' | 'setViewport'>;

export function createStepAside(flow: Flow, frame: RefObject<HTMLElement | null>, easeMs: () => number): StepAside {
  /** Where the view was before the first step aside. */
  let home: Viewport | null = null;
  let goingBack: ReturnType<typeof setTimeout> | undefined;

  const goBack = () => {
    if (home) void flow.setViewport(home, { duration: easeMs() });
    home = null;
  };
  return {
    uncover: (id, coverOf) => {
      clearTimeout(goingBack);
      const node = useDocument.getState().scenario.nodes.find((one) => one.id === id);
      const area = frame.current?.getBoundingClientRect();
      if (node && area) {
        const view = home ?? flow.getViewport();
        const cover = coverOf(area);
        const { x, y, width, height } = boxOf(node);
        const [left, top] = [x * view.zoom + view.x, y * view.zoom + view.y];
        const [roomX, roomY] = [area.width - cover.right, area.height - cover.bottom];
        const dx = roomX < LEAST_ROOM ? 0 : shift(left, left + width * view.zoom, 0, roomX);
        const dy = roomY < LEAST_ROOM ? 0 : shift(top, top + height * view.zoom, 0, roomY);
        if (dx !== 0 || dy !== 0 || home) {
          home = view;
          void flow.setViewport({ x: view.x + dx, y: view.y + dy, zoom: view.zoom }, { duration: easeMs() });
        }
      }
      // Whoever looks at the next component steps aside for that one at once.
      return () => {
        goingBack = setTimeout(goBack);
      };
    },
    stay: () => {
      home = null;
    },
  };
}
