import { sameJson } from '../../scenario/same';
import type { Field, GroupField } from '../../schema/field';

export type Values = Readonly<Record<string, unknown>>;
type NamedField = readonly [name: string, field: Field];

/** A part of a form that can be folded away. */
export interface FormSection {
  readonly name: string;
  readonly fields: readonly NamedField[];
}

/** The fields of a group: those that are always shown, in their own order, and the parts that can be folded away. */
export function partsOf({ fields, sections = {} }: GroupField): {
  readonly shown: readonly NamedField[];
  readonly sections: readonly FormSection[];
} {
  const folded = new Set(Object.values(sections).flat());
  return {
    shown: Object.entries(fields).filter(([name]) => !folded.has(name)),
    sections: Object.entries(sections).map(([name, names]) => ({
      name,
      fields: names.flatMap((one) => (fields[one] ? [[one, fields[one]] as const] : [])),
    })),
  };
}

/** The fields whose values are not their defaults. */
export const changedIn = ({ fields }: FormSection, values: Values): readonly string[] =>
  fields.filter(([name, field]) => !sameJson(values[name], field.default)).map(([name]) => name);

/** The values with those of a part as they are in the beginning. */
export const withDefaults = ({ fields }: FormSection, values: Values): Values => ({
  ...values,
  ...Object.fromEntries(fields.map(([name, field]) => [name, field.default])),
});
