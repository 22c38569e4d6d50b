import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from './check-scenario';
import { explainIssue, placeOf } from './explain-issue';
import { LIMITS } from './limits';
import { PRESETS } from './presets';
import type { Scenario } from './scenario';
import { arbitraryScenario } from './testing/arbitrary-scenario';

/** Random trials and hostile inputs take their time on a busy machine; a hang takes longer. */
vi.setConfig({ testTimeout: 30_000 });

const scenarioOf = (json: unknown): Scenario => {
  const checked = checkScenario(json, catalogue);
  if (!checked.ok) throw new Error(checked.issues.map(explainIssue).join('\n'));
  return checked.value;
};
const problemsOf = (json: unknown): string[] => {
  const checked = checkScenario(json, catalogue);
  return checked.ok ? [] : checked.issues.map(explainIssue);
};

const shop = { id: 'shop', kind: 'client' };
const orders = { id: 'orders', kind: 'service' };
const payments = { id: 'payments', kind: 'service' };
const gateway = { id: 'gateway', kind: 'gateway' };
const call = { id: 'l1', from: 'shop', to: 'orders' };
const base = { version: 1, nodes: [shop, orders, payments, gateway], links: [call] };

describe('a scenario', () => {
  it('may leave out everything that has a default', () => {
    const scenario = scenarioOf({ version: 1, nodes: [shop, orders], links: [call] });
    expect(scenario).toMatchObject({
      title: '',
      description: '',
      seed: 42,
      durationMs: 120_000,
      interventions: [],
      view: {},
      lesson: null,
    });
    expect(scenario.nodes[1]).toEqual({
      id: 'orders',
      kind: 'service',
      label: '',
      position: { x: 280, y: 0 },
      params: catalogue.service.params.default,
    });
    expect(scenario.links[0]).toMatchObject({ protocol: 'rest', params: { timeoutMs: null, retry: null } });
  });

  it('gets the parameters that its ends ask for on a link', () => {
    const { links } = scenarioOf({
      version: 1,
      nodes: [orders, payments, { id: 'mq', kind: 'rabbitmq' }],
      links: [
        { id: 'publish', from: 'orders', to: 'mq' },
        { id: 'push', from: 'mq', to: 'payments' },
      ],
    });
    expect(links.map((link) => link.protocol)).toEqual(['amqp', 'amqp']);
    expect(links[0].params).toHaveProperty('persistent', true);
    expect(links[1].params).toHaveProperty('prefetch', 10);
  });

  it('that is checked stays as it is when checked again', () => {
    fc.assert(
      fc.property(arbitraryScenario(catalogue), (scenario) => {
        expect(checkScenario(JSON.parse(JSON.stringify(scenario)), catalogue)).toEqual({ ok: true, value: scenario });
      }),
      { seed: 20_261_121, numRuns: 200 },
    );
  });

  it.each(PRESETS)('that is ready-made passes: $id', (preset) => {
    expect(problemsOf(preset.load())).toEqual([]);
  });
});

