import { type FitViewOptions, useReactFlow, type Viewport } from '@xyflow/react';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { Scenario } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { mountView } from './canvas-view';
import { boxOf } from './layout';
import { EASE_MS, MIN_ZOOM } from './zoom';

/** Room around everything, as a share of the canvas. */
const PADDING = 0.05;
/** Room above everything for a line that says what to do. */
const HINT_ROOM = '56px';
/** Fitting never enlarges beyond this: two nodes need not fill the screen. */
const FIT_ZOOM = 1;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether most of a scenario is in sight in a view of this size: a view saved on a desktop may miss it on a phone. */
export function showsMost(scenario: Scenario, { x, y, zoom }: Viewport, { width, height }: Size): boolean {
  const inside = scenario.nodes.filter((node) => {
    const box = boxOf(node);
    const cx = (box.x + box.width / 2) * zoom + x;
    const cy = (box.y + box.height / 2) * zoom + y;
    return cx >= 0 && cx <= width && cy >= 0 && cy <= height;
  });
  return 2 * inside.length >= scenario.nodes.length;
}

/** Room left between what is brought into view and the edge, CSS pixels. */
const REVEAL_MARGIN = 24;

/** How far a stretch must be moved to lie between two edges; 0 when it does. */
export const shift = (from: number, to: number, low: number, high: number): number => {
  if (from < low) return low - from + REVEAL_MARGIN;
  return to > high ? high - to - REVEAL_MARGIN : 0;
};

const fitOptions = (): FitViewOptions => {
  const { hint } = useDocument.getState().scenario.view;
  return {
    padding: hint ? { top: HINT_ROOM, x: PADDING, bottom: PADDING } : PADDING,
    maxZoom: FIT_ZOOM,
    minZoom: MIN_ZOOM,
  };
};

const easeMs = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : EASE_MS);

/**
 * Where the canvas looks: at first where the document says or, failing that, at everything; and at everything again
 * when the canvas changes its size, until the visitor has moved it.
 */
export function useInitialView(frame: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  const loadRevision = useDocument((state) => state.loadRevision);
  const touched = useRef(false);

  useEffect(() => {
    const showAll = (duration: number) => flow.fitView({ ...fitOptions(), duration });
    return mountView({
      zoomIn: () => flow.zoomIn({ duration: easeMs() }),
      zoomOut: () => flow.zoomOut({ duration: easeMs() }),
      fit: () => {
        touched.current = false;
        showAll(easeMs());
      },
      centre: () => {
        const box = frame.current?.getBoundingClientRect();
        return box
          ? flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
          : { x: 0, y: 0 };
      },
      at: flow.screenToFlowPosition,
      shows: (point) => {
        const area = frame.current?.getBoundingClientRect();
        const { x, y } = flow.flowToScreenPosition(point);
        return area !== undefined && x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
      },
      area: () => frame.current?.getBoundingClientRect() ?? null,
      viewport: () => flow.getViewport(),
      moveTo: (viewport) => void flow.setViewport(viewport, { duration: easeMs() }),
      reveal: (id) => {
        const node = useDocument.getState().scenario.nodes.find((one) => one.id === id);
        const area = frame.current?.getBoundingClientRect();
        if (!node || !area) return;
        const box = boxOf(node);
        const from = flow.flowToScreenPosition({ x: box.x, y: box.y });
        const to = flow.flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height });
        const dx = shift(from.x, to.x, area.left, area.right);
        const dy = shift(from.y, to.y, area.top, area.bottom);
        if (dx === 0 && dy === 0) return;
        touched.current = true;
        const { x, y, zoom } = flow.getViewport();
        void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: easeMs() });
      },
    });
  }, [flow, frame]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: loadRevision counts the documents put on the stage.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { scenario } = useDocument.getState();
    const saved = scenario.view.viewport;
    const size = { width: element.clientWidth, height: element.clientHeight };
    touched.current = saved !== undefined && showsMost(scenario, saved, size);
    if (saved && touched.current) void flow.setViewport(saved);
    if (scenario.nodes.length === 0) {
      // React Flow would put off fitting nothing until the first component lands, and pull it from under the pointer.
      touched.current = true;
      void flow.setViewport({ x: 0, y: 0, zoom: FIT_ZOOM });
    }
    const fitAgain = () => {
      if (!touched.current) void flow.fitView(fitOptions());
    };
    fitAgain();
    const observer = new ResizeObserver(fitAgain);
    observer.observe(element);
    return () => observer.disconnect();
  }, [flow, frame, loadRevision]);

  return useMemo(
    () => ({
      onMoveStart: (event: unknown) => {
        if (event) touched.current = true;
      },
      onMoveEnd: (event: unknown, viewport: Viewport) => {
        if (event) useDocument.getState().setView({ viewport });
      },
    }),
    [],
  );
}
