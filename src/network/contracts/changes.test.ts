import { expect, test } from 'vitest';
import { changesBetween } from './changes';
import type { ContractField } from './contract';

const field = (id: number, name: string, more: Partial<ContractField> = {}): ContractField => ({
  id,
  name,
  type: 'string',
  symbols: [],
  required: true,
  default: null,
  ...more,
});

test('what one version changes about another, field by field', () => {
  const before = {
    version: 1,
    fields: [
      field(1, 'order'),
      field(2, 'amount', { type: 'int' }),
      field(3, 'state', { type: 'enum', symbols: ['new', 'paid'] }),
      field(4, 'coupon'),
    ],
  };
  const after = {
    version: 2,
    fields: [
      field(1, 'order'),
      field(2, 'total', { type: 'string', default: '0' }),
      field(3, 'state', { type: 'enum', symbols: ['new', 'sent'], required: false }),
      field(5, 'currency'),
    ],
  };
  expect(changesBetween(before, after)).toEqual([
    { change: 'renamed', field: 'total', before: 'amount' },
    { change: 'retyped', field: 'total', before: 'int', type: 'string' },
    { change: 'gotDefault', field: 'total' },
    { change: 'madeOptional', field: 'state' },
    { change: 'gotSymbols', field: 'state', symbols: ['sent'] },
    { change: 'lostSymbols', field: 'state', symbols: ['paid'] },
    { change: 'added', field: 'currency', required: true },
    { change: 'removed', field: 'coupon' },
  ]);
  expect(changesBetween(before, before)).toEqual([]);
});
