/** How long a burst is to be seen, ms of scene time. */
export const BURST_MS = 520;
/** Failures at one place within this time join the burst that is already there, ms of scene time. */
const JOIN_MS = 260;
const KEPT = 2;

/**
 * The short marks where something failed or was lost. A *spot* is a place where that can be seen: the beginning,
 * middle and end of each link, then each node. A spot keeps its last two bursts, which is all that can show at once.
 */
export class Bursts {
  private readonly starts: Float64Array;

  constructor(
    private readonly links: number,
    nodes: number,
  ) {
    this.starts = new Float64Array((links * 3 + nodes) * KEPT).fill(Number.NEGATIVE_INFINITY);
  }

  get spots(): number {
    return this.starts.length / KEPT;
  }

  atCaller(link: number): number {
    return link * 3;
  }
  atMiddle(link: number): number {
    return link * 3 + 1;
  }
  atCallee(link: number): number {
    return link * 3 + 2;
  }
  atNode(node: number): number {
    return this.links * 3 + node;
  }

  /** Something failed at a spot at a scene time; it may lie a little ahead. */
  ignite(spot: number, sceneMs: number): void {
    const at = spot * KEPT;
    if (sceneMs < this.starts[at] + JOIN_MS) return;
    this.starts[at + 1] = this.starts[at];
    this.starts[at] = sceneMs;
  }

  /** Whether there is anything to see at a spot. */
  burns(spot: number, sceneMs: number): boolean {
    return sceneMs < this.starts[spot * KEPT] + BURST_MS;
  }

  /** Age of a spot's newest (0) or older (1) burst as a share of its life; outside 0 … 1 there is none. */
  age(spot: number, which: 0 | 1, sceneMs: number): number {
    return (sceneMs - this.starts[spot * KEPT + which]) / BURST_MS;
  }
}
