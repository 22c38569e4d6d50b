import { MESSAGE_EVENTS, type MessageEvent, type MessageFilter } from '../../../analysis/archive/message-filter';
import type { BrokerDeliveries } from '../../../analysis/delivery/delivery-counts';
import type { Deliveries } from '../../../worker/protocol';

/** What the table shows of each: all that is counted, in the order of a message's life. */
export const COLUMNS = MESSAGE_EVENTS;
export type Column = MessageEvent;

/** A broker, one of its queues, or one of its consumers. */
export interface DeliveryRow {
  readonly level: 'broker' | 'queue' | 'consumer';
  /** Which messages these are, but for what happened to them. */
  readonly of: Omit<MessageFilter, 'what' | 'reason'>;
  readonly queue: string;
  readonly group: string;
  /** A number for each column; null where it is counted elsewhere. */
  readonly figures: Readonly<Record<Column, number | null>>;
  readonly lostBy: BrokerDeliveries['lostBy'];
}

/** By what the rows are sorted; null: as the system is built, what belongs to a broker below it. */
export type Sorting = { readonly column: Column; readonly falling: boolean } | null;

/** The next way to sort after a press on a column: the highest first, the lowest first, as it was. */
export function nextSorting(before: Sorting, column: Column): Sorting {
  if (before?.column !== column) return { column, falling: true };
  return before.falling ? { column, falling: false } : null;
}

const figuresOf = (row: Partial<Record<Column, number>>, elsewhere: readonly Column[]) =>
  Object.fromEntries(
    COLUMNS.map((column) => [column, elsewhere.includes(column) ? null : (row[column] ?? 0)]),
  ) as DeliveryRow['figures'];

/** All rows of a run's brokers, in the order asked for. */
export function rowsOf({ brokers }: Pick<Deliveries, 'brokers'>, sorting: Sorting): DeliveryRow[] {
  const rows = brokers.flatMap(({ node, deliveries }): DeliveryRow[] => [
    {
      level: 'broker',
      of: { node },
      queue: '',
      group: '',
      figures: figuresOf(deliveries, []),
      lostBy: deliveries.lostBy,
    },
    ...deliveries.queues.map(
      (row, queue): DeliveryRow => ({
        level: 'queue',
        of: { node, queue },
        queue: row.queue,
        group: row.group ?? '',
        figures: figuresOf(row, ['copies']),
        lostBy: row.lostBy,
      }),
    ),
    ...deliveries.consumers.map(
      (row): DeliveryRow => ({
        level: 'consumer',
        of: { node, link: row.link },
        queue: '',
        group: '',
        figures: figuresOf(row, ['published', 'copies']),
        lostBy: row.lostBy,
      }),
    ),
  ]);
  if (sorting === null) return rows;
  const { column, falling } = sorting;
  const value = (row: DeliveryRow) => row.figures[column] ?? -1;
  return rows.sort((a, b) => (falling ? value(b) - value(a) : value(a) - value(b)));
}

/** Names a row apart from all others. */
export const keyOf = ({ of }: DeliveryRow): string => `${of.node} ${of.queue ?? ''} ${of.link ?? ''}`;
