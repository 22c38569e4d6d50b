import type { Scale, Size } from './quantity';

/** What a size is called in the language of the page. */
type NameOf = (unit: string) => string;

const withNames = (words: Readonly<Record<string, number>>, sizes: readonly Size[]): ReadonlyMap<string, number> =>
  new Map([...Object.entries(words), ...sizes.map(({ unit, factor }) => [unit.toLowerCase(), factor] as const)]);

const MS_BY_WORD: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  мкс: 0.001,
  ms: 1,
  мс: 1,
  s: 1_000,
  sec: 1_000,
  с: 1_000,
  сек: 1_000,
  m: 60_000,
  min: 60_000,
  м: 60_000,
  мин: 60_000,
  h: 3_600_000,
  ч: 3_600_000,
  d: 86_400_000,
  д: 86_400_000,
};

/** Durations. @param baseMs what one of the value's own unit is, ms: 1 or 1,000 */
export function durationScale(nameOf: NameOf, baseMs: number): Scale {
  const sizes = (['ms', 's', 'min', 'h'] as const).map((unit) => ({
    unit: nameOf(unit),
    factor: MS_BY_WORD[unit] / baseMs,
  }));
  const words = Object.fromEntries(Object.entries(MS_BY_WORD).map(([word, ms]) => [word, ms / baseMs]));
  return { sizes, base: sizes.find(({ factor }) => factor === 1) ?? sizes[0], words: withNames(words, sizes) };
}

const BYTES_BY_WORD: Readonly<Record<string, number>> = {
  b: 1,
  б: 1,
  k: 1e3,
  kb: 1e3,
  к: 1e3,
  кб: 1e3,
  m: 1e6,
  mb: 1e6,
  м: 1e6,
  мб: 1e6,
  g: 1e9,
  gb: 1e9,
  г: 1e9,
  гб: 1e9,
  kib: 1_024,
  киб: 1_024,
  mib: 1_048_576,
  миб: 1_048_576,
  gib: 1_073_741_824,
  гиб: 1_073_741_824,
};

/** Sizes in bytes, by decimal or binary prefixes, whichever makes them shorter. */
export function bytesScale(nameOf: NameOf): Scale {
  const sizes = [
    { unit: nameOf('bytes'), factor: 1 },
    ...(['kB', 'KiB', 'MB', 'MiB', 'GB', 'GiB'] as const).map((unit) => ({
      unit: nameOf(unit),
      factor: BYTES_BY_WORD[unit.toLowerCase()],
    })),
  ];
  return { sizes, base: sizes[0], words: withNames(BYTES_BY_WORD, sizes) };
}

/**
 * Plain numbers, which are written out; thousands and millions can be typed shortly.
 * @param unit stands behind the number in its field and may be typed with it
 */
export function countScale(unit = ''): Scale {
  const one = { unit: '', factor: 1 };
  const words: Readonly<Record<string, number>> = {
    k: 1e3,
    к: 1e3,
    тыс: 1e3,
    m: 1e6,
    м: 1e6,
    млн: 1e6,
  };
  return { sizes: [one], base: one, words: new Map([...Object.entries(words), [unit.toLowerCase(), 1]]) };
}
