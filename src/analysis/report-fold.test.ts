import { describe, expect, it } from 'vitest';
import type { Report } from './report';
import { ReportFold, type ReportOptions } from './report-fold';
import { feed, type Row, scenarioOf } from './testing/handmade-trace';

const RUN = { events: 7, fingerprint: '0123456789abcdef' };

/** A shop that calls one service with one worker, over link 0. */
const shop = scenarioOf(
  [
    ['shop', 'client'],
    ['orders', 'service'],
  ],
  [['l1', 'shop', 'orders']],
);
const SHOP = 0;
const ORDERS = 1;

const reportOf = (rows: readonly Row[], untilMs: number, options: ReportOptions = {}, scenario = shop): Report =>
  feed(new ReportFold(scenario, options), rows).finish(untilMs, RUN);

/** A request of the shop and its call, which takes no time to travel: serials `request` and `request + 1`. */
const begin = (at: number, request: number): Row[] => [
  [at, 'issued', SHOP, request],
  [at, 'sent', 0, request + 1, { extra: request }],
  [at, 'arrived', ORDERS, request + 1],
];
const end = (at: number, request: number, tookMs: number): Row[] => [
  [at, 'finished', ORDERS, request + 1, { detail: 'ok', extra: 1, value: tookMs }],
  [at, 'replied', 0, request + 1, { detail: 'ok' }],
  [at, 'returned', 0, request + 1, { detail: 'ok', value: tookMs }],
  [at, 'settled', SHOP, request, { detail: 'ok', value: tookMs }],
];
const start = (at: number, request: number, waitedMs: number): Row => [
  at,
  'started',
  ORDERS,
  request + 1,
  { value: waitedMs },
];

/** Three requests at 0, 4 and 30 ms, each of which is work for 10 ms. */
const threeRequests: Row[] = [
  [0, 'capacity', ORDERS, 0, { extra: 1 }],
  ...begin(0, 1),
  start(0, 1, 0),
  ...begin(4, 3),
  ...end(10, 1, 10),
  start(10, 3, 6),
  ...end(20, 3, 16),
  ...begin(30, 5),
  start(30, 5, 0),
];

describe('the report of a single queue', () => {
  const report = reportOf(threeRequests, 35);

  it('accounts for every request of the client', () => {
    expect(report.clients.shop).toEqual({
      sent: 3,
      ok: 2,
      failed: 0,
      failedBy: {},
      inFlight: 1,
      throughputPerSec: 2000 / 35,
      latencyMs: expect.objectContaining({ mean: 13, sd: Math.sqrt(18), max: 16 }),
    });
  });

  it('knows waits, queue and utilization of the node', () => {
    expect(report.nodes.orders).toEqual({
      kind: 'service',
      arrived: 3,
      completed: 2,
      failed: 0,
      failedBy: {},
      held: 1,
      utilization: 25 / 35,
      blocked: 0,
      meanWaitMs: 2,
      meanInQueue: 6 / 35,
      meanInSystem: 31 / 35,
      maxInQueue: 1,
      probWait: 1 / 3,
      sojournMs: expect.objectContaining({ mean: 13, max: 16 }),
      downMs: 0,
      detail: {},
    });
  });

  it('obeys Little’s law over a time in which everything ended', () => {
    const { nodes } = reportOf(
      threeRequests.filter(([at]) => at <= 20),
      20,
    );
    expect(nodes.orders.meanInSystem * 20).toBe(2 * nodes.orders.sojournMs.mean);
    expect(nodes.orders.meanInQueue * 20).toBe(2 * nodes.orders.meanWaitMs);
  });

  it('counts the calls of the link, and those under way', () => {
    expect(report.links.l1).toMatchObject({ calls: 3, ok: 2, failedBy: {}, retries: 0, latencyMs: { mean: 13 } });
  });

  it('carries the figures of the run', () => {
    expect(report).toMatchObject({ version: 1, title: 'Handmade', seed: 1, untilMs: 35, warmupMs: 0, ...RUN });
    expect(reportOf([], 0, { seed: 9 }).seed).toBe(9);
  });

  it('treats a client in the list of nodes as what holds its requests, without a queue', () => {
    expect(report.nodes.shop).toMatchObject({
      arrived: 3,
      completed: 2,
      held: 1,
      meanInQueue: 0,
      maxInQueue: 0,
      utilization: 0,
      meanInSystem: 31 / 35,
    });
  });

  it('does not depend on chunks, nor on being asked for in between', () => {
    const fold = new ReportFold(shop);
    for (const row of threeRequests) {
      feed(fold, [row]);
      fold.finish(row[0], RUN);
    }
    expect(fold.finish(35, RUN)).toEqual(report);
  });

  it('is all zeros before anything happened', () => {
    const { clients, nodes } = reportOf([], 0);
    expect(clients.shop).toMatchObject({ sent: 0, throughputPerSec: 0, latencyMs: { p99: 0 } });
    expect(nodes.orders).toMatchObject({ utilization: 0, meanInQueue: 0, probWait: 0 });
  });
});

