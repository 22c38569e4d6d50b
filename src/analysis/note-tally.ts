import { StepAreas } from '../kernel/statistics/step-areas';
import { IS_LEVEL, NOTES } from '../network/notes';
import { share } from './share';

const WIDTH = NOTES.length;

/** What a report says of a level. */
export interface LevelReport {
  readonly mean: number;
  /** The lowest and the highest that lasted longer than an instant. */
  readonly min: number;
  readonly max: number;
  /** At the end of the run. */
  readonly last: number;
}

/** What components told of their own affairs in the measured time, for the `detail` of their reports. */
export class NoteTally {
  private readonly counts: Float64Array;
  private readonly levels: StepAreas;
  /** By node and note: 1 once the node has told of it, in the warm-up too. */
  private readonly told: Uint8Array;
  /** Of levels: the lowest so far, and since when it is what it is. */
  private readonly lowest: Float64Array;
  private readonly since: Float64Array;

  constructor(nodes: number) {
    this.counts = new Float64Array(nodes * WIDTH);
    this.levels = new StepAreas(nodes * WIDTH);
    this.told = new Uint8Array(nodes * WIDTH);
    this.lowest = new Float64Array(nodes * WIDTH).fill(Infinity);
    this.since = new Float64Array(nodes * WIDTH);
  }

  add(node: number, note: number, level: number, at: number): void {
    const index = node * WIDTH + note;
    if (IS_LEVEL[note]) {
      this.lowest[index] = this.lowestUntil(index, at);
      this.since[index] = at;
      this.levels.set(index, level, at);
    } else this.counts[index]++;
    this.told[index] = 1;
  }

  /** Leaves out everything up to now; a level stays what it is. */
  restart(at: number): void {
    this.counts.fill(0);
    this.levels.restart(at);
    this.lowest.fill(Infinity);
    this.since.fill(at);
  }

  private lowestUntil(index: number, until: number): number {
    const counts = this.told[index] === 1 && until > this.since[index];
    return counts ? Math.min(this.lowest[index], this.levels.value[index]) : this.lowest[index];
  }

  /** By the notes' names: counts, and of levels how they were over time. */
  report(node: number, untilMs: number, measuredMs: number): Record<string, number | LevelReport> {
    const detail: Record<string, number | LevelReport> = {};
    NOTES.forEach((name, note) => {
      const index = node * WIDTH + note;
      if (this.told[index] === 0) return;
      detail[name] = IS_LEVEL[note]
        ? {
            mean: share(this.levels.areaUntil(index, untilMs), measuredMs),
            min: Math.min(this.lowestUntil(index, untilMs), this.levels.highestUntil(index, untilMs)),
            max: this.levels.highestUntil(index, untilMs),
            last: this.levels.value[index],
          }
        : this.counts[index];
    });
    return detail;
  }
}
