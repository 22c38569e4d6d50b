import { parseNumber } from '../../ui/number-text';

/** A moment as logs write it: `2024-05-01T12:00:00.123Z`, `2024-05-01 12:00:00,123`, `[01/May/2024:12:00:00 +0000]`. */
const STAMP =
  /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?|(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d)(?: ([+-]\d{4}))?/g;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
/** Whole seconds since 1970 lie above this since 2001; what counts milliseconds is a thousand times as large. */
const SINCE_1970_S = 1e9;
const SINCE_1970_MS = 1e12;

/** One without a zone is taken as UTC: only differences matter. */
function stampMs(match: RegExpMatchArray): number {
  const [, date, time, fraction = '0', zone, day, month, year, clock, offset] = match;
  const plain = date ?? `${year}-${String(MONTHS.indexOf(month) / 3 + 1).padStart(2, '0')}-${day}`;
  const distance = (zone ?? offset ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  return Date.parse(`${plain}T${time ?? clock}${distance}`) + Number(`0.${fraction}`) * 1_000;
}

/** From the first of them on, to the microsecond. */
function relative(moments: readonly number[]): number[] {
  const first = moments.reduce((least, ms) => (ms < least ? ms : least), Infinity);
  return moments.map((ms) => Math.round((ms - first) * 1_000) / 1_000);
}

/**
 * The numbers in a text, with spaces, semicolons or line breaks between them. Of a log, where these are times (`asTimes`),
 * the times of its entries, from the first one on: time stamps, or seconds or milliseconds since 1970. NaN is what is none.
 */
export function numbersIn(text: string, asTimes: boolean): number[] {
  const stamps = asTimes ? [...text.matchAll(STAMP)] : [];
  if (stamps.length > 0) return relative(stamps.map(stampMs));
  const numbers = text
    .split(/[\s;]+/)
    .filter(Boolean)
    .map((number) => parseNumber(number));
  const since = (least: number) => asTimes && numbers.length > 0 && numbers.every((number) => number >= least);
  if (since(SINCE_1970_MS)) return relative(numbers);
  return since(SINCE_1970_S) ? relative(numbers.map((seconds) => seconds * 1_000)) : numbers;
}
