import { formatExact, usesDecimalComma } from '../i18n/format';
import { language, t } from '../i18n/language';
import type { Digits, Scale } from './quantity';
import { bytesScale, countScale, durationScale } from './quantity-scales';

/** What a field's number can count. */
export type QuantityUnit = 'ms' | 's' | 'perSec' | 'bytes' | 'count' | 'ratio' | 'factor' | 'none';

interface Written {
  readonly scale: Scale;
  /** What stands behind a number that is typed without a unit. */
  readonly sign: string;
}

const nameOf = (unit: string) => t(`unit.${unit}`);

function make(unit: QuantityUnit): Written {
  if (unit === 'ms') return { scale: durationScale(nameOf, 1), sign: nameOf('ms') };
  if (unit === 's') return { scale: durationScale(nameOf, 1_000), sign: nameOf('s') };
  if (unit === 'bytes') return { scale: bytesScale(nameOf), sign: nameOf('bytes') };
  const sign = unit === 'perSec' || unit === 'factor' ? nameOf(unit) : '';
  return { scale: countScale(sign), sign };
}

const made = new Map<string, Written>();

/** How quantities of a unit are written in the language of the page. */
export function scaleOf(unit: QuantityUnit): Written {
  const key = `${language()} ${unit}`;
  const known = made.get(key) ?? make(unit);
  made.set(key, known);
  return known;
}

/** How numbers are written in the language of the page. */
export const digits = (): Digits => ({ write: formatExact, decimalComma: usesDecimalComma() });
