import { simulation } from '../worker/client';
import type { FromWorker } from '../worker/protocol';
import type { Box } from './link-curve';
import { type Cover, clipped, coverFor, leaves, type Viewport, viewOf } from './particle-view';

/** After a change of zoom, how long it must rest before a sharp picture of it is asked for, ms. */
const SETTLE_MS = 150;

/** Counts views over the life of the page, so that an answer to a canvas that is gone is not taken for one of ours. */
let lastSeq = 0;

interface Pending {
  readonly seq: number;
  readonly cover: Cover;
  readonly reach: Box | null;
  readonly pixelRatio: number;
  readonly canvas: HTMLCanvasElement;
}

/**
 * The pictures of the particles, painted by the worker. They lie in React Flow's viewport and so move with its nodes,
 * to the pixel and the frame; a new picture is asked for only when the old one no longer covers what is visible. There
 * are two canvases, of which one shows while the worker paints the next view on the other.
 */
export class ParticleCanvases {
  private readonly canvases: readonly HTMLCanvasElement[];
  private turn = 0;
  private shown: Omit<Pending, 'seq'> | null = null;
  private pending: Pending | null = null;
  private viewport: Viewport | null = null;
  private reach: Box | null = null;
  private settling = 0;
  private swapping = 0;
  private readonly unsubscribe: () => void;

  constructor(host: HTMLElement) {
    this.canvases = [newCanvas(), newCanvas()];
    host.append(...this.canvases);
    this.unsubscribe = simulation.subscribe((message) => this.hear(message));
    for (const element of this.canvases) {
      const canvas = element.transferControlToOffscreen();
      simulation.send({ type: 'canvas', canvas }, [canvas]);
    }
  }

  /** Tells what is visible now. */
  follow(viewport: Viewport): void {
    if (viewport.zoom !== this.viewport?.zoom) this.stretch(viewport.zoom);
    this.viewport = viewport;
    if (this.pending || viewport.width === 0 || viewport.height === 0) return;
    const { shown } = this;
    const isOther = shown?.pixelRatio !== devicePixelRatio || shown.reach !== this.reach;
    if (!shown || isOther || leaves(shown.cover, viewport, shown.reach)) {
      this.ask(viewport);
      return;
    }
    clearTimeout(this.settling);
    if (shown.cover.zoom !== viewport.zoom) this.settling = window.setTimeout(() => this.sharpen(), SETTLE_MS);
  }

  /** Tells within which anything is drawn; null: not known, or nothing is. */
  reachTo(reach: Box | null): void {
    this.reach = reach;
    if (this.viewport) this.follow(this.viewport);
  }

  dispose(): void {
    this.unsubscribe();
    clearTimeout(this.settling);
    cancelAnimationFrame(this.swapping);
    for (const canvas of this.canvases) canvas.remove();
  }

  /** Shows the pictures of other zooms as large as they should be, until there is one of this. */
  private stretch(zoom: number): void {
    for (const one of [this.shown, this.pending]) {
      if (one) one.canvas.style.scale = one.cover.zoom === zoom ? 'none' : String(zoom / one.cover.zoom);
    }
  }

  private sharpen(): void {
    if (!this.pending && this.viewport) this.ask(this.viewport);
  }

  private ask(viewport: Viewport): void {
    clearTimeout(this.settling);
    const { reach } = this;
    const cover = clipped(coverFor(viewport), reach);
    const canvas = this.canvases[this.turn];
    this.turn = (this.turn + 1) % this.canvases.length;
    const view = viewOf(cover, devicePixelRatio);
    const pixels = cover.zoom / view.scale;
    canvas.style.left = `${cover.x * cover.zoom}px`;
    canvas.style.top = `${cover.y * cover.zoom}px`;
    canvas.style.width = `${view.width * pixels}px`;
    canvas.style.height = `${view.height * pixels}px`;
    canvas.style.transformOrigin = `${-cover.x * cover.zoom}px ${-cover.y * cover.zoom}px`;
    canvas.style.scale = 'none';
    this.pending = { seq: ++lastSeq, cover, reach, pixelRatio: devicePixelRatio, canvas };
    simulation.send({ type: 'view', view, seq: lastSeq });
  }

  private hear(message: FromWorker): void {
    if (message.type !== 'viewed' || message.seq !== this.pending?.seq) return;
    // The picture itself comes with the worker's own next frame, which may be the one after the page's next.
    this.swapping = requestAnimationFrame(() => {
      this.swapping = requestAnimationFrame(() => this.swap());
    });
  }

  private swap(): void {
    if (!this.pending) return;
    const { canvas } = this.pending;
    this.shown = this.pending;
    this.pending = null;
    for (const each of this.canvases) each.style.visibility = each === canvas ? 'visible' : 'hidden';
    if (this.viewport) this.follow(this.viewport);
  }
}

function newCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  canvas.style.position = 'absolute';
  canvas.style.visibility = 'hidden';
  return canvas;
}
