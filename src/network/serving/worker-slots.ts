import { Fact } from '../facts';
import type { Network } from '../network';
import { Crew, type Crews } from './crews';

/**
 * How many workers one server has, what they are at, and whose they are. What becomes of each of them, request by request,
 * is the business of {@link Workers}.
 */
export class WorkerSlots {
  private readonly crews: Crews;

  /** @param line where the server's line in the {@link Crews} begins */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly line: number,
  ) {
    this.crews = network.crews;
  }

  /** The machine and the states of all workers, of whatever server. */
  get population(): Crews['population'] {
    return this.crews.population;
  }

  /** Whether the workers are divided among several. */
  get isDivided(): boolean {
    return this.crews.words[this.line + Crew.isDivided] !== 0;
  }

  /** From now on the workers are divided among several; those that are held belong to number 0. */
  divide(): void {
    this.crews.words[this.line + Crew.isDivided] = 1;
  }

  /** Whose a slot is, where the workers are divided. */
  dividedTo(slot: number): number {
    return this.crews.dividedTo[slot];
  }

  /** A slot is somebody's from now on, while it is held. */
  assign(slot: number, to: number): void {
    this.crews.dividedTo[slot] = to;
  }

  /** How many workers there are. */
  get workers(): number {
    return this.crews.words[this.line + Crew.workers];
  }

  /** Workers that are not free. Where requests share the workers there may be more than these. */
  get held(): number {
    return this.crews.words[this.line + Crew.held];
  }

  /** How many workers are free, busy and blocked. */
  counts(): number[] {
    const blocked = this.crews.words[this.line + Crew.blocked];
    return [Math.max(0, this.workers - this.held), this.held - blocked, blocked];
  }

  /** How many workers there are from now on. Those in use beyond that go when they are done. */
  resize(workers: number): void {
    this.crews.words[this.line + Crew.workers] = workers;
    this.network.record(Fact.capacity, 0, this.node, 0, workers, 0);
  }
}
