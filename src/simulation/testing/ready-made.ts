/** The ready-made scenarios as a visitor runs them: as they are, or with what mends them. */
import type { BrokerDeliveries } from '../../analysis/delivery/delivery-counts';
import type { Report } from '../../analysis/report';
import { checkScenario } from '../../scenario/check-scenario';
import type { Scenario } from '../../scenario/scenario';
import { runScenario } from '../run-scenario';
import { everyKind } from './kinds';

/** A component or a link. */
export interface Item {
  readonly id: string;
  readonly params?: object;
}

interface Document {
  readonly nodes: readonly Item[];
  readonly links: readonly Item[];
}

export interface Preset extends Document {
  readonly durationMs: number;
}

const presets = import.meta.glob<Preset>('../../scenario/presets/*.json', { eager: true, import: 'default' });

/** The document of a ready-made scenario, by its id. */
export const presetCalled = (id: string): Preset => presets[`../../scenario/presets/${id}.json`];

/** Parameters to change, by the id of their component; of a link where no component is called so. */
type Changes = Readonly<Record<string, object>>;

interface Window {
  readonly warmupMs?: number;
  readonly untilMs?: number;
}

/** A ready-made scenario, with some parameters changed. Throws where that is no scenario. */
export function readyMade(document: Document, changes: Changes = {}): Scenario {
  const nodes = new Set(document.nodes.map(({ id }) => id));
  const changed = (item: Item, isNode: boolean) =>
    isNode === nodes.has(item.id) ? { ...item, params: { ...item.params, ...changes[item.id] } } : item;
  const json = {
    ...document,
    nodes: document.nodes.map((node) => changed(node, true)),
    links: document.links.map((link) => changed(link, false)),
  };
  const checked = checkScenario(json, everyKind.catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
}

/** Its report over a part of its time; without, over all. */
export const reportOf = (document: Document, window: Window = {}, changes: Changes = {}): Report =>
  runScenario(readyMade(document, changes), window);

/** What became of the messages of one broker. */
export const deliveriesOf = ({ nodes }: Report, broker: string): BrokerDeliveries =>
  nodes[broker].detail.deliveries as BrokerDeliveries;

/** What became of those of one of its queues. */
export function queueOf(report: Report, broker: string, queue: string): BrokerDeliveries['queues'][number] {
  const found = deliveriesOf(report, broker).queues.find((one) => one.queue === queue);
  if (found === undefined) throw new Error(`${broker} has no queue called ${queue}`);
  return found;
}
