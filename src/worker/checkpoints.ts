/** A run at a moment. */
export interface Checkpoint<State> {
  readonly atMs: number;
  readonly events: number;
  readonly state: State;
}

/** Fewer than this many events are replayed faster than the eye notices. */
const EVENTS_BETWEEN = 50_000;
/** When there are more, every second one goes: the longer a run, the farther apart they are. */
const MOST = 64;

/** The moments that a run can go back to: always its beginning, and then every so many events. */
export class Checkpoints<State> {
  private kept: Checkpoint<State>[] = [];
  private between = EVENTS_BETWEEN;

  /** Whether a run that has executed so many events should be saved now. */
  isDue(events: number): boolean {
    const last = this.kept.at(-1);
    return last === undefined || events >= last.events + this.between;
  }

  add(checkpoint: Checkpoint<State>): void {
    this.kept.push(checkpoint);
    if (this.kept.length <= MOST) return;
    this.kept = this.kept.filter((_, index) => index % 2 === 0);
    this.between *= 2;
  }

  /** The last one at or before a moment. There is one for every moment since the run began. */
  before(atMs: number): Checkpoint<State> | undefined {
    return this.kept.findLast((checkpoint) => checkpoint.atMs <= atMs);
  }

  /** The past from a moment on has changed: what came after it is no longer true. */
  dropAfter(atMs: number): void {
    this.kept = this.kept.filter((checkpoint, index) => index === 0 || checkpoint.atMs < atMs);
  }
}
