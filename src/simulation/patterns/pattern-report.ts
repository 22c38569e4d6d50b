import type { BrokerDeliveries } from '../../analysis/delivery/delivery-counts';
import type { Report } from '../../analysis/report';
import { catalogue } from '../../kinds/catalogue';
import { checkScenario } from '../../scenario/check-scenario';
import { runScenario } from '../run-scenario';

interface Item {
  readonly id: string;
  readonly params: object;
}

interface Document {
  readonly nodes: readonly Item[];
  readonly links: readonly Item[];
}

/** Parameters to change, by the id of their component or link. */
type Changes = Readonly<Record<string, object>>;

/** The report of a ready-made scenario, with some parameters changed as a visitor would. */
export function reportOf(document: Document, changes: Changes = {}, untilMs?: number): Report {
  const changed = (items: readonly Item[]) =>
    items.map((item) => ({ ...item, params: { ...item.params, ...changes[item.id] } }));
  const json = { ...document, nodes: changed(document.nodes), links: changed(document.links) };
  const checked = checkScenario(json, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return runScenario(checked.value, { untilMs });
}

/** What became of the messages of one broker. */
export const deliveriesOf = ({ nodes }: Report, broker: string): BrokerDeliveries =>
  nodes[broker].detail.deliveries as BrokerDeliveries;

/** What became of those of one of its queues. */
export function queueOf(report: Report, broker: string, queue: string): BrokerDeliveries['queues'][number] {
  const found = deliveriesOf(report, broker).queues.find((one) => one.queue === queue);
  if (found === undefined) throw new Error(`${broker} has no queue called ${queue}`);
  return found;
}
