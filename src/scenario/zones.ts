import type { Scenario, ScenarioLink } from './scenario';

/** Components that stand together: in an availability zone, a rack, a country. */
export interface Zone {
  /** Its name, too. */
  readonly id: string;
  readonly nodes: readonly string[];
  /** One of {@link ZONE_COLOURS}; the first if left out. */
  readonly colour?: string;
}

export const ZONE_COLOURS = ['grey', 'blue', 'green', 'amber', 'red', 'violet'] as const;

/** What of a document's `zones` is a zone of this shape; the field also holds what newer versions may put there. */
export const zonesOf = ({ zones }: Pick<Scenario, 'zones'>): readonly Zone[] =>
  zones.filter((zone): zone is Zone => {
    if (typeof zone !== 'object' || zone === null || !('id' in zone) || !('nodes' in zone)) return false;
    return typeof zone.id === 'string' && Array.isArray(zone.nodes);
  });

/** The zone of a component; empty: it is in none. */
export const zoneOf = (scenario: Pick<Scenario, 'zones'>, node: string): string =>
  zonesOf(scenario).find(({ nodes }) => nodes.includes(node))?.id ?? '';

/** Puts a component into a zone, which is made where there is none of that name; empty: into none. */
export function withZone(zones: readonly Zone[], node: string, id: string): readonly Zone[] {
  const others = zones.map((zone) => ({ ...zone, nodes: zone.nodes.filter((one) => one !== node) }));
  const known = id !== '' && others.some((zone) => zone.id === id);
  const joined = others.map((zone) => (zone.id === id ? { ...zone, nodes: [...zone.nodes, node] } : zone));
  const all = id === '' || known ? joined : [...joined, { id, nodes: [node] }];
  return all.filter(({ nodes }) => nodes.length > 0);
}

/** The first of `base`, `base 2`, `base 3` … that no zone is called. */
export function freeZoneName(zones: readonly Zone[], base: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!zones.some(({ id }) => id === name)) return name;
  }
}

/** Puts components into a zone of their own. */
export const grouped = (zones: readonly Zone[], nodes: readonly string[], id: string): readonly Zone[] => [
  ...zones
    .map((zone) => ({ ...zone, nodes: zone.nodes.filter((node) => !nodes.includes(node)) }))
    .filter((zone) => zone.nodes.length > 0),
  { id, nodes },
];

/** The zones with one of them changed; null: without it. The same list when its new name is taken or is none. */
export function withZoneChanged(zones: readonly Zone[], id: string, change: Partial<Zone> | null): readonly Zone[] {
  if (change === null) return zones.filter((zone) => zone.id !== id);
  const name = change.id?.trim() ?? id;
  if (name === '' || (name !== id && zones.some((zone) => zone.id === name))) return zones;
  return zones.map((zone) => (zone.id === id ? { ...zone, ...change, id: name } : zone));
}

/** The links between a component's zone and the rest; of one that is in no zone, all its links. */
export function linksAcross(scenario: Pick<Scenario, 'zones' | 'links'>, node: string): readonly ScenarioLink[] {
  const zone = zonesOf(scenario).find(({ nodes }) => nodes.includes(node));
  const inside = new Set(zone?.nodes ?? [node]);
  return scenario.links.filter(({ from, to }) => inside.has(from) !== inside.has(to));
}
