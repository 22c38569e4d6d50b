/** The table of `npm run bench`, for a terminal or for a page of the documentation. */

/**
 * What the programs print; see src/simulation/bench/measurement.ts.
 * @typedef {object} Measurement
 * @property {string} name
 * @property {number | null} value
 * @property {string} unit
 * @property {number} [median]
 * @property {{ atLeast: number, aim: number } | { atMost: number, aim: number }} [target]
 * @property {string} [note]
 */

const WIDTHS = [8, 64, 12, 12, 15, 11, 11, 8];
const TITLES = ['theme', 'figure', 'value', 'median', 'unit', 'floor', 'aim', 'verdict'];
/** Columns of numbers: to the right. */
const NUMBERS = new Set([2, 3, 5, 6]);

/** Three significant digits, four from a thousand on, thousands apart. @param {number | null | undefined} value */
function number(value) {
  if (value === undefined || value === null) return '';
  if (Math.abs(value) < 1000) return String(Number(value.toPrecision(3)));
  return String(Math.round(Number(value.toPrecision(4)))).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** @param {readonly string[]} cells @param {boolean} markdown */
function line(cells, markdown) {
  if (markdown) return `| ${cells.join(' | ')} |`;
  const padded = cells.map((cell, i) => (NUMBERS.has(i) ? cell.padStart(WIDTHS[i]) : cell.padEnd(WIDTHS[i])));
  return padded.join('  ').trimEnd();
}

/** @param {boolean} markdown @returns {string[]} */
export function head(markdown) {
  const titles = line(TITLES, markdown);
  return markdown
    ? [
        titles,
        line(
          TITLES.map((_, i) => (NUMBERS.has(i) ? '---:' : '---')),
          true,
        ),
      ]
    : [titles];
}

/** @param {Measurement} measurement @returns {'' | 'aim' | 'floor' | 'misses'} */
export function verdictOf({ value, target }) {
  if (value === null || target === undefined) return '';
  const [floor, sign] = 'atLeast' in target ? [target.atLeast, 1] : [target.atMost, -1];
  if (value * sign < floor * sign) return 'misses';
  return value * sign >= target.aim * sign ? 'aim' : 'floor';
}

/** @param {string} theme @param {Measurement} measurement @param {boolean} markdown */
export function row(theme, measurement, markdown) {
  const { name, value, median, unit, target, note } = measurement;
  const floor = target && ('atLeast' in target ? `≥ ${number(target.atLeast)}` : `≤ ${number(target.atMost)}`);
  const verdict = verdictOf(measurement);
  const cells = [theme, name, number(value), number(median), unit, floor ?? '', number(target?.aim), note ?? verdict];
  return line(cells, markdown);
}

/** @param {readonly string[]} verdicts */
export function summary(verdicts) {
  /** @param {string} wanted */
  const count = (wanted) => verdicts.filter((verdict) => verdict === wanted).length;
  const [aim, floor, misses] = ['aim', 'floor', 'misses'].map(count);
  return `Of ${aim + floor + misses} figures with a target, ${aim} reach what is aimed for, ${floor} the floor, ${misses} miss it.`;
}
