import type { SceneView } from '../worker/protocol';
import type { Geometry } from './geometry';
import { POINTS } from './polyline';

/** A lane leaves the middle of its link over this share of the way, and comes back to it as late. */
const TAPER = 1 / 8;
/** How far a lane keeps from the middle of its link, in radii of a dot. */
const KEEPS_OFF = 1.3;
/** Steps from the first point of a lane to the last. */
export const STEPS = POINTS - 1;
/** Numbers a lane takes: x and y of as many points as its link has. */
const TRACK_SIZE = 2 * POINTS;

/**
 * Where the lanes of all links run, in pixels of a view: each the points of its link, as far aside as a lane keeps. A lane of
 * which nothing is painted costs nothing.
 */
export class Tracks {
  /** x and y of each point of each lane that {@link begin} was asked for. */
  points = new Float32Array(0);
  /** By lane: of which {@link version} its points are. */
  private versions = new Uint32Array(0);
  private version = 1;
  private view: SceneView | null = null;
  private rebuilt = 0;
  /** Where something on its way is: before it is located how far along its lane and how far aside of it, then x and y. */
  readonly spot = new Float64Array(2);

  constructor(private readonly geometry: Geometry) {}

  setWorld(links: number): void {
    this.points = new Float32Array(2 * links * TRACK_SIZE);
    this.versions = new Uint32Array(2 * links);
  }

  /** To be called before a picture of a view is painted. */
  follow(view: SceneView): void {
    if (this.view === view && this.rebuilt === this.geometry.rebuilt) return;
    this.view = view;
    this.rebuilt = this.geometry.rebuilt;
    this.version++;
  }

  /**
   * Finds, in pixels, the point a share of the way along a lane in its own direction, and so far aside of it in canvas
   * units, as the spot says. What keeps to its lane, as most do, is found in the table of the lane.
   */
  locate(lane: number): void {
    const { spot } = this;
    if (spot[1] !== 0) {
      this.locateAside(lane);
      return;
    }
    const begin = this.begin(lane);
    const { points } = this;
    const reach = spot[0] * STEPS;
    const point = Math.min(STEPS - 1, Math.max(0, Math.floor(reach)));
    const part = reach - point;
    const at = begin + 2 * point;
    spot[0] = points[at] + (points[at + 2] - points[at]) * part;
    spot[1] = points[at + 1] + (points[at + 3] - points[at + 1]) * part;
  }

  /** Where a lane's {@link points} begin. */
  begin(lane: number): number {
    if (this.versions[lane] !== this.version) this.tabulate(lane);
    return lane * TRACK_SIZE;
  }

  private tabulate(lane: number): void {
    const { points, spot, versions } = this;
    const share = spot[0];
    for (let point = 0; point < POINTS; point++) {
      spot[0] = point / STEPS;
      spot[1] = 0;
      this.locateAside(lane);
      points[lane * TRACK_SIZE + 2 * point] = spot[0];
      points[lane * TRACK_SIZE + 2 * point + 1] = spot[1];
    }
    versions[lane] = this.version;
    spot[0] = share;
  }

  private locateAside(lane: number): void {
    const { spot, view } = this;
    if (view === null) return;
    const { x, y, scale, dotRadius } = view;
    const share = spot[0];
    const taper = Math.min(1, share / TAPER, (1 - share) / TAPER);
    const out = ((dotRadius * KEEPS_OFF) / scale + spot[1]) * taper;
    spot[0] = lane & 1 ? 1 - share : share;
    spot[1] = lane & 1 ? -out : out;
    this.geometry.locate(lane >> 1, spot);
    spot[0] = (spot[0] - x) * scale;
    spot[1] = (spot[1] - y) * scale;
  }
}
