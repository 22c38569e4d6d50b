/**
 * Who understands whom, rule by rule. The rules are those of
 * - Apache Avro 1.12.0 Specification, "Schema Resolution" (avro.apache.org/docs/1.12.0/specification),
 * - Protocol Buffers, "Language Guide (proto 3)", "Updating A Message Type" (protobuf.dev/programming-guides/proto3),
 * - Apache Thrift, "Thrift interface description language", "Field Requiredness" (thrift.apache.org/docs/idl), and the
 *   Java code that the compiler 0.20 generates: a field of another type is skipped, then `validate()`,
 * - JSON Schema 2020-12, 6.1.1 "type", 6.5.3 "required", 10.3.2.3 "additionalProperties", and Jackson 2.17's defaults for
 *   numbers out of range and unknown enum values.
 */
import { describe, expect, test } from 'vitest';
import { mismatches } from './compatibility';
import type { ContractField, ContractFormat, ContractVersion, FieldType, Reader } from './contract';
import { FORMATS } from './contract';

const field = (name: string, more: Partial<ContractField> = {}): ContractField => ({
  name,
  id: 1,
  type: 'string',
  symbols: [],
  required: true,
  default: null,
  ...more,
});
const version = (number: number, ...fields: ContractField[]): ContractVersion => ({ version: number, fields });
const base = field('id');

/** In one word. */
function verdict(format: ContractFormat, writer: ContractField[], reader: ContractField[], how: Reader = 'tolerant') {
  const found = mismatches(format, version(1, ...writer), version(2, ...reader), how);
  if (found.length === 0) return 'read';
  return found.map(({ flaw, refused }) => `${flaw}${refused ? '' : ' (lost)'}`).join(', ');
}

const note = (more: Partial<ContractField> = {}) => field('note', { id: 2, ...more });

describe('fields that come and go', () => {
  const cases: readonly [
    change: string,
    writer: ContractField[],
    reader: ContractField[],
    expected: Record<ContractFormat, string>,
  ][] = [
    ['nothing changed', [base], [base], { json: 'read', protobuf: 'read', avro: 'read', thrift: 'read' }],
    [
      'the reader does not know a field',
      [base, note()],
      [base],
      { json: 'read', protobuf: 'read', avro: 'read', thrift: 'read' },
    ],
    [
      'the writer does not know a required field',
      [base],
      [base, note()],
      { json: 'missing', protobuf: 'read', avro: 'missing', thrift: 'missing' },
    ],
    [
      'the writer does not know an optional field',
      [base],
      [base, note({ required: false })],
      { json: 'read', protobuf: 'read', avro: 'read', thrift: 'read' },
    ],
    [
      'the writer does not know a required field that has a default',
      [base],
      [base, note({ default: '-' })],
      { json: 'read', protobuf: 'read', avro: 'read', thrift: 'missing' },
    ],
    [
      'the writer may leave out a required field',
      [base, note({ required: false })],
      [base, note()],
      { json: 'optional', protobuf: 'read', avro: 'optional', thrift: 'optional' },
    ],
    [
      'the same with a default',
      [base, note({ required: false })],
      [base, note({ default: '-' })],
      { json: 'read', protobuf: 'read', avro: 'optional', thrift: 'optional' },
    ],
    [
      'what is written always may be left out by the reader',
      [base, note()],
      [base, note({ required: false })],
      { json: 'read', protobuf: 'read', avro: 'read', thrift: 'read' },
    ],
    [
      'the same field under another name',
      [base, note()],
      [base, field('remark', { id: 2 })],
      { json: 'missing', protobuf: 'read', avro: 'missing', thrift: 'read' },
    ],
    [
      'the same name under another number',
      [base, note()],
      [base, note({ id: 3 })],
      { json: 'read', protobuf: 'read', avro: 'read', thrift: 'missing' },
    ],
  ];
  for (const [change, writer, reader, expected] of cases) {
    test.each(FORMATS)(`${change}: %s`, (format) => {
      expect(verdict(format, writer, reader)).toBe(expected[format]);
    });
  }

  test('a strict reader of JSON refuses what it does not know', () => {
    expect(verdict('json', [base, note()], [base], 'strict')).toBe('unknown');
    expect(verdict('json', [base], [base, note({ required: false })], 'strict')).toBe('read');
    for (const format of ['protobuf', 'avro', 'thrift'] as const) {
      expect(verdict(format, [base, note()], [base], 'strict')).toBe('read');
    }
  });
});

