import { type Checked, describeValue } from '../../schema/issue';

/** So many values one parameter may run through. */
const MOST_VALUES = 10_000;

const DECIMAL = /^(?<sign>-?)(?<whole>\d{1,15})(?:\.(?<fraction>\d{1,15}))?$/;
/** Meant as a range, even if it is none. */
const LIKE_A_RANGE = /^-?\d[\d.]*:/;

/** A decimal number as it was written: `units` of 10 to the power of −`places`. */
interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

function parseDecimal(text: string): Decimal | null {
  const parts = DECIMAL.exec(text)?.groups;
  if (!parts) return null;
  const fraction = parts.fraction ?? '';
  const units = BigInt(parts.whole + fraction);
  return { units: parts.sign === '-' ? -units : units, places: fraction.length };
}

/** The units it has where it is written with more places. */
const unitsAt = ({ units, places }: Decimal, more: number): bigint => BigInt(`${units}${'0'.repeat(more - places)}`);

function formatDecimal(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const refuse = (expected: string, received: string): Checked<never> => ({
  ok: false,
  issues: [{ path: '', expected, received }],
});

/** The numbers of `from:to:step`, both ends included, in decimal: 0.1:0.3:0.1 has the value 0.3 in it. */
function parseRange(text: string): Checked<string[]> {
  const [from, to, step, ...rest] = text.split(':').map(parseDecimal);
  if (!from || !to || !step || rest.length > 0) return refuse('from:to:step, such as 10:100:10', describeValue(text));
  const places = Math.max(from.places, to.places, step.places);
  const [start, end, stride] = [from, to, step].map((decimal) => unitsAt(decimal, places));
  if (stride === 0n || (end - start) * stride < 0n)
    return refuse('a step that leads from the one to the other', describeValue(text));
  const count = (end - start) / stride + 1n;
  if (count > MOST_VALUES) return refuse(`at most ${MOST_VALUES} values`, `${count}`);
  return {
    ok: true,
    value: Array.from({ length: Number(count) }, (_, index) => formatDecimal(start + stride * BigInt(index), places)),
  };
}

/** The parts between the commas of a list; those inside of brackets and quotes divide nothing. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let begin = 0;
  let depth = 0;
  let quoted = false;
  for (let position = 0; position < text.length; position++) {
    const character = text[position];
    if (quoted) {
      if (character === '\\') position++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(begin, position));
      begin = position + 1;
    }
  }
  return [...parts, text.slice(begin)];
}

/**
 * The values of a sweep, as texts: a list `1,2,5`, a range `from:to:step` with both ends, or a list with ranges in it.
 * The values of a list may be anything that can be assigned, objects too.
 */
export function sweepValues(text: string): Checked<string[]> {
  const values: string[] = [];
  for (const part of splitList(text)) {
    if (part.trim() === '') return refuse('a value between the commas', describeValue(text));
    const range: Checked<string[]> = LIKE_A_RANGE.test(part) ? parseRange(part) : { ok: true, value: [part] };
    if (!range.ok) return range;
    for (const value of range.value) values.push(value);
    if (values.length > MOST_VALUES) return refuse(`at most ${MOST_VALUES} values`, 'more');
  }
  return { ok: true, value: values };
}
