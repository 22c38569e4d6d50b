import type { RandomStream } from '../../kernel/random';

/** The share of what arrives at a node that it answers with an error at once, by the node's index; a fault, drawn request by request. */
export class ErrorShares {
  private shares: number[] = [];
  private readonly chances: RandomStream[] = [];
  /** Whether any node makes errors. */
  isAny = false;

  /** One more node, which makes no errors. */
  add(chance: RandomStream): void {
    this.shares.push(0);
    this.chances.push(chance);
  }

  set(node: number, share: number): void {
    this.shares[node] = share;
    this.isAny = this.shares.some((one) => one > 0);
  }

  /** Whether what arrives now fails. To be asked once for each arrival. */
  strikes(node: number): boolean {
    const share = this.shares[node];
    return share > 0 && this.chances[node].unit() < share;
  }

  save(): readonly number[] {
    return [...this.shares];
  }

  restore(shares: readonly number[]): void {
    this.shares = [...shares];
    this.isAny = shares.some((share) => share > 0);
  }
}
