const FIRST_NODES = 64;

/**
 * Which nodes are up: a byte a node, written by the transitions of their lifecycles and read with every request, which
 * could not wait for a thousand statecharts to be fetched from memory. What cannot crash is always up.
 */
export class Standing {
  private up = new Uint8Array(FIRST_NODES).fill(1);

  isUp(node: number): boolean {
    return this.up[node] !== 0;
  }

  /** The lifecycle of a node has changed; or it has one, and begins so. */
  set(node: number, isUp: boolean): void {
    if (node >= this.up.length) {
      const grown = new Uint8Array(2 * node).fill(1);
      grown.set(this.up);
      this.up = grown;
    }
    this.up[node] = isUp ? 1 : 0;
  }

  save(): Uint8Array {
    return this.up.slice();
  }

  restore(saved: Uint8Array): void {
    this.up = saved.slice();
  }
}
