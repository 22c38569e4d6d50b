/**
 * Parameter fields: one description from which come the check of a saved value, its default, and the form in the
 * inspector. A field is plain data: bounds, unit, choices, default. What checks a value is made of it by `check.ts`, when
 * it is first asked for; labels and help texts are the business of the language catalogues, keyed by the field's path.
 */

/** What a number counts or measures; decides its unit's label and how it is formatted. */
export type Unit = 'ms' | 'perSec' | 'bytes' | 'count' | 'ratio' | 'factor' | 'none';

export interface Field<T = unknown> {
  readonly type: string;
  /** What a document that leaves the field out gets. */
  readonly default: T;
  /** What else holds of its values, besides what their type says. */
  readonly rules?: readonly Rule<T>[];
}

/** Something that a value must satisfy. */
export interface Rule<T> {
  // A method, so that a field of something particular still is a field.
  holds(value: T): boolean;
  /** What is said of a value for which it does not hold. */
  readonly expected: string;
}

export interface NumberField extends Field<number> {
  readonly type: 'number';
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
  readonly unit: Unit;
}
export interface ChoiceField<T extends string = string> extends Field<T> {
  readonly type: 'choice';
  readonly options: readonly T[];
}
export interface TextField extends Field<string> {
  readonly type: 'text';
  readonly maxLength: number;
  /** What the text names: a link that begins at the node whose parameter it is. Empty: none yet. */
  readonly refersTo?: 'outgoingLink';
}
export interface FlagField extends Field<boolean> {
  readonly type: 'flag';
}
/** A value that may be absent: `null` stands for "none" or "no limit", as the field's own texts say. */
export interface OptionalField<T = unknown> extends Field<T | null> {
  readonly type: 'optional';
  readonly inner: Field<T>;
}
/** Parts of a long form: what is wanted less often than the rest. */
export type Sections<Name extends string = string> = Readonly<Record<string, readonly Name[]>>;

export interface GroupField<T = unknown> extends Field<T> {
  readonly type: 'group';
  readonly fields: Readonly<Record<string, Field>>;
  /** Names of fields that a form may fold away together, under the names of the parts; the others it always shows. */
  readonly sections?: Sections;
}
/** One of several groups, told apart by the string under `tag`. */
export interface VariantField<T = unknown> extends Field<T> {
  readonly type: 'variant';
  readonly tag: string;
  readonly options: Readonly<Record<string, GroupField>>;
}
export interface ListField<T = unknown> extends Field<T[]> {
  readonly type: 'list';
  readonly item: Field<T>;
  readonly maxItems: number;
}
/** A value whose form is written by hand and found under the name `editor`. */
export interface CustomField<T = unknown> extends Field<T> {
  readonly type: 'custom';
  readonly editor: string;
  /** The field as which its values are checked; left out where a schema is known under the name of the editor. */
  readonly checkedAs?: Field<T>;
  /**
   * Rewrites the ids of outgoing links that a value names; what names a link for which `rename` gives null goes.
   * Left out where values name none.
   */
  readonly mapLinks?: (value: T, rename: (link: string, path: string) => string | null) => T;
}

/** Every shape that a field can take, for code that walks a form. */
export type AnyField =
  | NumberField
  | ChoiceField
  | TextField
  | FlagField
  | OptionalField
  | GroupField
  | VariantField
  | ListField
  | CustomField;

/** The type of the values that a field accepts. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;