describe('a mistake is named with its place, what was expected and what was found:', () => {
  it.each([
    ['no scenario', 7, 'scenario: expected a scenario, found 7'],
    ['no version', { nodes: [], links: [] }, 'version: expected 1, found nothing'],
    [
      'a newer version',
      { version: 2, nodes: [], links: [] },
      'version: expected at most 1 (this scenario was made by a newer Spillway), found 2',
    ],
    ['no nodes', { version: 1, links: [] }, 'nodes: expected "nodes" to be given, found nothing'],
    ['an unknown name', { ...base, tittle: 'x' }, /^tittle: expected one of the known names: version, title,/],
    ['a seed', { ...base, seed: -1 }, 'seed: expected a number from 0 to 4294967295, found -1'],
    ['a broken seed', { ...base, seed: 0.5 }, 'seed: expected a whole number, found 0.5'],
    [
      'a parameter',
      { ...base, nodes: [shop, { ...orders, params: { concurrency: 0 } }] },
      'nodes[1].params.concurrency: expected a whole number from 1 to 10000, found 0',
    ],
    [
      'a misspelt parameter',
      { ...base, nodes: [shop, { ...orders, params: { workers: 3 } }] },
      /^nodes\[1\]\.params\.workers: expected one of the known names: replicas,/,
    ],
    [
      'a kind',
      { ...base, nodes: [{ id: 'a', kind: 'toString' }], links: [] },
      /^nodes\[0\]\.kind: expected one of .*client, .*database, .*, found "toString"$/,
    ],
    [
      'an id twice',
      { ...base, nodes: [shop, orders, orders] },
      'nodes[2].id: expected an id that is used once, found "orders"',
    ],
    [
      'an empty id',
      { ...base, nodes: [{ id: '', kind: 'client' }], links: [] },
      'nodes[0].id: expected a text of 1 to 60 characters, found ""',
    ],
    [
      'a reserved id',
      { ...base, nodes: [{ id: '__proto__', kind: 'client' }], links: [] },
      'nodes[0].id: expected a name that is not reserved, found "__proto__"',
    ],
    [
      'a link to nowhere',
      { ...base, links: [{ id: 'l1', from: 'shop', to: 'nobody' }] },
      'links[0].to: expected the id of a node, found "nobody"',
    ],
    [
      'a link to itself',
      { ...base, links: [{ id: 'l1', from: 'orders', to: 'orders' }] },
      'links[0].to: expected another node than where the link begins, found "orders"',
    ],
    [
      'a protocol',
      { ...base, links: [{ ...call, protocol: 'sql' }] },
      'links[0].protocol: expected one of rest, http2, grpc, jsonrpc, websocket, sse, thrift, avro, ice between a client and a service, found "sql"',
    ],
    [
      'a link that cannot be',
      { ...base, links: [{ id: 'l1', from: 'orders', to: 'shop' }] },
      'links[0]: expected ends that share a protocol, found a service and a client',
    ],
    [
      'a parameter of a link',
      { ...base, links: [{ ...call, params: { retry: { maxAttempts: 0 } } }] },
      'links[0].params.retry.maxAttempts: expected a whole number from 1 to 100, found 0',
    ],
    [
      'a route over no link',
      { ...base, nodes: [shop, orders, { ...gateway, params: { routes: [{ operation: 'x', link: 'l9' }] } }] },
      'nodes[2].params.routes[0].link: expected the id of a link that leaves this node, found "l9"',
    ],
    [
      "a step over somebody else's link",
      {
        ...base,
        nodes: [
          shop,
          {
            ...orders,
            params: { operations: { buy: [{ step: 'parallel', steps: [{ step: 'call', link: 'l1' }] }] } },
          },
        ],
      },
      'nodes[1].params.operations.buy[0].steps[0].link: expected the id of a link that leaves this node, found "l1"',
    ],
    [
      'an intervention',
      { ...base, interventions: [{ atMs: 1, action: 'explode', target: { node: 'orders' } }] },
      /^interventions\[0\]\.action: expected an object whose "action" is one of crash, restart, .*, heal, found "explode"$/,
    ],
    [
      'an intervention without its field',
      { ...base, interventions: [{ atMs: 1, action: 'rate', target: { node: 'shop' } }] },
      'interventions[0].ratePerSec: expected "ratePerSec" to be given, found nothing',
    ],
    [
      'a crash of a link',
      { ...base, interventions: [{ atMs: 1, action: 'crash', target: { link: 'l1' } }] },
      'interventions[0].target: expected a node to crash, found a link',
    ],
    [
      'a cut of a node',
      { ...base, interventions: [{ atMs: 1, action: 'cut', target: { node: 'orders' } }] },
      'interventions[0].target: expected a link to cut, found a node',
    ],
    [
      'two targets',
      { ...base, interventions: [{ atMs: 1, action: 'heal', target: { node: 'orders', link: 'l1' } }] },
      'interventions[0].target: expected an object with either "node" or "link", found an object',
    ],
    [
      'a target that is not there',
      { ...base, interventions: [{ atMs: 1, action: 'slow', target: { link: 'l2' } }] },
      'interventions[0].target.link: expected the id of a link, found "l2"',
    ],
    [
      'a rate of what has none',
      { ...base, interventions: [{ atMs: 1, action: 'rate', ratePerSec: 1, target: { node: 'orders' } }] },
      'interventions[0].target.node: expected a client whose arrivals have a ratePerSec, found "orders"',
    ],
    [
      'a request sent by what sends none',
      { ...base, interventions: [{ atMs: 1, action: 'send', target: { node: 'orders' } }] },
      'interventions[0].target.node: expected a client or a scheduler, found "orders"',
    ],
    [
      'a long goal',
      { ...base, goals: ['x'.repeat(201)] },
      /^goals\[0\]: expected a text of at most 200 characters, found "x+…$/,
    ],
  ])('%s', (_, json, message) => {
    expect(problemsOf(json)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
  });

  it('is told in one line whatever it holds', () => {
    const line = explainIssue({ path: 'a\nb', expected: 'x', received: '\u2028\u0000y\u202ez' });
    expect(line).toBe('a b: expected x, found  y z');
  });

  it('is told with the component or link that it is about', () => {
    const document = {
      ...base,
      nodes: [...base.nodes, { id: 'slow', kind: 'service', params: { replicas: 0 } }, { kind: 'service' }],
    };
    const checked = checkScenario(document, catalogue);
    const issues = checked.ok ? [] : checked.issues;
    expect(issues.map(placeOf)).toEqual([
      `nodes[${base.nodes.length + 1}].id`,
      `"slow", nodes[${base.nodes.length}].params.replicas`,
    ]);
  });

  it('is not told a thousand times', () => {
    const nodes = Array.from({ length: 1000 }, () => ({ id: 'a', kind: 'nothing' }));
    expect(problemsOf({ version: 1, nodes, links: [] })).toHaveLength(LIMITS.issues);
  });
});

describe('what is hostile is refused, at once:', () => {
  const nested = (depth: number) => {
    let value: unknown = [];
    for (let i = 0; i < depth; i++) value = [value];
    return value;
  };
  const cycle: Record<string, unknown> = { version: 1, nodes: [], links: [] };
  cycle.lesson = cycle;
  const node = (index: number) => ({ id: `n${index}`, kind: 'service' });

  it.each<[string, unknown]>([
    ['a polluted prototype', JSON.parse('{"version":1,"nodes":[],"links":[],"lesson":{"__proto__":{"admin":true}}}')],
    ['a constructor', { version: 1, nodes: [{ ...orders, params: { constructor: 1 } }], links: [] }],
    ['deep nesting', { version: 1, nodes: [], links: [], lesson: nested(100_000) }],
    ['a cycle', cycle],
    ['an endless list', { version: 1, nodes: [], links: [], lesson: new Array(5_000_000).fill(0) }],
    ['too many nodes', { version: 1, nodes: Array.from({ length: LIMITS.nodes + 1 }, (_, i) => node(i)), links: [] }],
    ['numbers that are none', { version: 1, nodes: [], links: [], zones: [Number.NaN] }],
    ['infinity', { version: 1, nodes: [{ ...orders, position: { x: 1 / 0, y: 0 } }], links: [] }],
    ['an object with a class', { version: 1, nodes: new Map(), links: [] }],
    ['a function', { version: 1, nodes: [], links: [], lesson: () => 1 }],
    [
      'a trap',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('caught');
          },
        },
      ),
    ],
    ['a long text', { version: 1, nodes: [], links: [], lesson: 'x'.repeat(200_000) }],
    [
      'a long list of wrong values',
      {
        version: 1,
        nodes: [{ ...shop, params: { arrivals: { process: 'replay', timesMs: new Array(250_000).fill('x') } } }],
        links: [],
      },
    ],
    [
      'a flood of wrong names',
      {
        version: 1,
        nodes: [{ ...orders, params: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`p${i}`, 1])) }],
        links: [],
      },
    ],
  ])('%s', (_, json) => {
    const problems = problemsOf(json);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((line) => line.length < 500)).toBe(true);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('any JSON at all', () => {
    const mutate = fc.tuple(fc.nat(), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.constantFrom(...PRESETS),
        fc.array(mutate, { minLength: 1, maxLength: 3 }),
        (preset, mutations) => {
          const json = JSON.parse(JSON.stringify(preset.load())) as unknown;
          for (const [where, value] of mutations) replaceSomewhere(json, where, value);
          const checked = checkScenario(json, catalogue);
          if (!checked.ok) expect(checked.issues.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('zero has no sign', () => {
    const { nodes } = scenarioOf({ ...base, nodes: [shop, { ...orders, position: { x: -0, y: 0 } }] });
    expect(Object.is(nodes[1].position.x, 0)).toBe(true);
  });
});

/** Puts a value at one of the places in a JSON tree. */
function replaceSomewhere(root: unknown, where: number, value: unknown): void {
  const places: [object, string][] = [];
  const walk = (parent: unknown) => {
    if (typeof parent !== 'object' || parent === null) return;
    for (const [name, child] of Object.entries(parent)) {
      places.push([parent, name]);
      walk(child);
    }
  };
  walk(root);
  const [parent, name] = places[where % places.length];
  (parent as Record<string, unknown>)[name] = value;
}
