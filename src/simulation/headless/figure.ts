const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** As many decimals as give three or four digits in all. */
const decimalsFor = (size: number): number => (size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);

/** A number for people: 12,345 · 312.4 · 8.25 · 0.042. A whole number stays one unless told how many decimals. */
export function figure(value: number, decimals?: number): string {
  if (Number.isNaN(value)) return 'n/a';
  if (!Number.isFinite(value)) return '∞';
  const digits = decimals ?? (Number.isInteger(value) ? 0 : decimalsFor(Math.abs(value)));
  const [whole, fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(THOUSANDS, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A mean and how far it may be off: 40.3 ±0.9. Where nothing varied, the figure alone. */
export function figureWithin(mean: number, halfWidth: number): string {
  if (halfWidth === 0) return figure(mean);
  const decimals = decimalsFor(Math.abs(mean));
  return `${figure(mean, decimals)} ±${figure(halfWidth, decimals)}`;
}

/** A share, 0 … 1, in per cent. */
export const percentage = (share: number): string => `${figure(share * 100, 1)} %`;

/** A mean share and how far it may be off. */
export const percentageWithin = (mean: number, halfWidth: number): string =>
  halfWidth === 0 ? percentage(mean) : `${figure(mean * 100, 1)} ±${figure(halfWidth * 100, 1)} %`;

/** A time in seconds or, below one, in milliseconds. */
export const time = (ms: number): string => (ms >= 1000 ? `${figure(ms / 1000)} s` : `${figure(ms)} ms`);
