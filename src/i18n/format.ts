/** Numbers and units, the way the language of the page writes them. */
import type { Unit } from '../schema/field';
import { language, t } from './language';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language()} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language(), options);
  formats.set(key, made);
  return made;
}

/** A number with at most `digits` significant digits (3 if left out), never fewer than its whole part has. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const whole = Math.abs(value) >= 10 ** (digits - 1);
  return whole
    ? numberFormat({ maximumFractionDigits: 0 }).format(value)
    : numberFormat({ maximumSignificantDigits: digits }).format(value);
}

/** A number with its thousands apart and all of its digits, up to ten. */
export const formatExact = (value: number): string =>
  numberFormat({ maximumSignificantDigits: 10, useGrouping: 'always' }).format(value);

/** Whether the language of the page parts the whole from the fraction by a comma. */
export const usesDecimalComma = (): boolean => formatExact(0.5).includes(',');

/** A large number in few characters: 12 K, 1.5 M. */
export const formatCompact = (value: number): string =>
  Math.abs(value) < 10_000
    ? formatNumber(value)
    : numberFormat({ notation: 'compact', maximumSignificantDigits: 3 }).format(value);

const withUnit = (value: string, unit: string) => `${value}\u00a0${t(`unit.${unit}`)}`;

/** A duration given in milliseconds, in the unit that reads best. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  const size = Math.abs(ms);
  if (size < 1_000) return withUnit(formatNumber(ms), 'ms');
  if (size < 600_000) return withUnit(formatNumber(ms / 1_000), 's');
  if (size < 36_000_000) return withUnit(formatNumber(ms / 60_000), 'min');
  if (size < 172_800_000) return withUnit(formatNumber(ms / 3_600_000), 'h');
  return withUnit(formatNumber(ms / 86_400_000), 'days');
}

/** A rate per second. */
export const formatRate = (perSec: number): string =>
  Number.isFinite(perSec) ? `${formatCompact(perSec)}${t('unit.perSecShort')}` : '–';

/** A share, 0 … 1, as a percentage. */
export const formatShare = (share: number): string =>
  Number.isFinite(share) ? numberFormat({ style: 'percent', maximumFractionDigits: 0 }).format(share) : '–';

const two = (value: number) => String(value).padStart(2, '0');

/** A moment of virtual time: minutes, seconds and milliseconds; its width changes only after an hour. */
export function formatClock(atMs: number): string {
  const whole = Math.max(0, Math.floor(atMs));
  const hours = Math.floor(whole / 3_600_000);
  const minutes = two(Math.floor(whole / 60_000) % 60);
  const seconds = two(Math.floor(whole / 1_000) % 60);
  const millis = String(whole % 1_000).padStart(3, '0');
  return `${hours ? `${hours}:` : ''}${minutes}:${seconds}.${millis}`;
}

/** What stands behind a number in its field; nothing for plain numbers. */
export const unitLabel = (unit: Unit): string => (unit === 'none' || unit === 'count' ? '' : t(`unit.${unit}`));

/** A wall-clock moment, ms since 1970: day and time. */
export const formatDate = (atMs: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(atMs);
