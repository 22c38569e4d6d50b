import { describe, expect, it } from 'vitest';
import { LINK_GAUGES, NODE_GAUGES } from './gauge-names';
import { Gauges } from './gauges';
import { feed, type Row, scenarioOf } from './testing/handmade-trace';

const scenario = scenarioOf(
  [
    ['shop', 'client'],
    ['orders', 'service'],
    ['rabbit', 'rabbitmq', { queues: [{ name: 'work' }, { name: 'mail' }] }],
    ['payments', 'service'],
  ],
  [
    ['l1', 'shop', 'orders'],
    ['publish', 'orders', 'rabbit'],
    ['consume', 'rabbit', 'payments'],
  ],
);
const [SHOP, ORDERS, RABBIT] = [0, 1, 2];
const [CALL, , CONSUME] = [0, 1, 2];

/** Named readings at a moment. */
function read(rows: readonly Row[], atMs: number) {
  const { nodes, links, queues, reasons } = feed(new Gauges(scenario), rows).snapshot(atMs);
  const named = (names: readonly string[], values: Float32Array, row: number) =>
    Object.fromEntries(names.map((name, i) => [name, values[row * names.length + i]]));
  return {
    node: (index: number) => named(NODE_GAUGES, nodes, index),
    link: (index: number) => named(LINK_GAUGES, links, index),
    queues,
    reasons,
  };
}

describe('gauges of nodes', () => {
  const rows: Row[] = [
    [0, 'capacity', ORDERS, 0, { extra: 2 }],
    [0, 'issued', SHOP, 1],
    [0, 'arrived', ORDERS, 2],
    [0, 'started', ORDERS, 2],
    [1, 'arrived', ORDERS, 3],
    [1, 'started', ORDERS, 3],
    [2, 'arrived', ORDERS, 4],
    [5, 'blocked', ORDERS, 2],
    [6, 'blocked', ORDERS, 3],
    [8, 'resumed', ORDERS, 3],
  ];

  it('show what is where', () => {
    const { node } = read(rows, 10);
    expect(node(ORDERS)).toMatchObject({ mode: 0, capacity: 2, busy: 2, blocked: 1, queued: 1 });
    expect(node(SHOP)).toMatchObject({ capacity: 0, busy: 1, queued: 0 });
  });

  it('after a crash show nothing held and nobody blocked', () => {
    const crash: Row[] = [
      [10, 'mode', ORDERS, 0, { extra: 1 }],
      [10, 'finished', ORDERS, 2, { detail: 'connectionReset', extra: 1 }],
      [10, 'finished', ORDERS, 3, { detail: 'connectionReset', extra: 1 }],
      [10, 'finished', ORDERS, 4, { detail: 'connectionReset' }],
    ];
    const { node, reasons } = read([...rows, ...crash], 20);
    expect(node(ORDERS)).toMatchObject({ mode: 1, busy: 0, blocked: 0, queued: 0 });
    expect(reasons.orders[0][0]).toBe('connectionReset');
  });

  it('show nobody blocked either when the calls of a node that stays up ended with their requests', () => {
    const ends: Row[] = [2, 3].map((serial) => [10, 'finished', ORDERS, serial, { detail: 'timeout', extra: 1 }]);
    expect(read([...rows, ...ends], 20).node(ORDERS)).toMatchObject({ mode: 0, busy: 0, blocked: 0, queued: 1 });
  });
});

