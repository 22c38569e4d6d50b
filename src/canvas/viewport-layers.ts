import './viewport-layers.css';
import type { Viewport } from './particle-view';

/** From one dot of the ground to the next, and how large they are, canvas units. */
const DOT_GAP = 24;
const DOT_RADIUS = 1;
/** Half of the width over which the edge of a dot fades, CSS pixels. */
const DOT_EDGE = 0.5;
/** From this zoom on down dots are too faint to be seen, but there are tens of thousands of them to be painted. */
const LEAST_DOT_ZOOM = 0.25;
/** How far both layers reach beyond what is visible, in views. */
const REACH = 1;
/** How much smaller or larger than when they were laid the view may become. */
const MOST_STRETCH = 2;

/**
 * Makes the picture on the canvas move as a whole. The browser paints what is beneath the particles once, and what is
 * above them once, and then only shifts the two by whole pixels: without this it would keep a layer for every node,
 * because each lies over the particles, or paint everything anew with each step of a drag.
 *
 * For that, React Flow's viewport must only be moved, and what is in it be scaled; a ground and a shelf as large as the
 * view make the browser put everything that stands on them in their layers.
 */
export class ViewportLayers {
  /** Where the pictures of the particles go: it moves with the viewport and is not scaled. */
  readonly particles = newLayer('particles');
  private readonly ground = newLayer('canvas-ground');
  private readonly shelves = [newLayer('canvas-shelf'), newLayer('canvas-shelf')];
  private zoom = 0;
  private laid: Viewport | null = null;

  /** @param viewport React Flow's element that moves */
  constructor(private readonly viewport: HTMLElement) {
    this.particles.ariaHidden = 'true';
    const edges = viewport.querySelector('.react-flow__edges');
    edges?.prepend(this.ground);
    edges?.after(this.particles);
    viewport.querySelector('.react-flow__edgelabel-renderer')?.prepend(this.shelves[0]);
    viewport.querySelector('.react-flow__nodes')?.prepend(this.shelves[1]);
    viewport.dataset.layered = '';
  }

  /** Shows a view. Returns the one that it shows: moved by less than a pixel, so that nothing is blurred. */
  follow(view: Viewport): Viewport {
    const shown = { ...view, x: toPixel(view.x), y: toPixel(view.y) };
    const { style } = this.viewport;
    style.translate = `${shown.x}px ${shown.y}px 0px`;
    if (shown.zoom !== this.zoom) {
      this.zoom = shown.zoom;
      style.setProperty('--zoom', String(shown.zoom));
      this.ground.style.backgroundImage = dots(shown.zoom);
    }
    if (!this.laid || leavesLayers(this.laid, shown)) this.lay(shown);
    return shown;
  }

  dispose(): void {
    for (const layer of [this.particles, this.ground, ...this.shelves]) layer.remove();
    delete this.viewport.dataset.layered;
    this.viewport.style.translate = '';
  }

  private lay(view: Viewport): void {
    this.laid = view;
    const { x, y, zoom, width, height } = view;
    // The dots stay where they are when the ground is laid anew.
    const toDot = (place: number) => Math.floor(place / zoom / DOT_GAP) * DOT_GAP;
    for (const { style } of [this.ground, ...this.shelves]) {
      style.left = `${toDot(-x - REACH * width)}px`;
      style.top = `${toDot(-y - REACH * height)}px`;
      style.width = `${((1 + 2 * REACH) * width) / zoom + DOT_GAP}px`;
      style.height = `${((1 + 2 * REACH) * height) / zoom + DOT_GAP}px`;
    }
  }
}

const newLayer = (name: string): HTMLElement => {
  const layer = document.createElement('div');
  layer.className = name;
  return layer;
};

const toPixel = (place: number): number => Math.round(place * devicePixelRatio) / devicePixelRatio;

/** The dots of the ground, in canvas units, as a CSS image. */
function dots(zoom: number): string {
  if (zoom < LEAST_DOT_ZOOM) return 'none';
  const edge = DOT_EDGE / zoom;
  return `radial-gradient(circle, var(--canvas-dot) ${DOT_RADIUS - edge}px, transparent ${DOT_RADIUS + edge}px)`;
}

/** Whether a view is no longer within what was laid for another, or would make the layers far too large. */
export function leavesLayers(laid: Viewport, { x, y, zoom, width, height }: Viewport): boolean {
  const stretch = zoom / laid.zoom;
  if (stretch > MOST_STRETCH || stretch < 1 / MOST_STRETCH) return true;
  const left = (-laid.x - REACH * laid.width) / laid.zoom;
  const top = (-laid.y - REACH * laid.height) / laid.zoom;
  const right = (-laid.x + (1 + REACH) * laid.width) / laid.zoom;
  const bottom = (-laid.y + (1 + REACH) * laid.height) / laid.zoom;
  return -x / zoom < left || -y / zoom < top || (-x + width) / zoom > right || (-y + height) / zoom > bottom;
}
