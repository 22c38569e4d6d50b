/** A run at a moment. */
export interface Checkpoint<State> {
  readonly atMs: number;
  readonly events: number;
  readonly state: State;
}

/** Fewer than this many events are replayed faster than the eye notices. */
const EVENTS_BETWEEN = 50_000;
/** Saving copies everything; with so many events to each kilobyte that is copied, it takes a few per cent of the run. */
const EVENTS_PER_KILOBYTE = 20;
/** When they would take more, every second one goes: the longer a run, the farther apart they are. */
const MOST = 64;
const MOST_BYTES = 96 * 1024 * 1024;

/** The moments that a run can go back to: always its beginning, and then every so many events. */
export class Checkpoints<State> {
  private kept: (Checkpoint<State> & { readonly bytes: number })[] = [];
  private between = EVENTS_BETWEEN;

  /** @param sizeOf how many bytes a state takes, about */
  constructor(private readonly sizeOf: (state: State) => number) {}

  /** Whether a run that has executed so many events should be saved now. */
  isDue(events: number): boolean {
    const last = this.kept.at(-1);
    if (last === undefined) return true;
    return events >= last.events + Math.max(this.between, (last.bytes / 1024) * EVENTS_PER_KILOBYTE);
  }

  add(checkpoint: Checkpoint<State>): void {
    this.kept.push({ ...checkpoint, bytes: this.sizeOf(checkpoint.state) });
    while (this.kept.length > 1 && (this.kept.length > MOST || this.bytes > MOST_BYTES)) {
      this.kept = this.kept.filter((_, index) => index % 2 === 0);
      this.between *= 2;
    }
  }

  /** The last one at or before a moment. There is one for every moment since the run began. */
  before(atMs: number): Checkpoint<State> | undefined {
    return this.kept.findLast((checkpoint) => checkpoint.atMs <= atMs);
  }

  /** The past from a moment on has changed: what came after it is no longer true. */
  dropAfter(atMs: number): void {
    this.kept = this.kept.filter((checkpoint, index) => index === 0 || checkpoint.atMs < atMs);
  }

  private get bytes(): number {
    return this.kept.reduce((sum, checkpoint) => sum + checkpoint.bytes, 0);
  }
}
