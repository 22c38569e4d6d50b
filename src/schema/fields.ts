/** The constructors of parameter fields. Each takes its default, so that a document may leave any of them out. */
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
  return {
    type: 'number',
    integer,
    min,
    max,
    unit: options.unit ?? (integer ? 'count' : 'none'),
    default: options.default,
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

export const choice = <const T extends string>(options: readonly T[], initial: NoInfer<T>): ChoiceField<T> => ({
  type: 'choice',
  options,
  default: initial,
});

interface TextOptions extends Pick<TextField, 'refersTo'> {
  readonly default?: string;
  readonly maxLength?: number;
}

export const text = ({ maxLength = 200, default: initial = '', refersTo }: TextOptions = {}): TextField => ({
  type: 'text',
  maxLength,
  refersTo,
  default: initial,
});

export const flag = (initial: boolean): FlagField => ({ type: 'flag', default: initial });

/** `null`, which is also the default unless `initial` says otherwise, or a value of `inner`. */
export const optional = <T>(inner: Field<T>, initial: T | null = null): OptionalField<T> => ({
  type: 'optional',
  inner,
  default: initial,
});

type Values<F extends Record<string, Field>> = { [K in keyof F]: ValueOf<F[K]> };

const defaultsOf = (fields: Record<string, Field>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default]));

/**
 * Named fields. Unknown names are refused, so that a misspelt one does not silently do nothing.
 * @param sections which of them a form may fold away, under what names
 */
export const group = <const F extends Record<string, Field>>(
  fields: F,
  sections?: Sections<Extract<keyof F, string>>,
): GroupField<Values<F>> => ({ type: 'group', fields, sections, default: defaultsOf(fields) as Values<F> });

type VariantValue<Tag extends string, O extends Record<string, Record<string, Field>>> = {
  [K in keyof O & string]: { [T in Tag]: K } & Values<O[K]>;
}[keyof O & string];

/** One of several groups, told apart by the string under `tag`. The default is `initial`. */
export function variant<const Tag extends string, const O extends Record<string, Record<string, Field>>>(
  tag: Tag,
  options: O,
  initial: NoInfer<VariantValue<Tag, O>>,
): VariantField<VariantValue<Tag, O>> {
  const groups = Object.entries(options).map(([name, fields]) => [name, group(fields) as GroupField]);
  return { type: 'variant', tag, options: Object.fromEntries(groups), default: initial };
}

export const list = <T>(
  item: Field<T>,
  { default: initial = [], maxItems = 1000 }: { default?: T[]; maxItems?: number } = {},
): ListField<T> => ({ type: 'list', item, maxItems, default: initial });

/**
 * A value that is edited by the form called `editor`, and checked like `checkedAs` or else by the schema that is known
 * under that name (see `knowSchema`).
 */
export const custom = <T>(
  editor: string,
  initial: T,
  { checkedAs, mapLinks }: Pick<CustomField<T>, 'checkedAs' | 'mapLinks'> = {},
): CustomField<T> => ({ type: 'custom', editor, checkedAs, mapLinks, default: initial });
