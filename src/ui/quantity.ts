/**
 * Quantities as people read and type them: `24 h` for 86,400,000 ms, `10k` for 10,000, `1.5 MB` for 1,500,000 bytes.
 * What is written is exact: reading it again gives the same value.
 */
import { clean, niceStep, parseNumber } from './number-text';

/** One way to write a quantity: the word for it, and how much one of it is. */
export interface Size {
  /** Empty: the number stands alone. */
  readonly unit: string;
  readonly factor: number;
}

/** How a sort of quantity is written. */
export interface Scale {
  /** From the smallest up; a value is written in the one that makes it shortest. */
  readonly sizes: readonly Size[];
  /** What a number typed without a unit counts. */
  readonly base: Size;
  /** Other words that are understood, in lower case, and how much one of each is. */
  readonly words: ReadonlyMap<string, number>;
}

/** How numbers themselves are written in the language of the page. */
export interface Digits {
  /** With its thousands apart, to ten significant digits. */
  readonly write: (value: number) => string;
  /** Whether a comma is what parts the whole from the fraction. */
  readonly decimalComma: boolean;
}

const DUST = 1e-9;

/** The size in which a value is written shortest; of two as short, the larger. */
function sizeFor(value: number, { sizes, base }: Scale): Size {
  if (value === 0) return base;
  let best = sizes[0] ?? base;
  for (const size of sizes) {
    if (Math.abs(value) < size.factor * (1 - DUST)) break;
    if (String(clean(value / size.factor)).length <= String(clean(value / best.factor)).length) best = size;
  }
  return best;
}

/** The text of a value, with its unit. */
export function writeQuantity(value: number, scale: Scale, digits: Digits): string {
  const { unit, factor } = sizeFor(value, scale);
  const number = digits.write(clean(value / factor));
  return unit === '' ? number : `${number}\u00a0${unit}`;
}

/** `1h 30min`, `250 ms`, `10k`: numbers, each with the word that follows it. */
const PART = /([+−-]?[\d.,\s\u00a0\u202f'_]*\d[.,]?(?:e[+-]?\d+)?)\s*([^\d\s.,+−-]*)/giu;

/** The value of a text; NaN when it is none. A number without a unit counts in the base unit. */
export function readQuantity(text: string, { words, base }: Scale, { decimalComma }: Digits): number {
  const trimmed = text.trim().toLowerCase();
  let sum = 0;
  let read = 0;
  let parts = 0;
  for (const match of trimmed.matchAll(PART)) {
    const [whole, number, word] = match;
    // Whatever stands between two parts is nothing that can be read.
    if (trimmed.slice(read, match.index).trim() !== '') return Number.NaN;
    read = match.index + whole.length;
    const factor = word === '' ? base.factor : words.get(word);
    if (factor === undefined || (word === '' && parts > 0)) return Number.NaN;
    sum += parseNumber(number, decimalComma) * factor;
    parts++;
  }
  return parts === 0 || read < trimmed.length ? Number.NaN : clean(sum);
}

/** A step that feels right at this value, in the unit that it is written in. */
export function quantityStep(value: number, scale: Scale, integer: boolean): number {
  const { factor } = sizeFor(value, scale);
  if (integer) return niceStep(value, true);
  return factor * niceStep(clean(value / factor), false);
}
