import { formatMs, formatNumber, formatRate, formatShare, unitLabel } from '../../../i18n/format';
import type { NumberField } from '../../../schema/field';

/** How a value of a parameter is written. */
export function formatValue({ unit }: Pick<NumberField, 'unit'>): (value: number) => string {
  if (unit === 'perSec') return formatRate;
  if (unit === 'ms') return formatMs;
  if (unit === 'ratio') return formatShare;
  const label = unitLabel(unit);
  return (value) => `${formatNumber(value, 4)}${label === '' ? '' : ` ${label}`}`;
}
