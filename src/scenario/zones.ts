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

/** A document's `zones`, which also hold what newer versions may put there: no edit loses that. */
type Zones = Scenario['zones'];

function isZone(zone: unknown): zone is Zone {
  if (typeof zone !== 'object' || zone === null || !('id' in zone) || !('nodes' in zone)) return false;
  return typeof zone.id === 'string' && Array.isArray(zone.nodes);
}

/** What of a document's `zones` is a zone of this shape. */
export const zonesOf = ({ zones }: Pick<Scenario, 'zones'>): readonly Zone[] => zones.filter(isZone);

/** Zones without these components; the same list when they are in none. A zone that nothing is left of is gone. */
export function withoutMembers(zones: Zones, gone: (node: string) => boolean): Zones {
  const concerns = (zone: unknown): zone is Zone => isZone(zone) && zone.nodes.some(gone);
  if (!zones.some(concerns)) return zones;
  return zones.flatMap((zone) => {
    if (!concerns(zone)) return [zone];
    const nodes = zone.nodes.filter((node) => !gone(node));
    return nodes.length > 0 ? [{ ...zone, nodes }] : [];
  });
}

/** The zone of a component; empty: it is in none. */
export const zoneOf = (scenario: Pick<Scenario, 'zones'>, node: string): string =>
  zonesOf(scenario).find(({ nodes }) => nodes.includes(node))?.id ?? '';

/** Puts a component into a zone, which is made where there is none of that name; empty: into none. */
export function withZone(zones: Zones, node: string, id: string): Zones {
  if (!zones.some((zone) => isZone(zone) && zone.id === id)) {
    return id === '' ? withoutMembers(zones, (one) => one === node) : grouped(zones, [node], id);
  }
  return zones.flatMap((zone) => {
    if (!isZone(zone) || zone.id !== id) return withoutMembers([zone], (one) => one === node);
    return [{ ...zone, nodes: [...zone.nodes.filter((one) => one !== node), node] }];
  });
}

/** The first of `base`, `base 2`, `base 3` … that no zone is called. */
export function freeZoneName(zones: readonly Zone[], base: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!zones.some(({ id }) => id === name)) return name;
  }
}

/** Puts components into a zone of their own. */
export const grouped = (zones: Zones, nodes: readonly string[], id: string): Zones => [
  ...withoutMembers(zones, (node) => nodes.includes(node)),
  { id, nodes },
];

/** The zones with one of them changed; null: without it. The same list when its new name is taken or is none. */
export function withZoneChanged(zones: Zones, id: string, change: Partial<Zone> | null): Zones {
  const isCalled = (name: string) => (zone: unknown) => isZone(zone) && zone.id === name;
  const isThis = isCalled(id);
  if (change === null) return zones.filter((zone) => !isThis(zone));
  const name = change.id?.trim() ?? id;
  if (name === '' || (name !== id && zones.some(isCalled(name)))) return zones;
  return zones.map((zone) => (isZone(zone) && isThis(zone) ? { ...zone, ...change, id: name } : zone));
}

/** The links between a component's zone and the rest; of one that is in no zone, all its links. */
export function linksAcross(scenario: Pick<Scenario, 'zones' | 'links'>, node: string): readonly ScenarioLink[] {
  const zone = zonesOf(scenario).find(({ nodes }) => nodes.includes(node));
  const inside = new Set(zone?.nodes ?? [node]);
  return scenario.links.filter(({ from, to }) => inside.has(from) !== inside.has(to));
}
