import { formatCompact, formatRate } from '../../i18n/format';
import { language } from '../../i18n/language';

/** From ten on whole, below with one decimal: a figure that changes all the time should be short and calm. */
const steady = (value: number): number => (value >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10);

const MOST_KEPT = 4_000;

/** Keeps what was written for each value: live figures are few, and come again many times a second. */
function remembered(format: (value: number) => string): (value: number) => string {
  const texts = new Map<number, string>();
  let written = language();
  return (value) => {
    if (written !== language() || texts.size > MOST_KEPT) texts.clear();
    written = language();
    let text = texts.get(value);
    if (text === undefined) {
      text = format(value);
      texts.set(value, text);
    }
    return text;
  };
}

const rateText = remembered(formatRate);
const countText = remembered(formatCompact);

/** A live rate, per second. */
export const liveRate = (perSec: number): string => rateText(steady(perSec));

/** A live count. */
export const liveCount = (count: number): string => countText(Math.round(count));