describe('types', () => {
  const TYPES: readonly FieldType[] = ['string', 'int', 'long', 'float', 'double', 'boolean', 'bytes', 'enum'];
  /** By the type written, what it can be read as besides itself. */
  const promotions: Record<ContractFormat, Partial<Record<FieldType, FieldType[]>>> = {
    json: {
      int: ['long', 'float', 'double'],
      long: ['float', 'double'],
      float: ['double'],
      double: ['float'],
      bytes: ['string'],
      enum: ['string'],
    },
    avro: {
      int: ['long', 'float', 'double'],
      long: ['float', 'double'],
      float: ['double'],
      string: ['bytes'],
      bytes: ['string'],
    },
    protobuf: {
      int: ['long', 'boolean', 'enum'],
      long: ['int', 'boolean', 'enum'],
      boolean: ['int', 'long', 'enum'],
      enum: ['int', 'long', 'boolean'],
      string: ['bytes'],
    },
    thrift: {
      int: ['enum'],
      enum: ['int'],
      float: ['double'],
      double: ['float'],
      string: ['bytes'],
      bytes: ['string'],
    },
  };
  /** Without the symbols of an enum, which have tests of their own. */
  const typed = (type: FieldType, required = true) => [field('id', { type, required })];

  for (const format of FORMATS) {
    test(`${format} reads these types as those, and no others`, () => {
      const read = Object.fromEntries(
        TYPES.map((writes) => [
          writes,
          TYPES.filter((expects) => expects !== writes && verdict(format, typed(writes), typed(expects)) === 'read'),
        ]).filter(([, types]) => types.length > 0),
      );
      const byName = (types: FieldType[] = []) => TYPES.filter((type) => types.includes(type));
      expect(read).toEqual(
        Object.fromEntries(Object.entries(promotions[format]).map(([writes, types]) => [writes, byName(types)])),
      );
    });
  }

  test('what happens to any other', () => {
    expect(verdict('json', typed('string'), typed('int'))).toBe('type');
    expect(verdict('avro', typed('double'), typed('int'))).toBe('type');
    // Another wire type: an unknown field, and the known one is zero.
    expect(verdict('protobuf', typed('string'), typed('int'))).toBe('type (lost)');
    expect(verdict('protobuf', typed('float'), typed('double'))).toBe('type (lost)');
    // Strings are UTF-8, bytes need not be.
    expect(verdict('protobuf', typed('bytes'), typed('string'))).toBe('type');
    expect(verdict('thrift', typed('string'), typed('int'))).toBe('type');
    expect(verdict('thrift', typed('string', false), typed('int', false))).toBe('type (lost)');
  });
});

describe('enums', () => {
  const state = (symbols: string[], more: Partial<ContractField> = {}) => [
    field('state', { type: 'enum', symbols, ...more }),
  ];
  const two = ['new', 'paid'];
  const three = [...two, 'sent'];

  test('a symbol more at the reader', () => {
    for (const format of FORMATS) expect(verdict(format, state(two), state(three))).toBe('read');
  });

  test('a symbol more at the writer', () => {
    expect(verdict('json', state(three), state(two))).toBe('symbols');
    expect(verdict('avro', state(three), state(two))).toBe('symbols');
    expect(verdict('avro', state(three), state(two, { default: 'new' }))).toBe('read');
    expect(verdict('protobuf', state(three), state(two))).toBe('read');
    expect(verdict('thrift', state(three), state(two))).toBe('symbols');
    expect(verdict('thrift', state(three), state(two, { required: false }))).toBe('symbols (lost)');
  });

  test('which symbol it is', () => {
    const [found] = mismatches('json', version(2, ...state(three)), version(1, ...state(two)), 'tolerant');
    expect(found).toMatchObject({ field: 'state', symbols: ['sent'], writes: 'enum', expects: 'enum' });
  });
});
