/** How a contract stands in a document. */
import * as v from 'valibot';
import { type Contract, type ContractField, FIELD_TYPES, FORMATS } from '../network/contracts/contract';
import { idSchema, many, range, shape, words } from './document-parts';
import { LIMITS } from './limits';

const WHOLE = 'a whole number';
const whole = (min: number, max: number) => v.pipe(range(min, max), v.integer(WHOLE));
const NAME = `a text of 1 to ${LIMITS.fieldNameLength} characters`;
const name = v.pipe(v.string(NAME), v.minLength(1, NAME), v.maxLength(LIMITS.fieldNameLength, NAME));

const field = shape({
  name,
  /** Left out: its place in the list, from 1. The greatest is protobuf's: 2²⁹−1. */
  id: v.optional(whole(1, 536_870_911)),
  type: v.optional(v.picklist(FIELD_TYPES, `one of ${FIELD_TYPES.join(', ')}`), 'string'),
  symbols: v.optional(many(name, LIMITS.contractFields), []),
  required: v.optional(v.boolean('true or false'), true),
  default: v.optional(v.nullable(words(LIMITS.fieldNameLength)), null),
});

const isOnce = (values: readonly unknown[]) => new Set(values).size === values.length;

const fields = v.pipe(
  many(field, LIMITS.contractFields),
  v.transform((all): ContractField[] => all.map((one, index) => ({ ...one, id: one.id ?? index + 1 }))),
  v.check((all) => isOnce(all.map((one) => one.name)), 'names that are used once'),
  v.check((all) => isOnce(all.map((one) => one.id)), 'numbers that are used once'),
);

const versions = v.pipe(
  many(shape({ version: whole(1, 1_000_000), fields: v.optional(fields, []) }), LIMITS.contractVersions),
  v.check((all) => all.length > 0, 'at least one version'),
  v.check(
    (all) => all.every(({ version }, index) => index === 0 || version > all[index - 1].version),
    'versions in ascending order',
  ),
);

export const contractSchema: v.GenericSchema<unknown, Contract> = shape({
  id: idSchema,
  name: v.optional(words(LIMITS.labelLength), ''),
  format: v.optional(v.picklist(FORMATS, `one of ${FORMATS.join(', ')}`), 'json'),
  versions,
});