describe('a warm-up', () => {
  it('leaves out requests that began in it, and areas, but not what the node still holds', () => {
    const { clients, nodes, links } = reportOf(threeRequests, 35, { warmupMs: 15 });
    expect(clients.shop).toMatchObject({ sent: 1, ok: 0, inFlight: 1 });
    expect(clients.shop.throughputPerSec).toBe(1000 / 20);
    expect(nodes.orders).toMatchObject({ arrived: 1, completed: 0, held: 1, meanWaitMs: 0, utilization: 10 / 20 });
    expect(nodes.orders.meanInSystem).toBe(10 / 20);
    expect(nodes.orders.maxInQueue).toBe(0);
    expect(links.l1).toMatchObject({ calls: 2, ok: 1 });
  });

  it('begins with what happens at its very end', () => {
    expect(reportOf(threeRequests, 35, { warmupMs: 4 }).clients.shop).toMatchObject({ sent: 2, ok: 1, inFlight: 1 });
  });

  it('that no fact follows leaves nothing', () => {
    const { clients, nodes } = reportOf(threeRequests, 35, { warmupMs: 31 });
    expect(clients.shop).toMatchObject({ sent: 0, ok: 0, inFlight: 0 });
    expect(nodes.orders).toMatchObject({ arrived: 0, held: 0, utilization: 1 });
  });

  it('that is not over leaves nothing yet, and does not stop the rest', () => {
    const fold = feed(new ReportFold(shop, { warmupMs: 25 }), threeRequests.slice(0, 10));
    expect(fold.finish(10, RUN)).toMatchObject({
      warmupMs: 25,
      untilMs: 10,
      clients: { shop: { sent: 0, inFlight: 0 } },
    });
    feed(fold, threeRequests.slice(10));
    expect(fold.finish(35, RUN)).toEqual(reportOf(threeRequests, 35, { warmupMs: 25 }));
  });
});

describe('failures', () => {
  it('are counted by reason, and refused ones were never served', () => {
    const rows: Row[] = [
      [0, 'capacity', ORDERS, 0, { extra: 1 }],
      ...begin(0, 1),
      [0, 'finished', ORDERS, 2, { detail: 'refused' }],
      [0, 'returned', 0, 2, { detail: 'refused' }],
      [0, 'settled', SHOP, 1, { detail: 'refused' }],
      ...begin(5, 3),
      [9, 'settled', SHOP, 3, { detail: 'timeout', value: 4 }],
      [9, 'returned', 0, 4, { detail: 'timeout', value: 4 }],
    ];
    const { clients, nodes, links } = reportOf(rows, 10);
    expect(clients.shop).toMatchObject({ sent: 2, failed: 2, failedBy: { refused: 1, timeout: 1 }, inFlight: 0 });
    expect(clients.shop.latencyMs.max).toBe(0);
    expect(nodes.orders).toMatchObject({ arrived: 2, failed: 1, failedBy: { refused: 1 }, held: 1, probWait: 0 });
    expect(links.l1).toMatchObject({ calls: 2, ok: 0, failedBy: { refused: 1, timeout: 1 } });
  });

  it('of a crash end blocked workers, and the time down is known', () => {
    const rows: Row[] = [
      [0, 'capacity', ORDERS, 0, { extra: 2 }],
      ...begin(0, 1),
      start(0, 1, 0),
      [2, 'blocked', ORDERS, 2],
      [10, 'mode', ORDERS, 0, { extra: 1 }],
      [10, 'finished', ORDERS, 2, { detail: 'connectionReset', extra: 1, value: 10 }],
      [14, 'mode', ORDERS, 0, { extra: 2 }],
      [16, 'mode', ORDERS, 0, { extra: 0 }],
    ];
    const { orders } = reportOf(rows, 20).nodes;
    expect(orders).toMatchObject({
      downMs: 6,
      utilization: 10 / 40,
      blocked: 8 / 40,
      failedBy: { connectionReset: 1 },
    });
  });

  it('before the first attempt left are calls too, and an abandoned call is cancelled', () => {
    const scenario = scenarioOf(
      [
        ['orders', 'service'],
        ['payments', 'service'],
      ],
      [['l1', 'orders', 'payments']],
    );
    const rows: Row[] = [
      [0, 'withheld', 0, 1, { detail: 'breakerOpen' }],
      [0, 'returned', 0, 1, { detail: 'breakerOpen' }],
      [1, 'sent', 0, 2],
      [2, 'returned', 0, 2, { detail: 'timeout', extra: 1 }],
      [3, 'sent', 0, 3, { detail: 2 }],
      [4, 'breaker', 0, 0, { extra: 1 }],
      [4, 'concluded', 0, 3, { detail: 'breakerOpen', extra: 2, value: 3 }],
      [5, 'sent', 0, 4],
      [6, 'mode', 0, 0, { extra: 1 }],
      [7, 'sent', 0, 5],
    ];
    const { l1 } = reportOf(rows, 10, {}, scenario).links;
    expect(l1).toMatchObject({ calls: 4, failedBy: { breakerOpen: 2, cancelled: 1 }, retries: 1, breakerOpens: 1 });
  });
});

