/** One that is by a larger share too large is not used. */
const SLACK = 1 / 8;
/** So many are kept: as a rule one comes back for each that is taken. */
const MOST = 2;

/**
 * Buffers to write over. New memory is dear: it has to be found, cleared and collected again, which for a block takes as
 * long as writing it does.
 */
export class SpareBuffers {
  private readonly spare: ArrayBuffer[] = [];

  /** @param step bytes: sizes are rounded up to a multiple, so that the buffer of one block fits most others */
  constructor(private readonly step: number) {}

  /** A buffer of `bytes` or somewhat more, with anything in it. */
  readonly take = (bytes: number): ArrayBuffer => {
    const size = Math.ceil(bytes / this.step) * this.step;
    while (this.spare.length > 0) {
      const buffer = this.spare.pop();
      if (buffer && buffer.byteLength >= size && buffer.byteLength <= size * (1 + SLACK)) return buffer;
    }
    return new ArrayBuffer(size);
  };

  /** Nobody reads it any more. */
  giveBack(buffer: ArrayBuffer): void {
    if (this.spare.length < MOST) this.spare.push(buffer);
  }
}
