import type { T } from '../../../i18n/language';
import { nodeName } from '../../../i18n/names';
import type { Scenario } from '../../../scenario/scenario';
import type { DeliveryRow } from './rows';

/** What a component is called, or its id where the document does not have it any more. */
export function nameOfNode(t: T, { nodes }: Pick<Scenario, 'nodes'>, id: string): string {
  const node = nodes.find((one) => one.id === id);
  return node ? nodeName(t, node) : id;
}

/** A queue, and who reads it where several groups do. */
export const queueName = (queue: string, group = ''): string => (group === '' ? queue : `${queue} · ${group}`);

/** What a row is about, in a few words; beside its broker's row, without the broker. */
export function rowName(t: T, scenario: Scenario, row: DeliveryRow, isBelowBroker: boolean): string {
  const broker = nameOfNode(t, scenario, row.of.node);
  if (row.level === 'broker') return broker;
  const consumer = scenario.links.find(({ id }) => id === row.of.link)?.to;
  const own =
    row.level === 'queue'
      ? queueName(row.queue, row.group)
      : `→ ${consumer === undefined ? (row.of.link ?? '') : nameOfNode(t, scenario, consumer)}`;
  return isBelowBroker ? own : `${broker} ${row.level === 'queue' ? '· ' : ''}${own}`;
}
