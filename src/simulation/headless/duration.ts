const DURATION = /^(?<digits>\d+(?:\.\d+)?)(?<unit>ms|s|m)?$/;

/**
 * A duration in ms from `600s`, `10m`, `250ms`, or a plain number of milliseconds; null when it is none. Decimal
 * fractions come out as written: `1.001s` is 1001, not the nearest binary fraction times a thousand.
 */
export function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text.trim())?.groups;
  if (!parts) return null;
  const { digits, unit } = parts;
  if (unit === 's') return Number(`${digits}e3`);
  if (unit === 'm') return Number(`${digits}e3`) * 60;
  return Number(digits);
}
