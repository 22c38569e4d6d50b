import type { ContractField, ContractVersion, FieldType } from './contract';

/** One difference between a version and the next. */
export type Change =
  | { readonly change: 'added'; readonly field: string; readonly required: boolean }
  | { readonly change: 'removed'; readonly field: string }
  | { readonly change: 'renamed'; readonly field: string; readonly before: string }
  | { readonly change: 'retyped'; readonly field: string; readonly before: FieldType; readonly type: FieldType }
  | { readonly change: 'madeRequired' | 'madeOptional' | 'gotDefault' | 'lostDefault'; readonly field: string }
  | { readonly change: 'gotSymbols' | 'lostSymbols'; readonly field: string; readonly symbols: readonly string[] };

const without = (some: readonly string[], others: readonly string[]) => some.filter((one) => !others.includes(one));

function changesOf(before: ContractField, after: ContractField): Change[] {
  const field = after.name;
  const changes: Change[] = [];
  if (before.name !== field) changes.push({ change: 'renamed', field, before: before.name });
  if (before.type !== after.type) changes.push({ change: 'retyped', field, before: before.type, type: after.type });
  if (before.required !== after.required)
    changes.push({ change: after.required ? 'madeRequired' : 'madeOptional', field });
  if ((before.default === null) !== (after.default === null)) {
    changes.push({ change: after.default === null ? 'lostDefault' : 'gotDefault', field });
  }
  if (before.type === 'enum' && after.type === 'enum') {
    const got = without(after.symbols, before.symbols);
    const lost = without(before.symbols, after.symbols);
    if (got.length > 0) changes.push({ change: 'gotSymbols', field, symbols: got });
    if (lost.length > 0) changes.push({ change: 'lostSymbols', field, symbols: lost });
  }
  return changes;
}

/** What a version changes about the one before it. A field is the same field as long as it has the same id. */
export function changesBetween(before: ContractVersion, after: ContractVersion): Change[] {
  const old = new Map(before.fields.map((field) => [field.id, field]));
  const kept = new Set(after.fields.map(({ id }) => id));
  return [
    ...after.fields.flatMap((field): Change[] => {
      const same = old.get(field.id);
      return same ? changesOf(same, field) : [{ change: 'added', field: field.name, required: field.required }];
    }),
    ...before.fields.filter(({ id }) => !kept.has(id)).map(({ name }): Change => ({ change: 'removed', field: name })),
  ];
}
