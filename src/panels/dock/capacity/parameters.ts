/** The numbers of a scenario that a sweep can run through. */
import { inside, kindScope, labelKey, type Place, variantPlace } from '../../../i18n/field-texts';
import { catalogue } from '../../../kinds/catalogue';
import type { Scenario } from '../../../scenario/scenario';
import type { AnyField, Field, NumberField } from '../../../schema/field';
import { linkForms } from '../../link-scope';

/** A number among the parameters of a node or a link. */
export interface NumberParameter {
  /** As in an assignment: `nodes.shop.params.arrivals.ratePerSec`. */
  readonly path: string;
  readonly owner: { readonly node: string } | { readonly link: string };
  /** The names that lead to it from the parameters of its owner. */
  readonly names: readonly (string | number)[];
  /** The keys of the labels on the way, outermost first, and the places in lists, from 1. */
  readonly labels: readonly (string | number)[];
  readonly field: NumberField;
  readonly value: number;
}

interface Spot {
  readonly field: Field;
  readonly value: unknown;
  readonly place: Place;
  readonly names: readonly (string | number)[];
  readonly labels: readonly (string | number)[];
}

type Found = Pick<NumberParameter, 'names' | 'labels' | 'field' | 'value'>;

/** All numbers in a value, in the order of its form. What stands switched off has none. */
function numbersIn(spot: Spot): Found[] {
  const { value, place, names, labels } = spot;
  const field = spot.field as AnyField;
  switch (field.type) {
    case 'number':
      return typeof value === 'number' ? [{ names, labels, field, value }] : [];
    case 'optional':
      return value === null ? [] : numbersIn({ ...spot, field: field.inner });
    case 'group':
      return inGroup(field.fields, spot);
    case 'variant': {
      const option = field.options[String(Reflect.get(value as object, field.tag))];
      return option ? inGroup(option.fields, { ...spot, place: variantPlace(field, place) }) : [];
    }
    case 'list':
      return (value as readonly unknown[]).flatMap((item, index) =>
        numbersIn({
          field: field.item,
          value: item,
          place,
          names: [...names, index],
          labels: [...labels, index + 1],
        }),
      );
    default:
      return [];
  }
}

const inGroup = (fields: Readonly<Record<string, Field>>, { value, place, names, labels }: Spot): Found[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    const at = inside(place, name);
    return numbersIn({
      field,
      value: Reflect.get(value as object, name) as unknown,
      place: at,
      names: [...names, name],
      labels: [...labels, labelKey(at.scope, at.path)],
    });
  });

/** A recorded log or a long table is data, not something to turn: so many places of a list are offered. */
const MOST_PLACES = 10;

/** Every number of the scenario, nodes first, in the order of the document. */
export function numberParameters({ nodes, links }: Scenario): NumberParameter[] {
  const ofNodes = nodes.flatMap(({ id, kind, params }) =>
    numbersIn({
      field: catalogue[kind].params,
      value: params,
      place: { scope: kindScope(kind), path: '' },
      names: [],
      labels: [],
    }).map((found) => ({ ...found, owner: { node: id }, path: ['nodes', id, 'params', ...found.names].join('.') })),
  );
  const kindOf = new Map(nodes.map((node) => [node.id, catalogue[node.kind]]));
  const ofLinks = links.flatMap(({ id, from, to, params }) => {
    const [caller, callee] = [kindOf.get(from), kindOf.get(to)];
    if (!caller || !callee) return [];
    return linkForms(caller, callee)
      .flatMap(({ field, scope }) =>
        numbersIn({ field, value: params, place: { scope, path: '' }, names: [], labels: [] }),
      )
      .map((found) => ({ ...found, owner: { link: id }, path: ['links', id, 'params', ...found.names].join('.') }));
  });
  return [...ofNodes, ...ofLinks].filter(({ names }) =>
    names.every((name) => typeof name === 'string' || name < MOST_PLACES),
  );
}

/** What offered load means for a client's arrivals, the likeliest first. */
const LOADS = ['ratePerSec', 'users', 'maxPerSec', 'toPerSec'];

/** The parameter that capacity is asked about unless somebody says otherwise: the load of the first client that has one. */
export function proposedParameter(scenario: Scenario, parameters: readonly NumberParameter[]): NumberParameter | null {
  const clients = new Set(scenario.nodes.filter(({ kind }) => kind === 'client').map(({ id }) => id));
  const ofClients = parameters.filter(({ owner }) => 'node' in owner && clients.has(owner.node));
  for (const load of LOADS) {
    const found = ofClients.find(({ names }) => names.join('.') === `arrivals.${load}`);
    if (found) return found;
  }
  return parameters[0] ?? null;
}

/** Parameters with a number in them replaced; what is around it is copied, the rest is shared. */
export function withNumber(params: unknown, [name, ...rest]: readonly (string | number)[], value: number): unknown {
  if (name === undefined) return value;
  const inner = withNumber(Reflect.get(params as object, name), rest, value);
  if (Array.isArray(params)) return params.with(Number(name), inner);
  return { ...(params as object), [name]: inner };
}
