import { describe, expect, it } from 'vitest';
import { catalogue } from '../../kinds/catalogue';
import { checkScenario } from '../../scenario/check-scenario';
import type { Scenario } from '../../scenario/scenario';
import { assign } from './assign';

function scenario(): Scenario {
  const checked = checkScenario(
    {
      version: 1,
      nodes: [
        { id: 'shop', kind: 'client', params: { mix: [{ operation: 'browse' }, { operation: 'order' }] } },
        { id: 'orders', kind: 'service' },
        { id: 'orders.v2', kind: 'service' },
      ],
      links: [
        { id: 'l1', from: 'shop', to: 'orders' },
        { id: 'a=b', from: 'orders', to: 'orders.v2' },
      ],
      interventions: [{ atMs: 1000, action: 'crash', target: { node: 'orders' } }],
    },
    catalogue,
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
}

const withValues = (...assignments: string[]): Scenario => assign(scenario(), assignments);
const node = (changed: Scenario, id: string) => changed.nodes.find((candidate) => candidate.id === id)?.params;
const link = (changed: Scenario, id: string) => changed.links.find((candidate) => candidate.id === id)?.params;

describe('assigning values to a scenario', () => {
  it('reaches parameters of nodes and links by their ids, defaults too', () => {
    expect(node(withValues('nodes.orders.params.concurrency=3'), 'orders')).toMatchObject({ concurrency: 3 });
    expect(node(withValues('nodes.orders.params.serviceTime.meanMs=1.5'), 'orders')).toMatchObject({
      serviceTime: { dist: 'exponential', meanMs: 1.5 },
    });
    expect(link(withValues('links.l1.params.timeoutMs=250'), 'l1')).toMatchObject({ timeoutMs: 250 });
  });

  it('reaches the rest of the document', () => {
    expect(withValues('durationMs=5000').durationMs).toBe(5000);
    expect(withValues('durationMs=null').durationMs).toBeNull();
    expect(withValues('seed=9').seed).toBe(9);
    expect(withValues('interventions.0.atMs=7').interventions[0].atMs).toBe(7);
    expect(withValues('interventions[0].target.node=orders.v2').interventions[0].target).toEqual({ node: 'orders.v2' });
    expect(node(withValues('nodes.shop.params.mix[1].weight=4'), 'shop')).toMatchObject({ mix: [{}, { weight: 4 }] });
    expect(node(withValues('nodes[1].params.concurrency=2'), 'orders')).toMatchObject({ concurrency: 2 });
  });

  it('takes JSON, and bare texts', () => {
    const closed = '{"process":"closed","users":5,"thinkTime":{"dist":"constant","valueMs":10}}';
    expect(node(withValues(`nodes.shop.params.arrivals=${closed}`), 'shop')).toMatchObject({ arrivals: { users: 5 } });
    expect(node(withValues('nodes.orders.params.fanOut=parallel'), 'orders')).toMatchObject({ fanOut: 'parallel' });
    expect(node(withValues('nodes.orders.params.fanOut="parallel"'), 'orders')).toMatchObject({ fanOut: 'parallel' });
    expect(withValues('title=a = b').title).toBe('a = b');
    expect(withValues('title=2026').title).toBe('2026');
    expect(withValues('title=').title).toBe('');
    expect(withValues('links.l1.protocol=grpc').links[0].protocol).toBe('grpc');
    expect(withValues('goals=["p95 of shop < 1 s"]').goals).toEqual(['p95 of shop < 1 s']);
  });

  it('knows ids with dots and equals signs in them', () => {
    const changed = withValues('nodes.orders.v2.params.concurrency=2', 'links.a=b.params.timeoutMs=9');
    expect(node(changed, 'orders.v2')).toMatchObject({ concurrency: 2 });
    expect(node(changed, 'orders')).toMatchObject({ concurrency: 8 });
    expect(link(changed, 'a=b')).toMatchObject({ timeoutMs: 9 });
  });

  it('begins what is "none" so far, with its defaults', () => {
    expect(link(withValues('links.l1.params.retry.maxAttempts=4'), 'l1')).toMatchObject({
      retry: { maxAttempts: 4, backoff: 'exponential' },
    });
  });

  it('lets several hold together, in order', () => {
    const changed = withValues('nodes.orders.params.concurrency=3', 'nodes.orders.params.concurrency=4', 'seed=1');
    expect(node(changed, 'orders')).toMatchObject({ concurrency: 4 });
    expect(changed.seed).toBe(1);
  });

  it('leaves the original alone', () => {
    const original = scenario();
    assign(original, ['nodes.orders.params.serviceTime.meanMs=1']);
    expect(original).toEqual(scenario());
  });

  it.each([
    [
      'nodes.orders.params.concurency=4',
      '--set nodes.orders.params.concurency: expected one of replicas, concurrency, startupMs, queueLimit, ',
    ],
    ['nodes.order.params.x=4', '--set nodes.order: expected one of shop, orders, orders.v2, found "order"'],
    [
      'duration=4',
      '--set duration: expected one of version, title, description, seed, durationMs, nodes, links, contracts, zones, notes, interventions, goals, view, lesson, found "duration"',
    ],
    ['', '--set: expected path=value, found ""'],
    ['=4', '--set: expected path=value, found "=4"'],
    ['nodes.orders', '--set nodes.orders: expected path=value, found no "="'],
    ['notes.0.text=x', '--set notes.0: expected something that is there (the list is empty), found "0"'],
    ['title.x=1', '--set title: expected the end of the path, found more names after it'],
    ['nodes.orders.params.__proto__.x=1', /^--set nodes\.orders\.params\.__proto__: expected one of replicas/],
    ['links.l1.params.retry.__proto__=1', /^links\.l1\.params\.retry: expected names of at most/],
    ['links.l1.params.retry.tries=1', /^links\.l1\.params\.retry\.tries: expected one of the known names: maxAttempts/],
    [
      'nodes.orders.params.concurrency=0',
      'nodes.orders.params.concurrency: expected a whole number from 1 to 10000, found 0',
    ],
    [
      'nodes.orders.params.concurrency=many',
      'nodes.orders.params.concurrency: expected a whole number from 1 to 10000, found "many"',
    ],
    [
      'nodes.orders.params.operations={"a":',
      '--set nodes.orders.params.operations, column 6 of the value: expected a value, found the end',
    ],
    ['version=2', /^version: expected at most 1/],
    ['seed=1e999', /^seed: expected a finite number/],
    ['links.l1.to=nobody', 'links.l1.to: expected the id of a node, found "nobody"'],
  ])('refuses %j', (assignment, message) => {
    expect(() => withValues(assignment)).toThrow(message);
  });
});
