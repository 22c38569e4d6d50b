import type { AnyField, Field, GroupField } from '../../schema/field';
import { sameJson } from '../same';

type Values = Readonly<Record<string, unknown>>;

function shorten(field: Field, value: unknown): unknown {
  const known = field as AnyField;
  switch (known.type) {
    case 'optional':
      return value === null ? null : shorten(known.inner, value);
    case 'group':
      return leaveOutDefaults(known, value as Values);
    case 'variant': {
      const tag = (value as Values)[known.tag] as string;
      return { [known.tag]: tag, ...leaveOutDefaults(known.options[tag], value as Values) };
    }
    case 'list':
      return (value as unknown[]).map((item) => shorten(known.item, item));
    default:
      return value;
  }
}

/**
 * Checked parameters without those that have their default: what `check` makes whole again. A default is therefore
 * part of the format: it may change only with a new version of the scenario and a migration.
 */
export function leaveOutDefaults(fields: Pick<GroupField, 'fields'>, values: Values): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields.fields)) {
    if (!sameJson(values[name], field.default)) told[name] = shorten(field, values[name]);
  }
  return told;
}
