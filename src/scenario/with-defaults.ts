import type { KindCatalogue } from '../network/kind';
import type { AnyField, Field } from '../schema/field';
import { EMPTY_SCENARIO } from './arrange';
import type { Scenario, ScenarioLink, ScenarioNode } from './scenario';
import { linkFields, protocolsBetween } from './wiring';

type Json = Readonly<Record<string, unknown>>;

/** A document that is known to be sound, as it is saved: without what goes without saying. */
export interface SoundDocument extends Partial<Omit<Scenario, 'nodes' | 'links'>> {
  readonly nodes: readonly (Omit<ScenarioNode, 'label' | 'params'> & {
    readonly label?: string;
    readonly params?: Json;
  })[];
  readonly links: readonly (Omit<ScenarioLink, 'protocol' | 'params'> & {
    readonly protocol?: ScenarioLink['protocol'];
    readonly params?: Json;
  })[];
}

const fillAll = (fields: Readonly<Record<string, Field>>, values: Json): Json =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fill(field, values[name])]));

function fill(field: Field, given: unknown): unknown {
  const known = field as AnyField;
  const value = given === undefined ? known.default : given;
  switch (known.type) {
    case 'optional':
      return value === null ? null : fill(known.inner, value);
    case 'group':
      return fillAll(known.fields, value as Json);
    case 'variant': {
      const name = (value as Json)[known.tag] as string;
      return { [known.tag]: name, ...fillAll(known.options[name].fields, value as Json) };
    }
    case 'list':
      return (value as unknown[]).map((item) => fill(known.item, item));
    default:
      return value;
  }
}

/**
 * Fills in the defaults of a document without checking it: for the first scenario, which comes with the program and
 * before whatever checks. Gives what `checkScenario` would give.
 */
export function withDefaults(document: SoundDocument, catalogue: KindCatalogue): Scenario {
  const kinds = new Map(document.nodes.map(({ id, kind }) => [id, catalogue[kind]]));
  return {
    ...EMPTY_SCENARIO,
    ...document,
    nodes: document.nodes.map((node) => ({
      label: '',
      ...node,
      params: fill(catalogue[node.kind].params, node.params ?? {}) as Json,
    })),
    links: document.links.map((link) => {
      const [caller, callee] = [kinds.get(link.from), kinds.get(link.to)];
      if (!caller || !callee) throw new Error(`${link.id} joins what is not there`);
      const params = fill(linkFields(caller, callee), link.params ?? {}) as Json;
      return { protocol: protocolsBetween(caller, callee)[0], ...link, params };
    }),
  };
}
