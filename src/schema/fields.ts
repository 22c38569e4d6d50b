/** The constructors of parameter fields. Each takes its default, so that a document may leave any of them out. */
import * as v from 'valibot';
import type {
  ChoiceField,
  CustomField,
  Field,
  FlagField,
  GroupField,
  ListField,
  NumberField,
  OptionalField,
  Sections,
  TextField,
  Unit,
  ValueOf,
  VariantField,
} from './field';

interface NumberOptions {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: Unit;
}

function numeric(integer: boolean, options: NumberOptions): NumberField {
  const min = options.min ?? 0;
  const max = options.max ?? (integer ? 1_000_000 : 1e9);
  const expected = `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`;
  const schema = v.pipe(
    v.number(expected),
    v.check((value) => value >= min && value <= max && (!integer || Number.isInteger(value)), expected),
  );
  return {
    type: 'number',
    integer,
    min,
    max,
    unit: options.unit ?? (integer ? 'count' : 'none'),
    default: options.default,
    schema: v.optional(schema, options.default),
  };
}

/** A real number within bounds (0 … 10⁹ unless told otherwise). */
export const number = (options: NumberOptions): NumberField => numeric(false, options);

/** A whole number within bounds (0 … 1,000,000 unless told otherwise). */
export const integer = (options: NumberOptions): NumberField => numeric(true, options);

/** A duration in milliseconds, at most a day. */
export const milliseconds = (defaultMs: number, minMs = 0): NumberField =>
  number({ default: defaultMs, min: minMs, max: 86_400_000, unit: 'ms' });

/** A rate in events per second. */
export const perSecond = (defaultRate: number, min = 0): NumberField =>
  number({ default: defaultRate, min, max: 1e6, unit: 'perSec' });

/** A share between 0 and 1. */
export const ratio = (defaultRatio: number): NumberField =>
  number({ default: defaultRatio, min: 0, max: 1, unit: 'ratio' });

export function choice<const T extends string>(options: readonly T[], initial: NoInfer<T>): ChoiceField<T> {
  const expected = `one of ${options.join(', ')}`;
  return { type: 'choice', options, default: initial, schema: v.optional(v.picklist(options, expected), initial) };
}

interface TextOptions extends Pick<TextField, 'refersTo'> {
  readonly default?: string;
  readonly maxLength?: number;
}

export function text(options: TextOptions = {}): TextField {
  const maxLength = options.maxLength ?? 200;
  const initial = options.default ?? '';
  const expected = `a text of at most ${maxLength} characters`;
  const schema = v.optional(v.pipe(v.string(expected), v.maxLength(maxLength, expected)), initial);
  return { type: 'text', maxLength, refersTo: options.refersTo, default: initial, schema };
}

export function flag(initial: boolean): FlagField {
  return { type: 'flag', default: initial, schema: v.optional(v.boolean('true or false'), initial) };
}

/** `null`, which is also the default unless `initial` says otherwise, or a value of `inner`. */
export function optional<T>(inner: Field<T>, initial: T | null = null): OptionalField<T> {
  const schema = v.optional(v.nullable(inner.schema), initial as never) as v.GenericSchema<unknown, T | null>;
  return { type: 'optional', inner, default: initial, schema };
}

type Values<F extends Record<string, Field>> = { [K in keyof F]: ValueOf<F[K]> };

const defaultsOf = (fields: Record<string, Field>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default]));

const schemasOf = (fields: Record<string, Field>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema]));

/** An empty list has no unknown names, and would pass for a group of defaults. */
const noList = v.custom<unknown>((value) => !Array.isArray(value), 'an object');

/**
 * Named fields. Unknown names are refused, so that a misspelt one does not silently do nothing.
 * @param sections which of them a form may fold away, under what names
 */
export function group<const F extends Record<string, Field>>(
  fields: F,
  sections?: Sections<Extract<keyof F, string>>,
): GroupField<Values<F>> {
  const initial = defaultsOf(fields) as Values<F>;
  const known = Object.keys(fields).join(', ') || 'nothing';
  const schema = v.strictObject(schemasOf(fields), (issue) =>
    issue.expected === 'never' ? `one of the known names: ${known}` : 'an object',
  );
  return {
    type: 'group',
    fields,
    sections,
    default: initial,
    schema: v.optional(v.pipe(noList, schema), {}) as unknown as v.GenericSchema<unknown, Values<F>>,
  };
}

type VariantValue<Tag extends string, O extends Record<string, Record<string, Field>>> = {
  [K in keyof O & string]: { [T in Tag]: K } & Values<O[K]>;
}[keyof O & string];

/** One of several groups, told apart by the string under `tag`. The default is `initial`. */
export function variant<const Tag extends string, const O extends Record<string, Record<string, Field>>>(
  tag: Tag,
  options: O,
  initial: NoInfer<VariantValue<Tag, O>>,
): VariantField<VariantValue<Tag, O>> {
  const names = Object.keys(options);
  const branches = names.map((name) =>
    v.strictObject({ [tag]: v.literal(name), ...schemasOf(options[name]) }, (issue) =>
      issue.expected === 'never'
        ? `one of the known names: ${[tag, ...Object.keys(options[name])].join(', ')}`
        : 'an object',
    ),
  );
  const expected = `an object whose "${tag}" is one of ${names.join(', ')}`;
  const schema = v.variant(tag, branches as never, expected);
  return {
    type: 'variant',
    tag,
    options: Object.fromEntries(names.map((name) => [name, group(options[name]) as GroupField])),
    default: initial,
    schema: v.optional(schema, initial as never) as unknown as v.GenericSchema<unknown, VariantValue<Tag, O>>,
  };
}

export function list<T>(item: Field<T>, options: { default?: T[]; maxItems?: number } = {}): ListField<T> {
  const maxItems = options.maxItems ?? 1000;
  const initial = options.default ?? [];
  const expected = `a list of at most ${maxItems} items`;
  const schema = v.pipe(v.array(item.schema, expected), v.maxLength(maxItems, expected));
  return {
    type: 'list',
    item,
    maxItems,
    default: initial,
    schema: v.optional(schema, initial as never) as unknown as v.GenericSchema<unknown, T[]>,
  };
}

/** A value checked by a schema of its own and edited by the form called `editor`. */
export function custom<T>(
  editor: string,
  schema: v.GenericSchema<unknown, T>,
  initial: T,
  mapLinks?: CustomField<T>['mapLinks'],
): CustomField<T> {
  return {
    type: 'custom',
    editor,
    mapLinks,
    default: initial,
    schema: v.optional(schema, initial as never) as unknown as v.GenericSchema<unknown, T>,
  };
}
