/**
 * Where the texts of parameter fields stand. A scope is the part of a catalogue that one form reads: a kind's own
 * parameters, those of its links or what it adds to a plain call's, those of a plain call, or those of a distribution wherever one occurs. In each scope a
 * field's texts are under `params.<path>.label` and `.help`, and what it can be under `choices.<path>.<option>`; the
 * path does not name the option of a variant, so that fields alike in several of them share their texts.
 */
import type { AnyField, Field } from '../schema/field';

export type Scope = string;

export const kindScope = (kind: string): Scope => `kind.${kind}:`;
export const incomingScope = (kind: string): Scope => `kind.${kind}:incoming.`;
export const outgoingScope = (kind: string): Scope => `kind.${kind}:outgoing.`;
export const targetScope = (kind: string): Scope => `kind.${kind}:target.`;
export const linkScope: Scope = 'link.';
const distributionScope: Scope = 'distribution.';

export const labelKey = (scope: Scope, path: string): string => `${scope}params.${path}.label`;
export const helpKey = (scope: Scope, path: string): string => `${scope}params.${path}.help`;
const choiceKey = (scope: Scope, path: string, option: string): string => `${scope}choices.${path}.${option}`;

export interface Place {
  readonly scope: Scope;
  readonly path: string;
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

/** Where the texts of a named field inside another are. */
export const inside = ({ scope, path }: Place, name: string): Place => ({ scope, path: join(path, name) });

const isDistribution = (field: Field) =>
  (field as AnyField).type === 'variant' && (field as { tag?: string }).tag === 'dist';

/** Where the texts of a variant's options and of their fields are: all distributions share theirs. */
export const variantPlace = (field: Field, place: Place): Place =>
  isDistribution(field) ? { scope: distributionScope, path: '' } : place;

/** The key under which a variant's or a choice's option has its name. */
export const optionKey = ({ scope, path }: Place, option: string): string =>
  path === '' ? `${scope}choices.${option}` : choiceKey(scope, path, option);

/** Every key that the form of a field needs, except its own label. */
export function textKeys(field: Field, place: Place): string[] {
  const one = field as AnyField;
  switch (one.type) {
    case 'optional':
      return textKeys(one.inner, place);
    case 'choice':
      return one.options.map((option) => optionKey(place, option));
    case 'list':
      return textKeys(one.item, place);
    case 'group':
      return Object.entries(one.fields).flatMap(([name, child]) => namedKeys(child, inside(place, name)));
    case 'variant': {
      const within = variantPlace(one, place);
      const options = Object.entries(one.options);
      return options.flatMap(([name, option]) => [optionKey(within, name), ...textKeys(option, within)]);
    }
    default:
      return [];
  }
}

const namedKeys = (field: Field, place: Place): string[] => [
  labelKey(place.scope, place.path),
  helpKey(place.scope, place.path),
  ...textKeys(field, place),
];