describe('rates', () => {
  /** Requests every 10 ms from 0 to 2 s, of which every fourth fails. */
  const steady: Row[] = Array.from({ length: 200 }, (_, i): Row[] => [
    [i * 10, 'arrived', ORDERS, i],
    [i * 10, 'finished', ORDERS, i, { detail: i % 4 > 0 ? 'ok' : i % 8 > 0 ? 'refused' : 'error' }],
  ]).flat();

  it('are those of the last second', () => {
    const { arrivedPerSec, completedPerSec, failedPerSec } = read(steady, 1990).node(ORDERS);
    expect(arrivedPerSec).toBeGreaterThan(98);
    expect(arrivedPerSec).toBeLessThan(103);
    expect(completedPerSec / arrivedPerSec).toBeCloseTo(0.75, 1);
    expect(failedPerSec / arrivedPerSec).toBeCloseTo(0.25, 1);
  });

  it('name the main reasons, the most frequent first', () => {
    const { reasons } = read(steady, 1990);
    expect(reasons.orders.map(([name]) => name).sort()).toEqual(['error', 'refused']);
    expect(reasons.orders[0][1]).toBeGreaterThanOrEqual(reasons.orders[1][1]);
    expect(reasons.shop).toBeUndefined();
  });

  it('fall to zero within a second after the last event', () => {
    expect(read(steady, 2500).node(ORDERS).arrivedPerSec).toBeCloseTo(48, -1);
    expect(read(steady, 3050).node(ORDERS)).toMatchObject({ arrivedPerSec: 0, completedPerSec: 0, failedPerSec: 0 });
    expect(read(steady, 60_000).reasons).toEqual({});
  });

  it('at the start of a run are over the time it has lasted', () => {
    expect(read(steady.slice(0, 20), 100).node(ORDERS).arrivedPerSec).toBeCloseTo(100, 5);
    expect(read([], 0).node(ORDERS).arrivedPerSec).toBe(0);
  });
});

describe('gauges of links', () => {
  it('count attempts under way, and know the breaker', () => {
    const rows: Row[] = [
      [0, 'sent', CALL, 1],
      [0, 'sent', CALL, 2],
      [1, 'returned', CALL, 1, { detail: 'timeout', extra: 1 }],
      [2, 'withheld', CALL, 3, { detail: 'breakerOpen' }],
      [2, 'returned', CALL, 3, { detail: 'breakerOpen' }],
      [3, 'held', CALL, 4, { detail: 'bulkheadFull' }],
      [3, 'held', CALL, 5, { detail: 'rateLimited' }],
      [4, 'letGo', CALL, 4],
      [2, 'breaker', CALL, 0, { extra: 2 }],
    ];
    expect(read(rows, 1000).link(CALL)).toMatchObject({
      inFlight: 1,
      callsPerSec: 2,
      failedPerSec: 2,
      breaker: 2,
      waiting: 1,
    });
  });

  it('forget the calls of a crashed caller', () => {
    const rows: Row[] = [
      [0, 'sent', 1, 1],
      [1, 'mode', ORDERS, 0, { extra: 1 }],
    ];
    expect(read(rows, 5).link(1).inFlight).toBe(0);
  });
});

describe('gauges of a broker', () => {
  const rows: Row[] = [
    [0, 'enqueued', RABBIT, 1],
    [0, 'enqueued', RABBIT, 2],
    [0, 'enqueued', RABBIT, 3, { extra: 1 }],
    [1, 'delivered', CONSUME, 1],
    [2, 'delivered', CONSUME, 2],
  ];

  it('show its queues, and what its consumers have', () => {
    const { node, link, queues } = read(rows, 10);
    expect(queues).toEqual({
      rabbit: [
        { name: 'work', ready: 0, unacked: 2 },
        { name: 'mail', ready: 1, unacked: 0 },
      ],
    });
    expect(node(RABBIT)).toMatchObject({ queued: 1, busy: 2 });
    expect(link(CONSUME).inFlight).toBe(2);
  });

  it('follow acknowledgements, redeliveries and losses', () => {
    const { queues, link } = read(
      [
        ...rows,
        [3, 'acked', RABBIT, 1],
        [4, 'requeued', RABBIT, 2],
        [4, 'duplicated', RABBIT, 2],
        [5, 'lost', RABBIT, 3, { detail: 'notPersisted', extra: 1 }],
      ],
      10,
    );
    expect(queues.rabbit).toEqual([
      { name: 'work', ready: 1, unacked: 0 },
      { name: 'mail', ready: 0, unacked: 0 },
    ]);
    expect(link(CONSUME).inFlight).toBe(0);
  });
});
