/**
 * Whether a reader with one version of a contract understands what was written with another, by the rules of each
 * format. What is compared is the versions, not a message: where any message that the writer's version allows could not
 * be read, none is. README.md has the sources, rule by rule.
 */
import type { ContractField, ContractFormat, ContractVersion, FieldType, Reader } from './contract';

/** What is wrong with a field. */
export type Flaw =
  /** The writer does not know a field that the reader must have. */
  | 'missing'
  /** The writer may leave out a field that the reader must have. */
  | 'optional'
  /** It is of a type that the reader does not take for its own. */
  | 'type'
  /** It may hold a symbol that the reader does not know. */
  | 'symbols'
  /** The reader does not know it, and is strict. */
  | 'unknown';

export interface Mismatch {
  /** The field's name as the writer knows it; failing that, as the reader does. */
  readonly field: string;
  readonly flaw: Flaw;
  /** False: the message is read, but the value is lost on the way, and nobody is told. */
  readonly refused: boolean;
  readonly writes: FieldType | null;
  readonly expects: FieldType | null;
  /** Those that the reader does not know. */
  readonly symbols: readonly string[];
}

/** How a value fares that is read as a type. */
type Reading = 'fine' | 'lost' | 'refused';

interface Rules {
  /** A field is known by its id rather than by its name. */
  readonly byId: boolean;
  readonly reads: (writes: FieldType, expects: ContractField) => Reading;
  /** Where the writer does not know the field. */
  readonly withoutIt: (expects: ContractField) => Reading;
  /** Where the writer may leave it out. */
  readonly leftOut: (expects: ContractField) => Reading;
  readonly symbol: (expects: ContractField) => Reading;
}

type Takes = Readonly<Record<FieldType, readonly FieldType[]>>;

/** By what is written, what it can be read as. */
const JSON_TAKES: Takes = {
  string: ['string'],
  int: ['int', 'long', 'float', 'double'],
  long: ['long', 'float', 'double'],
  float: ['float', 'double'],
  double: ['float', 'double'],
  boolean: ['boolean'],
  bytes: ['bytes', 'string'],
  enum: ['enum', 'string'],
};
/** "Schema Resolution" of the specification. */
const AVRO_TAKES: Takes = {
  string: ['string', 'bytes'],
  int: ['int', 'long', 'float', 'double'],
  long: ['long', 'float', 'double'],
  float: ['float', 'double'],
  double: ['double'],
  boolean: ['boolean'],
  bytes: ['bytes', 'string'],
  enum: ['enum'],
};
const VARINTS: readonly FieldType[] = ['int', 'long', 'boolean', 'enum'];
const PROTOBUF_TAKES: Takes = {
  string: ['string', 'bytes'],
  int: VARINTS,
  long: VARINTS,
  float: ['float'],
  double: ['double'],
  boolean: VARINTS,
  bytes: ['bytes', 'string'],
  enum: VARINTS,
};
/** An enum goes as an i32, text and binary are one type on the wire, and there is one floating type. */
const THRIFT_TAKES: Takes = {
  string: ['string', 'bytes'],
  int: ['int', 'enum'],
  long: ['long'],
  float: ['float', 'double'],
  double: ['float', 'double'],
  boolean: ['boolean'],
  bytes: ['bytes', 'string'],
  enum: ['enum', 'int'],
};

const unlessDefault = (expects: ContractField): Reading =>
  expects.required && expects.default === null ? 'refused' : 'fine';
const ifRequired = (expects: ContractField): Reading => (expects.required ? 'refused' : 'fine');
/** Skipped as if it had not been written. */
const skipped = (expects: ContractField): Reading => (expects.required ? 'refused' : 'lost');

const RULES: Readonly<Record<ContractFormat, Rules>> = {
  json: {
    byId: false,
    reads: (writes, expects) => (JSON_TAKES[writes].includes(expects.type) ? 'fine' : 'refused'),
    withoutIt: unlessDefault,
    leftOut: unlessDefault,
    symbol: () => 'refused',
  },
  protobuf: {
    byId: true,
    reads: (writes, { type }) => {
      // A string must be UTF-8, which bytes need not be; a field of another wire type is one that the reader does not know.
      if (writes === 'bytes' && type === 'string') return 'refused';
      return PROTOBUF_TAKES[writes].includes(type) ? 'fine' : 'lost';
    },
    // proto3 requires nothing: what is not there is zero.
    withoutIt: () => 'fine',
    leftOut: () => 'fine',
    // Its enums are open.
    symbol: () => 'fine',
  },
  avro: {
    byId: false,
    reads: (writes, expects) => (AVRO_TAKES[writes].includes(expects.type) ? 'fine' : 'refused'),
    withoutIt: unlessDefault,
    // A null that was written is not a value that is missing: the default does not help.
    leftOut: ifRequired,
    symbol: ({ default: instead }) => (instead === null ? 'refused' : 'fine'),
  },
  thrift: {
    byId: true,
    reads: (writes, expects) => (THRIFT_TAKES[writes].includes(expects.type) ? 'fine' : skipped(expects)),
    withoutIt: ifRequired,
    leftOut: ifRequired,
    symbol: skipped,
  },
};

/** Everything that keeps a reader from understanding what was written; in the order of the writer's fields. */
export function mismatches(
  format: ContractFormat,
  writer: ContractVersion,
  reader: ContractVersion,
  how: Reader,
): Mismatch[] {
  if (writer === reader) return [];
  const rules = RULES[format];
  const keyOf = (field: ContractField) => (rules.byId ? field.id : field.name);
  const expected = new Map(reader.fields.map((field) => [keyOf(field), field]));
  const written = new Set(writer.fields.map(keyOf));
  const found: Mismatch[] = [];
  const add = (flaw: Flaw, reading: Reading, writes: ContractField | null, expects: ContractField | null) => {
    if (reading === 'fine') return;
    found.push({
      field: (writes ?? expects)?.name ?? '',
      flaw,
      refused: reading === 'refused',
      writes: writes?.type ?? null,
      expects: expects?.type ?? null,
      symbols: flaw === 'symbols' && writes && expects ? newSymbols(writes, expects) : [],
    });
  };

  for (const writes of writer.fields) {
    const expects = expected.get(keyOf(writes));
    if (expects === undefined) {
      if (format === 'json' && how === 'strict') add('unknown', 'refused', writes, null);
      continue;
    }
    const reading = rules.reads(writes.type, expects);
    if (reading !== 'fine') add('type', reading, writes, expects);
    else if (!writes.required && rules.leftOut(expects) !== 'fine') add('optional', 'refused', writes, expects);
    else if (newSymbols(writes, expects).length > 0) add('symbols', rules.symbol(expects), writes, expects);
  }
  for (const expects of reader.fields) {
    if (!written.has(keyOf(expects))) add('missing', rules.withoutIt(expects), null, expects);
  }
  return found;
}

/** The symbols that the writer of an enum may use and its reader does not know. */
function newSymbols(writes: ContractField, expects: ContractField): readonly string[] {
  if (writes.type !== 'enum' || expects.type !== 'enum') return [];
  return writes.symbols.filter((symbol) => !expects.symbols.includes(symbol));
}

export const isRefused = (
  format: ContractFormat,
  writer: ContractVersion,
  reader: ContractVersion,
  how: Reader,
): boolean => mismatches(format, writer, reader, how).some(({ refused }) => refused);
