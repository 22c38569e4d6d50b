/** What checks values, made of the description of a field. */
import * as v from 'valibot';
import type { AnyField, Field, NumberField, VariantField } from './field';

type Schema<T = unknown> = v.GenericSchema<unknown, T>;

/** By the names of their editors. */
const customSchemas = new Map<string, Schema>();

/** Lets fields with the form called `editor` be checked by a schema that no field can describe. */
export const knowSchema = (editor: string, schema: Schema): void => void customSchemas.set(editor, schema);

function numeric({ integer, min, max }: NumberField): Schema {
  const expected = `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`;
  return v.pipe(
    v.number(expected),
    v.check((value) => value >= min && value <= max && (!integer || Number.isInteger(value)), expected),
  );
}

function text(maxLength: number): Schema {
  const expected = `a text of at most ${maxLength} characters`;
  return v.pipe(v.string(expected), v.maxLength(maxLength, expected));
}

const schemasOf = (fields: Readonly<Record<string, Field>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]));

/** Unknown names are refused, so that a misspelt one does not silently do nothing. */
const named = (entries: v.ObjectEntries, names: readonly string[]) =>
  v.strictObject(entries, (issue) =>
    issue.expected === 'never' ? `one of the known names: ${names.join(', ') || 'nothing'}` : 'an object',
  );

/** An empty list has no unknown names, and would pass for a group of defaults. */
const noList = v.custom<unknown>((value) => !Array.isArray(value), 'an object');

function variant({ tag, options }: VariantField): Schema {
  const names = Object.keys(options);
  const branches = names.map((name) => {
    const { fields } = options[name];
    return named({ [tag]: v.literal(name), ...schemasOf(fields) }, [tag, ...Object.keys(fields)]);
  });
  return v.variant(tag, branches as never, `an object whose "${tag}" is one of ${names.join(', ')}`);
}

function list(item: Field, maxItems: number): Schema {
  const expected = `a list of at most ${maxItems} items`;
  return v.pipe(v.array(schemaOf(item), expected), v.maxLength(maxItems, expected));
}

/** Of a value that is there. */
function present(field: AnyField): Schema {
  switch (field.type) {
    case 'number':
      return numeric(field);
    case 'choice':
      return v.picklist(field.options, `one of ${field.options.join(', ')}`);
    case 'text':
      return text(field.maxLength);
    case 'flag':
      return v.boolean('true or false');
    case 'optional':
      return v.nullable(schemaOf(field.inner));
    case 'group':
      return v.pipe(noList, named(schemasOf(field.fields), Object.keys(field.fields)));
    case 'variant':
      return variant(field);
    case 'list':
      return list(field.item, field.maxItems);
    case 'custom': {
      const schema = field.checkedAs ? schemaOf(field.checkedAs) : customSchemas.get(field.editor);
      if (!schema) throw new Error(`no schema for ${field.editor} is known`);
      return schema;
    }
  }
}

function make(field: AnyField): Schema {
  // What is missing in a group is filled in by its fields.
  const schema = v.optional(present(field), (field.type === 'group' ? {} : field.default) as never);
  return (field.rules ?? []).reduce((whole, { holds, expected }) => v.pipe(whole, v.check(holds, expected)), schema);
}

const made = new WeakMap<Field, Schema>();

/** Accepts a saved value (a missing one becomes the default) and refuses everything else. */
export function schemaOf<T>(field: Field<T>): Schema<T> {
  const known = made.get(field) ?? make(field as AnyField);
  made.set(field, known);
  return known as Schema<T>;
}
