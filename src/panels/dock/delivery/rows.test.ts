import { describe, expect, it } from 'vitest';
import type { BrokerDeliveries } from '../../../analysis/delivery/delivery-counts';
import type { Deliveries } from '../../../worker/protocol';
import { keyOf, nextSorting, rowsOf } from './rows';

const deliveries = {
  published: 9,
  lost: 2,
  lostBy: { notPersisted: 2 },
  queues: [
    { queue: 'orders', group: 'billing', published: 4, lostBy: {} },
    { queue: 'orders', group: 'mail', published: 5, lost: 2, lostBy: { notPersisted: 2 } },
  ],
  consumers: [{ link: 'toMail', delivered: 3, lostBy: {} }],
} as unknown as BrokerDeliveries;
const now = { brokers: [{ node: 'log', deliveries, backlogs: [] }] } as Pick<Deliveries, 'brokers'>;

describe('rows of what became of messages', () => {
  it('are the broker, its queues and its consumers', () => {
    const rows = rowsOf(now, null);
    expect(rows.map(({ level, queue, group }) => [level, queue, group])).toEqual([
      ['broker', '', ''],
      ['queue', 'orders', 'billing'],
      ['queue', 'orders', 'mail'],
      ['consumer', '', ''],
    ]);
    expect(rows.map(({ of }) => of)).toEqual([
      { node: 'log' },
      { node: 'log', queue: 0 },
      { node: 'log', queue: 1 },
      { node: 'log', link: 'toMail' },
    ]);
    expect(rows[3].figures).toMatchObject({ published: null, copies: null, delivered: 3, lost: 0 });
    expect(new Set(rows.map(keyOf)).size).toBe(4);
  });

  it('can be sorted by a column, the highest first, then the lowest, then not', () => {
    const falling = nextSorting(null, 'published');
    expect(rowsOf(now, falling).map(({ figures }) => figures.published)).toEqual([9, 5, 4, null]);
    const rising = nextSorting(falling, 'published');
    expect(rowsOf(now, rising).map(({ figures }) => figures.published)).toEqual([null, 4, 5, 9]);
    expect(nextSorting(rising, 'published')).toBeNull();
    expect(nextSorting(rising, 'lost')).toEqual({ column: 'lost', falling: true });
  });
});
