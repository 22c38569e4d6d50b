import type { Viewport } from '@xyflow/react';

/** What the rest of the page may ask of the canvas, whether or not it is mounted just now. */
export interface CanvasView {
  zoomIn(): void;
  zoomOut(): void;
  /** Shows everything. */
  fit(): void;
  /** The middle of what is visible, in canvas units. */
  centre(): { readonly x: number; readonly y: number };
  /** The point of the canvas, in its own units, that is drawn at one of the window. */
  at(client: { readonly x: number; readonly y: number }): { readonly x: number; readonly y: number };
  /** Whether a point of the canvas is in sight. */
  shows(point: { readonly x: number; readonly y: number }): boolean;
  /** Moves the view, if need be, so that a node is visible. */
  reveal(node: string): void;
  /** Where the canvas is in the window; null while it is not on the page. */
  area(): DOMRect | null;
  viewport(): Viewport;
  /** Moves the view; that counts for nothing that the visitor did. */
  moveTo(viewport: Viewport): void;
}

let mounted: CanvasView | null = null;

/** Announces the canvas that is on the page. Returns how to take it back. */
export function mountView(view: CanvasView): () => void {
  mounted = view;
  return () => {
    if (mounted === view) mounted = null;
  };
}

export const canvasView: CanvasView = {
  zoomIn: () => mounted?.zoomIn(),
  zoomOut: () => mounted?.zoomOut(),
  fit: () => mounted?.fit(),
  centre: () => mounted?.centre() ?? { x: 0, y: 0 },
  at: (client) => mounted?.at(client) ?? client,
  shows: (point) => mounted?.shows(point) ?? true,
  reveal: (node) => mounted?.reveal(node),
  area: () => mounted?.area() ?? null,
  viewport: () => mounted?.viewport() ?? { x: 0, y: 0, zoom: 1 },
  moveTo: (viewport) => mounted?.moveTo(viewport),
};
