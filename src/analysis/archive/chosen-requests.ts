import type { TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';

/** Of so many requests, one is kept with all that it caused: a power of two. */
export const ONE_IN = 8;
const SHIFT = Math.clz32(ONE_IN) + 1;

/** A bit for each fact that says in `extra` on whose behalf, or as a copy of what, something begins. */
const HANDED_ON = new Int32Array(2);
for (const fact of [Fact.sent, Fact.withheld, Fact.held, Fact.published, Fact.copied]) {
  HANDED_ON[fact >>> 5] |= 1 << fact;
}

/** Whether a client's request is one of those that are kept: by its serial, so that it is the same ones in every run. */
export const isChosen = (root: number): boolean => Math.imul(root, 0x9e3779b1) >>> SHIFT === 0;

/** Serials that are remembered: what is older than so many others, and still under way, is no longer kept. */
const SERIALS = 1 << 23;

/**
 * Tells which facts belong to a request that is kept: a bit for every recent serial, handed on from caller to call. To be
 * shown every fact in order.
 */
export class ChosenRequests {
  private readonly bits = new Int32Array(SERIALS >>> 5);

  get bytes(): number {
    return this.bits.byteLength;
  }

  /** Moves the rows of `columns` below `rows` that are kept to its beginning, and returns how many they are. */
  keepOnly(columns: TraceColumns, rows: number): number {
    const { at, fact, detail, place, serial, extra, value } = columns;
    const { bits } = this;
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      const name = serial[row];
      const slot = name & (SERIALS - 1);
      const mask = 1 << slot;
      const code = fact[row];
      if (code === Fact.issued) this.put(slot, isChosen(name) ? mask : 0);
      else if (((HANDED_ON[code >>> 5] >>> code) & 1) === 1 && extra[row] !== 0) {
        const caller = extra[row] & (SERIALS - 1);
        this.put(slot, (bits[caller >>> 5] >>> caller) & 1 ? mask : 0);
      }
      // What happens to a component, rather than to a request, has no serial.
      if (name !== 0 && (bits[slot >>> 5] & mask) === 0) continue;
      at[kept] = at[row];
      fact[kept] = code;
      detail[kept] = detail[row];
      place[kept] = place[row];
      serial[kept] = name;
      extra[kept] = extra[row];
      value[kept] = value[row];
      kept++;
    }
    return kept;
  }

  private put(slot: number, bit: number): void {
    const word = slot >>> 5;
    this.bits[word] = (this.bits[word] & ~(1 << slot)) | bit;
  }
}
