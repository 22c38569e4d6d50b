import { IS_LEVEL, NOTES, type NoteName } from '../network/notes';

const WIDTH = NOTES.length;

/** What components have told of their own affairs: how often so far, and levels as they are. */
export class NoteCounts {
  /** By node and note: how often it was told. */
  readonly counts: Uint32Array;
  /** By node and note: the level told last. */
  private readonly levels: Float64Array;

  constructor(nodes: number) {
    this.counts = new Uint32Array(nodes * WIDTH);
    this.levels = new Float64Array(nodes * WIDTH);
  }

  add(node: number, note: number, level: number): void {
    const index = node * WIDTH + note;
    this.counts[index]++;
    this.levels[index] = level;
  }

  /** All that a node has told so far; null: nothing. `rate` says how fast the count at an index of {@link counts} goes up. */
  of(node: number, rate: (index: number) => number): Partial<Record<NoteName, number>> | null {
    let told: Partial<Record<NoteName, number>> | null = null;
    for (let note = 0; note < WIDTH; note++) {
      const index = node * WIDTH + note;
      if (this.counts[index] === 0) continue;
      told ??= {};
      told[NOTES[note]] = IS_LEVEL[note] ? this.levels[index] : rate(index);
    }
    return told;
  }
}
