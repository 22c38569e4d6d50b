import type { TraceFold } from '../kernel/trace';
import type { LinkPath, NodeBox, SceneColours, SceneView } from '../worker/protocol';
import { SceneClock } from './clock';
import { Flights } from './flights';
import { Geometry } from './geometry';
import { Painter } from './painter';
import { Sheet } from './sheet';
import { Surface } from './surface';

const CANVASES = 2;
const NO_COLOURS: SceneColours = {
  pending: '#888888',
  ok: '#888888',
  failed: '#888888',
  message: '#888888',
  background: '#888888',
};

interface Target {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
  surface: Surface | null;
  image: ImageData | null;
}

/**
 * Shows a moment of a run on an OffscreenCanvas: everything that is under way on the links, and where things fail.
 *
 * Of two canvases, each new view goes to the one that had its turn before the last: so the page can go on showing the
 * old view until the new one is painted, then swap them.
 */
export class Scene {
  private readonly clock = new SceneClock();
  private readonly geometry = new Geometry();
  private readonly flights = new Flights(this.clock, (link) => this.geometry.lengths[link]);
  private readonly painter = new Painter(this.geometry, this.flights);
  private targets: Target[] = [];
  private turn = -1;
  private view: SceneView | null = null;
  private colours = NO_COLOURS;
  private reducedMotion = false;
  private sheet: Sheet | null = null;
  private stale = true;

  /** Reads the trace. Feed it every fact up to the playhead before {@link paint}. */
  get fold(): TraceFold {
    return this.flights;
  }

  /** Begins another world: ids of its links and nodes in the order of the indices in the trace. */
  setWorld(links: readonly string[], nodes: readonly string[]): void {
    this.geometry.setWorld(links, nodes);
    this.flights.setWorld(links.length, nodes.length);
    this.painter.setWorld(links.length);
    this.clock.reset();
    this.stale = true;
  }

  /** Forgets what the trace said, to read one again: from `playheadMs` on, virtual ms. */
  reset(playheadMs = 0): void {
    this.flights.reset();
    this.clock.reset(playheadMs);
    this.stale = true;
  }

  /** Adds a canvas to paint on; the last two given take turns. */
  addCanvas(canvas: OffscreenCanvas): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    this.targets = [...this.targets, { canvas, context, surface: null, image: null }].slice(-CANVASES);
    this.turn = -1;
    this.stale = true;
  }

  setGeometry(links: readonly LinkPath[], nodes: readonly NodeBox[]): void {
    this.geometry.setPlaces(links, nodes);
    this.stale = true;
  }

  /** Shows another part of the canvas, on the canvas whose turn it is. */
  setView(view: SceneView): void {
    this.view = view;
    this.turn = (this.turn + 1) % Math.max(1, this.targets.length);
    this.stale = true;
  }

  setColours(colours: SceneColours, reducedMotion: boolean): void {
    this.colours = colours;
    this.reducedMotion = reducedMotion;
    this.sheet = null;
    this.stale = true;
  }

  /**
   * Paints the moment `playheadMs` (virtual ms), unless that is what is already to be seen; true if it painted. `speed`
   * is the speed asked for (virtual ms per wall-clock ms), `wallMs` a monotonic wall clock.
   */
  paint(playheadMs: number, speed: number, wallMs: number): boolean {
    const moved = playheadMs !== this.clock.playheadMs;
    this.clock.advance(playheadMs, speed, wallMs);
    if (!moved && !this.stale) return false;
    const target = this.targets[Math.max(0, this.turn)];
    if (!target || !this.view) return false;
    this.stale = false;
    const surface = this.surfaceOf(target, this.view);
    this.painter.paint(surface, this.sheetFor(this.view), this.view, {
      playheadMs,
      sceneMs: this.clock.nowMs,
      pace: this.clock.pace,
      reducedMotion: this.reducedMotion,
    });
    const { context, image } = target;
    if (image) surface.changed((x, y, width, height) => context.putImageData(image, 0, 0, x, y, width, height));
    return true;
  }

  private surfaceOf(target: Target, { width, height }: SceneView): Surface {
    const known = target.surface;
    if (known && known.width === width && known.height === height) return known;
    target.canvas.width = width;
    target.canvas.height = height;
    const surface = new Surface(width, height);
    target.surface = surface;
    target.image = new ImageData(new Uint8ClampedArray(surface.pixels.buffer), width, height);
    return surface;
  }

  private sheetFor({ dotRadius, width }: SceneView): Sheet {
    if (this.sheet?.fits(dotRadius, width)) return this.sheet;
    this.sheet = new Sheet(this.colours, dotRadius, width);
    return this.sheet;
  }
}
