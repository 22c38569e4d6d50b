/** What a visitor does with zones on the canvas. */
import { create } from 'zustand';
import { t } from '../i18n/language';
import type { Scenario } from '../scenario/scenario';
import { freeZoneName, grouped, withZone, withZoneChanged, type Zone, zonesOf } from '../scenario/zones';
import { deedCalled, perform } from '../stores/deeds';
import { useDocument } from '../stores/document';
import { currentFaults } from './current-faults';
import { boxOf } from './layout';
import type { Box } from './link-curve';
import { scenarioIndex } from './scenario-index';

/** Room between a zone's edge and its components, canvas units; at the top there is its name. */
const MARGIN = 24;
const HEAD = 44;

/** Where a zone is drawn: around its components. Null: none of them exists. */
export function boxAround(scenario: Scenario, { nodes }: Zone): Box | null {
  const index = scenarioIndex(scenario).nodes;
  const boxes = nodes.flatMap((id) => {
    const node = index.get(id);
    return node ? [boxOf(node)] : [];
  });
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...boxes.map(({ y }) => y)) - HEAD;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The components of a zone that exist. */
export function membersOf(zone: string): readonly string[] {
  const { scenario } = useDocument.getState();
  const { nodes } = scenarioIndex(scenario);
  return (
    zonesOf(scenario)
      .find(({ id }) => id === zone)
      ?.nodes.filter((node) => nodes.has(node)) ?? []
  );
}

/** Those of a zone's components by which it is cut off at the playhead. */
const partedBy = (zone: string) => membersOf(zone).filter((node) => currentFaults({ node })?.parted);

/** Whether a zone is cut off at the playhead. */
export const isParted = (zone: string): boolean => partedBy(zone).length > 0;

/** Cuts a zone off, or joins it again. */
export function toggleParted(zone: string): void {
  const { nodes } = scenarioIndex(useDocument.getState().scenario);
  const parted = partedBy(zone);
  const deed = deedCalled(parted.length > 0 ? 'heal' : 'partition');
  for (const id of parted.length > 0 ? parted : membersOf(zone).slice(0, 1)) {
    const node = nodes.get(id);
    if (node) perform(deed, { node: id }, node);
  }
}

/** Changes a zone's name or colour; null: there is no zone any more, its components stay. */
export function changeZone(zone: string, change: Partial<Zone> | null): void {
  const { scenario, setZones } = useDocument.getState();
  setZones(withZoneChanged(scenario.zones, zone, change));
}

/** Puts components into a new zone, whose name is then asked for. */
export function groupIntoZone(nodes: readonly string[]): void {
  const { scenario, setZones } = useDocument.getState();
  const name = freeZoneName(zonesOf(scenario), t('zone.new'));
  setZones(grouped(scenario.zones, nodes, name));
  useZoneNaming.getState().start(name);
}

/** Puts components into a zone that there is; empty: into none. */
export function moveIntoZone(nodes: readonly string[], zone: string): void {
  const { scenario, setZones } = useDocument.getState();
  setZones(nodes.reduce((zones, node) => withZone(zones, node, zone), scenario.zones));
}

interface ZoneNamingState {
  /** The zone whose name is being edited in place; null: none. */
  readonly zone: string | null;
  start(zone: string): void;
  stop(): void;
}

export const useZoneNaming = create<ZoneNamingState>()((set) => ({
  zone: null,
  start: (zone) => set({ zone }),
  stop: () => set({ zone: null }),
}));
