import { formatCompact, formatRate } from '../../i18n/format';

/** From ten on whole, below with one decimal: a figure that changes all the time should be short and calm. */
const steady = (value: number): number => (value >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10);

/** A live rate, per second. */
export const liveRate = (perSec: number): string => formatRate(steady(perSec));

/** A live count. */
export const liveCount = (count: number): string => formatCompact(Math.round(count));
