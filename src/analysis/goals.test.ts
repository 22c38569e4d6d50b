import { describe, expect, it } from 'vitest';
import { parseGoal } from './goals';
import { ReportFold } from './report-fold';
import { feed, type Row, scenarioOf } from './testing/handmade-trace';

/** Two requests of the shop: one takes 100 ms, one is refused. Orders is busy for 100 of 200 ms. */
const rows: Row[] = [
  [0, 'capacity', 1, 0, { extra: 1 }],
  [0, 'issued', 0, 1],
  [0, 'sent', 0, 2],
  [0, 'arrived', 1, 2],
  [0, 'started', 1, 2],
  [50, 'issued', 0, 3],
  [50, 'settled', 0, 3, { detail: 'refused' }],
  [100, 'finished', 1, 2, { detail: 'ok', extra: 1, value: 100 }],
  [100, 'returned', 0, 2, { detail: 'ok', value: 100 }],
  [100, 'settled', 0, 1, { detail: 'ok', value: 100 }],
];

function check(...goals: string[]) {
  const scenario = scenarioOf(
    [
      ['shop', 'client'],
      ['orders', 'service'],
      ['a < b', 'service'],
    ],
    [['l1', 'shop', 'orders']],
    goals,
  );
  return feed(new ReportFold(scenario), rows).finish(200, { events: 0, fingerprint: '' }).goals;
}

describe('goals', () => {
  it.each([
    ['p95 of shop < 300 ms', true, 100],
    ['p95 of shop < 0.3 s', true, 100],
    ['p95 of shop < 100 ms', false, 100],
    ['p95 of shop <= 100ms', true, 100],
    ['mean of orders = 100', true, 100],
    ['p99 of l1 > 1 s', false, 100],
    ['failed share of shop < 1 %', false, 0.5],
    ['failed share of shop <= 50%', true, 0.5],
    ['failed share of shop <= 0.5', true, 0.5],
    ['utilization of orders < 80 %', true, 0.5],
    ['throughput of shop >= 5 /s', true, 5],
    ['throughput of shop >= 5.1 per second', false, 5],
    ['max queue of orders = 0', true, 0],
    ['lost messages = 0', true, 0],
    ['  held   messages≤0 ', true, 0],
    ['failed of shop = 1', true, 1],
  ])('"%s" is %s', (text, holds, value) => {
    expect(check(text)).toEqual([{ text, holds, value }]);
  });

  it('do not hold where nothing was measured', () => {
    expect(check('p95 of a < b < 300 ms')).toEqual([
      { text: 'p95 of a < b < 300 ms', holds: false, value: Number.NaN },
    ]);
  });

  it('that make no sense do not hold', () => {
    expect(check('everything is fine')).toEqual([{ text: 'everything is fine', holds: false, value: Number.NaN }]);
  });

  const places = { clients: new Set(['shop']), nodes: new Set(['shop', 'orders']), links: new Set(['l1']) };
  it.each([
    ['', 'a goal like "p95 of shop < 300 ms"'],
    ['p95 of shop', 'a goal like "p95 of shop < 300 ms"'],
    ['p95 of shop < many', 'a goal like "p95 of shop < 300 ms"'],
    ['p96 of shop < 3', expect.stringContaining('one of mean, p50')],
    ['toString of shop < 3', 'a goal like "p95 of shop < 300 ms"'],
    ['constructor of shop < 3', expect.stringContaining('one of mean, p50')],
    ['p95 of shops < 3', 'the id of a client or node or link'],
    ['utilization of l1 < 3', 'the id of a node'],
    ['utilization of orders < 3 ms', 'a unit among %'],
    ['lost messages = 0 ms', 'no unit'],
    ['utilization < 3', '"utilization of" and the id of a client, node or link'],
    ['all messages = 0', expect.stringContaining('lost messages')],
  ])('"%s" are refused: %s was expected', (text, expected) => {
    expect(parseGoal(text, places)).toMatchObject({ ok: false, issues: [{ path: '', expected }] });
  });
});
