import type { AnyField, Field, GroupField } from '../schema/field';

/** Gives the new id of a link that a parameter names, or null if there is none any more. `path` is where it stands. */
export type RenameLink = (link: string, path: string) => string | null;

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

/** Stands for "what held this reference goes", on its way up to the nearest list or optional value. */
const GONE = Symbol('gone');

function mapValue(field: Field, value: unknown, path: string, rename: RenameLink): unknown {
  const known = field as AnyField;
  switch (known.type) {
    case 'text': {
      if (known.refersTo !== 'outgoingLink' || value === '') return value;
      return rename(value as string, path) ?? GONE;
    }
    case 'custom':
      return known.mapLinks ? known.mapLinks(value, (link, at) => rename(link, join(path, at))) : value;
    case 'optional': {
      const inner = value === null ? null : mapValue(known.inner, value, path, rename);
      return inner === GONE ? null : inner;
    }
    case 'group':
      return mapGroup(known.fields, value as Record<string, unknown>, path, rename);
    case 'variant': {
      const record = value as Record<string, unknown>;
      const option = known.options[record[known.tag] as string];
      return mapGroup(option.fields, record, path, rename);
    }
    case 'list':
      return (value as unknown[])
        .map((item, index) => mapValue(known.item, item, `${path}[${index}]`, rename))
        .filter((item) => item !== GONE);
    default:
      return value;
  }
}

function mapGroup(
  fields: Readonly<Record<string, Field>>,
  value: Record<string, unknown>,
  path: string,
  rename: RenameLink,
): Record<string, unknown> | typeof GONE {
  const mapped = { ...value };
  for (const [name, field] of Object.entries(fields)) {
    const inner = mapValue(field, value[name], join(path, name), rename);
    if (inner === GONE) return GONE;
    mapped[name] = inner;
  }
  return mapped;
}

/**
 * Rewrites every id of an outgoing link that checked parameters name. Where `rename` gives null, the smallest list
 * item (or optional value) that holds the reference goes with it.
 */
export function mapLinks(
  fields: GroupField,
  params: Readonly<Record<string, unknown>>,
  rename: RenameLink,
): Readonly<Record<string, unknown>> {
  const mapped = mapGroup(fields.fields, params, '', rename);
  return mapped === GONE ? params : mapped;
}