describe('messages', () => {
  const scenario = scenarioOf(
    [
      ['orders', 'service'],
      ['rabbit', 'rabbitmq', { queues: [{ name: 'work' }, { name: 'mail' }] }],
      ['payments', 'service'],
    ],
    [
      ['publish', 'orders', 'rabbit'],
      ['consume', 'rabbit', 'payments'],
    ],
  );
  const RABBIT = 1;
  const publish = (at: number, serial: number, queue = 0): Row[] => [
    [at, 'sent', 0, serial, { detail: 1, value: 1 }],
    [at, 'published', 0, serial],
    [at + 1, 'enqueued', RABBIT, serial, { extra: queue }],
  ];
  const deliver = (at: number, serial: number, flags = 0, waitedMs = 0): Row[] => [
    [at, 'delivered', 1, serial, { detail: flags, value: waitedMs }],
    [at, 'sent', 1, serial, { detail: flags | 1, value: 2 }],
  ];
  const rows: Row[] = [
    ...publish(0, 1),
    ...deliver(1, 1),
    ...publish(10, 2),
    [20, 'replied', 1, 1, { detail: 'ok' }],
    [20, 'acked', RABBIT, 1, { value: 20 }],
    ...deliver(20, 2, 0, 9),
    [25, 'replied', 1, 2, { detail: 'connectionReset' }],
    [25, 'requeued', RABBIT, 2, { detail: 'connectionReset' }],
    ...deliver(30, 2, 4, 5),
    ...publish(40, 3, 1),
    [50, 'mode', RABBIT, 0, { extra: 1 }],
    [50, 'lost', RABBIT, 3, { detail: 'notPersisted', extra: 1 }],
    [50, 'duplicated', RABBIT, 2],
    [60, 'sent', 0, 4, { detail: 1, value: 1 }],
    [60, 'published', 0, 4],
    [61, 'lost', RABBIT, 4, { detail: 'connectionRefused', extra: -1 }],
    [70, 'sent', 0, 5, { detail: 1, value: Infinity }],
    [70, 'published', 0, 5],
    [70, 'lost', RABBIT, 5, { detail: 'partitioned', extra: -1 }],
    [80, 'sent', 0, 6, { detail: 1, value: 100 }],
    [80, 'published', 0, 6],
  ];
  const report = reportOf(rows, 100, {}, scenario);

  it('are each acknowledged, held or gone for a reason', () => {
    expect(report.messages).toEqual({
      published: 6,
      copies: 0,
      replayed: 0,
      delivered: 3,
      acked: 1,
      redelivered: 1,
      duplicated: 0,
      handedTwice: 1,
      deadLettered: 0,
      expired: 0,
      lost: 3,
      held: 2,
      lostBy: { connectionRefused: 1, notPersisted: 1, partitioned: 1 },
    });
  });

  it('stand in the queues of their broker, whose books balance', () => {
    expect(report.nodes.rabbit).toMatchObject({
      arrived: 4,
      completed: 1,
      failed: 2,
      failedBy: { connectionRefused: 1, notPersisted: 1 },
      held: 1,
      utilization: 0,
      meanInQueue: (9 + 5 + 9 + 50) / 100,
      meanInSystem: (9 + 5 + 9 + 50 + 19 + 5 + 20) / 100,
      maxInQueue: 1,
      meanWaitMs: 14 / 3,
      probWait: 2 / 3,
      downMs: 50,
    });
    expect(report.nodes.rabbit.detail).toMatchObject({
      deliveries: { published: 6, lost: 3, held: 2, queues: [{ held: 1 }, { held: 0, lost: 1 }] },
      queues: [
        { name: 'work', ready: 1, unacked: 0, maxReady: 1, meanReady: 0.64, meanUnacked: 0.44 },
        { name: 'mail', ready: 0, unacked: 0, maxReady: 1, meanReady: 0.09, meanUnacked: 0 },
      ],
    });
  });

  it('count on their links', () => {
    expect(report.links.publish).toMatchObject({ calls: 6, ok: 5, failedBy: { partitioned: 1 } });
    expect(report.links.consume).toMatchObject({ calls: 3, ok: 1, failedBy: { connectionReset: 1 }, retries: 0 });
  });

  it('published in the warm-up are left out, wherever they end', () => {
    const warm = reportOf(rows, 100, { warmupMs: 15 }, scenario);
    expect(warm.messages).toMatchObject({ published: 4, acked: 0, redelivered: 0, lost: 3, held: 1, handedTwice: 0 });
    expect(warm.nodes.rabbit).toMatchObject({ arrived: 2, completed: 0, failed: 2, held: 0 });
    expect(warm.nodes.rabbit.meanInQueue).toBe((5 + 5 + 9 + 50) / 85);
  });
});
