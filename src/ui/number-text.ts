/** Commas where only those between thousands stand. */
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+$/;

/**
 * Reads a number as people type it: with a decimal comma or point, with spaces between thousands, with a real minus.
 * NaN when it is not a number.
 * @param decimalComma whether `10,000` is ten, as in Russian, and not ten thousand
 */
export function parseNumber(text: string, decimalComma = true): number {
  const plain = text.replace(/[\s\u00a0\u202f'_]/g, '').replace('−', '-');
  const thousands = plain.includes('.') || (!decimalComma && THOUSANDS.test(plain));
  const pointed = thousands ? plain.replaceAll(',', '') : plain.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed) ? Number(pointed) : Number.NaN;
}

/** A step that feels right at this size: a tenth of the leading digit's place, and whole for whole numbers. */
export function niceStep(value: number, integer: boolean): number {
  const size = Math.abs(value);
  if (integer) return size < 20 ? 1 : 10 ** Math.max(0, Math.floor(Math.log10(size)) - 1);
  if (size === 0) return 0.1;
  return 10 ** (Math.floor(Math.log10(size) + 1e-9) - 1);
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
export const clean = (value: number): number => Number.parseFloat(value.toPrecision(10));
