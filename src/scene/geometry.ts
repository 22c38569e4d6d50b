import type { LinkPath, NodeBox } from '../worker/protocol';
import { type Curve, POINT_SIZE, POINTS, TABLE_SIZE, tabulate } from './polyline';

/** Where links and nodes are, in canvas units, under the indices that the trace uses for them. */
export class Geometry {
  /** Length of each link; 0 while it is not known where the link is. */
  lengths = new Float32Array(0);
  /** The middle of each node; NaN while it is not known. */
  nodeX = new Float32Array(0);
  nodeY = new Float32Array(0);
  /** Tables computed so far, for tests: what did not move must not be computed again. */
  rebuilt = 0;
  private tables = new Float32Array(0);
  private curves: (Curve | null)[] = [];
  private linkIndex: ReadonlyMap<string, number> = new Map();
  private nodeIndex: ReadonlyMap<string, number> = new Map();
  private paths: readonly LinkPath[] = [];
  private boxes: readonly NodeBox[] = [];

  /** Takes the order of a new world's links and nodes; what is known about their places is kept. */
  setWorld(links: readonly string[], nodes: readonly string[]): void {
    this.linkIndex = new Map(links.map((id, index) => [id, index]));
    this.nodeIndex = new Map(nodes.map((id, index) => [id, index]));
    this.tables = new Float32Array(links.length * TABLE_SIZE);
    this.lengths = new Float32Array(links.length);
    this.curves = links.map(() => null);
    this.nodeX = new Float32Array(nodes.length).fill(Number.NaN);
    this.nodeY = new Float32Array(nodes.length).fill(Number.NaN);
    this.setPlaces(this.paths, this.boxes);
  }

  /** Takes where everything is now. Places of what the world does not have are kept for the next world. */
  setPlaces(paths: readonly LinkPath[], boxes: readonly NodeBox[]): void {
    this.paths = paths;
    this.boxes = boxes;
    for (const { link, curve } of paths) {
      const index = this.linkIndex.get(link);
      if (index === undefined) continue;
      const known = this.curves[index];
      if (known?.every((value, i) => value === curve[i])) continue;
      this.curves[index] = curve;
      this.lengths[index] = tabulate(curve, this.tables, index * TABLE_SIZE);
      this.rebuilt++;
    }
    for (const box of boxes) {
      const index = this.nodeIndex.get(box.node);
      if (index === undefined) continue;
      this.nodeX[index] = box.x + box.width / 2;
      this.nodeY[index] = box.y + box.height / 2;
    }
  }

  /**
   * Finds the point that lies a share (0 … 1) of the way along a link and so far to its right: `spot` holds the two
   * numbers, and afterwards x and y. Handed over as arguments they would each be an object, for every dot of every frame.
   */
  locate(link: number, spot: Float64Array): void {
    const table = this.tables;
    const reach = spot[0] * (POINTS - 1);
    const aside = spot[1];
    let point = Math.floor(reach);
    if (point < 0) point = 0;
    else if (point > POINTS - 2) point = POINTS - 2;
    const part = reach - point;
    const at = link * TABLE_SIZE + point * POINT_SIZE;
    const next = at + POINT_SIZE;
    const rest = 1 - part;
    spot[0] = table[at] * rest + table[next] * part + aside * (table[at + 2] * rest + table[next + 2] * part);
    spot[1] = table[at + 1] * rest + table[next + 1] * part + aside * (table[at + 3] * rest + table[next + 3] * part);
  }
}
