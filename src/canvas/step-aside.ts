import type { Viewport } from '@xyflow/react';
import { useDocument } from '../stores/document';
import { type CanvasView, canvasView } from './canvas-view';
import { boxOf } from './layout';
import { shift } from './use-initial-view';

/** What lies over the right or the lower edge of the canvas, CSS pixels. */
export interface Cover {
  readonly right: number;
  readonly bottom: number;
}

/** A strip that is lower than this shows nothing worth moving the view for, CSS pixels. */
const LEAST_ROOM = 120;
/** Views that differ by less are the same. */
const EPSILON = 0.5;

const alike = (a: Viewport, b: Viewport) =>
  Math.abs(a.x - b.x) < EPSILON && Math.abs(a.y - b.y) < EPSILON && a.zoom === b.zoom;

export interface StepAside {
  /**
   * Moves the view so that a node can be seen beside what lies over the canvas. Returns how to go back, which does
   * nothing where the visitor has moved the view since.
   */
  uncover(node: string, cover: (area: DOMRect) => Cover): () => void;
}

export function createStepAside(view: Pick<CanvasView, 'area' | 'viewport' | 'moveTo'>): StepAside {
  /** Where the view was before the first step aside, and where it has gone. */
  let steps: { readonly home: Viewport; readonly there: Viewport } | null = null;
  let goingBack: ReturnType<typeof setTimeout> | undefined;

  const goBack = () => {
    if (steps && alike(view.viewport(), steps.there)) view.moveTo(steps.home);
    steps = null;
  };
  return {
    uncover: (id, coverOf) => {
      clearTimeout(goingBack);
      const node = useDocument.getState().scenario.nodes.find((one) => one.id === id);
      const area = view.area();
      if (node && area) {
        const now = view.viewport();
        const home = steps && alike(now, steps.there) ? steps.home : now;
        const cover = coverOf(area);
        const { x, y, width, height } = boxOf(node);
        const [left, top] = [x * home.zoom + home.x, y * home.zoom + home.y];
        const [roomX, roomY] = [area.width - cover.right, area.height - cover.bottom];
        const dx = roomX < LEAST_ROOM ? 0 : shift(left, left + width * home.zoom, 0, roomX);
        const dy = roomY < LEAST_ROOM ? 0 : shift(top, top + height * home.zoom, 0, roomY);
        const there = { x: home.x + dx, y: home.y + dy, zoom: home.zoom };
        steps = { home, there };
        if (!alike(now, there)) view.moveTo(there);
      }
      // Whoever looks at the next component steps aside for that one at once.
      return () => {
        goingBack = setTimeout(goBack);
      };
    },
  };
}

/** The canvas of the page. */
export const stepAside = createStepAside(canvasView);
