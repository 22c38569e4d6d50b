import type { TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';

/** Of so many requests, one is kept with all that it caused: a power of two. */
export const ONE_IN = 8;
const SHIFT = Math.clz32(ONE_IN) + 1;

/** By fact: whether it says in `extra` on whose behalf, or as a copy of what, something begins; and whether anything does. */
const IS_HANDED_ON = new Uint8Array(256);
for (const fact of [Fact.sent, Fact.withheld, Fact.held, Fact.published, Fact.copied]) IS_HANDED_ON[fact] = 1;
const IS_BEGINNING = IS_HANDED_ON.with(Fact.issued, 1);

/** Whether a client's request is one of those that are kept: by its serial, so that it is the same ones in every run. */
export const isChosen = (root: number): boolean => Math.imul(root, 0x9e3779b1) >>> SHIFT === 0;

/** Serials that are remembered: what is older than so many others, and still under way, is no longer kept. */
const SERIALS = 1 << 23;

/** What has to be known of facts to tell which are kept. */
type Names = Pick<TraceColumns, 'fact' | 'serial' | 'extra'>;

/**
 * Tells which facts belong to a request that is kept: a bit for every recent serial, handed on from caller to call. To be
 * shown every fact in order.
 */
export class ChosenRequests {
  private readonly bits = new Int32Array(SERIALS >>> 5);

  get bytes(): number {
    return this.bits.byteLength;
  }

  /**
   * Lists the rows that are kept, ascending, in `list`, and returns how many they are. What kind of fact comes next nobody
   * can guess, so no branch depends on it: a row is listed all the same, and the next one written over it.
   *
   * @param list at least one longer than there are rows
   */
  choose(names: Names, list: Uint16Array): number {
    this.learn(names, list);
    const { bits } = this;
    const { serial } = names;
    const rows = serial.length;
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      const name = serial[row] | 0;
      const bit = bits[(name & (SERIALS - 1)) >>> 5] >>> name;
      list[kept] = row;
      // What happens to a component, rather than to a request, has no serial.
      kept += (bit & 1) | Number(name === 0);
    }
    return kept;
  }

  /** Finds out which of the calls and messages that begin here are kept. */
  private learn({ fact, serial, extra }: Names, list: Uint16Array): void {
    const rows = fact.length;
    let begun = 0;
    for (let row = 0; row < rows; row++) {
      list[begun] = row;
      begun += IS_BEGINNING[fact[row]];
    }
    const { bits } = this;
    for (let index = 0; index < begun; index++) {
      const row = list[index];
      const name = serial[row] | 0;
      const caller = extra[row];
      if (IS_HANDED_ON[fact[row]] === 0) this.put(name, Number(isChosen(name)));
      else if (caller !== 0) this.put(name, bits[(caller & (SERIALS - 1)) >>> 5] >>> caller);
    }
  }

  /** The lowest bit of `bit` says whether the facts of a serial are kept. */
  private put(name: number, bit: number): void {
    const word = (name & (SERIALS - 1)) >>> 5;
    this.bits[word] = (this.bits[word] & ~(1 << name)) | ((bit & 1) << name);
  }
}
