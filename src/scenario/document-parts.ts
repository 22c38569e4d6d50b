/** What the schemas of a document's parts are made of. */
import * as v from 'valibot';
import { isReserved } from '../schema/reserved-names';
import { LIMITS } from './limits';

export const shape = <const E extends v.ObjectEntries>(entries: E) =>
  v.strictObject(entries, (issue) => {
    if (issue.expected === 'never') return `one of the known names: ${Object.keys(entries).join(', ')}`;
    return issue.expected === 'Object' ? 'an object' : `${issue.expected} to be given`;
  });

export const words = (maxLength: number) => {
  const expected = `a text of at most ${maxLength} characters`;
  return v.pipe(v.string(expected), v.maxLength(maxLength, expected));
};
export const range = (min: number, max: number) => {
  const expected = `a number from ${min} to ${max}`;
  return v.pipe(v.number(expected), v.minValue(min, expected), v.maxValue(max, expected));
};
export const many = <const S extends v.GenericSchema>(item: S, maxLength: number) => {
  const expected = `a list of at most ${maxLength} items`;
  return v.pipe(v.array(item, expected), v.maxLength(maxLength, expected));
};
/** A list whose items are checked one by one, once its length is known to be harmless. */
export const items = (maxLength: number) => {
  const expected = `a list of at most ${maxLength} items`;
  return v.pipe(
    v.custom<unknown[]>((input) => Array.isArray(input), expected),
    v.maxLength(maxLength, expected),
  );
};

const CONTROL = /\p{Cc}/u;
const idExpected = `a text of 1 to ${LIMITS.idLength} characters`;
export const idSchema = v.pipe(
  v.string(idExpected),
  v.minLength(1, idExpected),
  v.maxLength(LIMITS.idLength, idExpected),
  v.check((text) => !CONTROL.test(text), 'a text without control characters'),
  v.check((text) => !isReserved(text), 'a name that is not reserved'),
);
