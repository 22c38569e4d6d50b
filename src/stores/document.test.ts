import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { PROTOCOLS } from '../network/kind';
import { checkScenario } from '../scenario/check-scenario';
import { PRESETS } from '../scenario/presets';
import type { Intervention, Scenario } from '../scenario/scenario';
import { arbitraryGroup, fault } from '../scenario/testing/arbitrary-scenario';
import { withZone } from '../scenario/zones';
import { useDocument } from './document';
import { useSelection } from './selection';

/** Random trials and hostile inputs take their time on a busy machine; a hang takes longer. */
vi.setConfig({ testTimeout: 30_000 });

const edit = () => useDocument.getState();
const selection = () => useSelection.getState();
const scenario = () => edit().scenario;
const node = (id: string) => scenario().nodes.find((candidate) => candidate.id === id);
const link = (id: string) => scenario().links.find((candidate) => candidate.id === id);
const crash = (atMs: number, id: string): Intervention => ({
  atMs,
  action: 'crash',
  target: { node: id },
  durationMs: null,
});

function presetScenario(id: string): Scenario {
  const checked = checkScenario(PRESETS.find((preset) => preset.id === id)?.load(), catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
}

/** How much `runRevision` moves during an action. */
function runsAnew(action: () => void): boolean {
  const before = edit().runRevision;
  action();
  return edit().runRevision !== before;
}

beforeEach(() => {
  vi.useFakeTimers();
  edit().load(presetScenario('store'));
});
afterEach(() => vi.useRealTimers());

/** So long that the next edit is a step of its own. */
const pause = () => vi.advanceTimersByTime(2_000);

describe('editing', () => {
  it('adds a node with its defaults and selects it', () => {
    const id = edit().addNode('service', { x: 8, y: 16 });
    expect(node(id)).toEqual({
      id: 'service',
      kind: 'service',
      label: '',
      position: { x: 8, y: 16 },
      params: catalogue.service.params.default,
    });
    expect(selection().nodes).toEqual([id]);
    expect(edit().addNode('service', { x: 0, y: 0 })).toBe('service-2');
    expect(edit().addNode('warp-drive', { x: 0, y: 0 })).toBe('');
  });

  it('connects what can be connected and says why not', () => {
    const cache = edit().addNode('database', { x: 0, y: 0 });
    expect(edit().connect('orders', cache)).toEqual({ ok: true, id: 'l1' });
    expect(link('l1')).toMatchObject({ from: 'orders', to: cache, protocol: 'sql' });
    expect(edit().connect('orders', cache)).toEqual({ ok: false, refusal: 'alreadyLinked' });
    expect(edit().connect('orders', 'orders')).toEqual({ ok: false, refusal: 'sameNode' });
    const bank = edit().addNode('external-api', { x: 0, y: 0 });
    expect(edit().connect(bank, 'orders')).toEqual({ ok: false, refusal: 'callsNothing' });
    expect(edit().connect(cache, 'orders')).toEqual({ ok: false, refusal: 'noCommonProtocol' });
    expect(edit().connect('orders', 'shop')).toEqual({ ok: false, refusal: 'takesNoCalls' });
    expect(edit().connect('gateway', cache)).toEqual({ ok: false, refusal: 'noCommonProtocol' });
    expect(edit().connect('orders', 'nobody')).toEqual({ ok: false, refusal: 'unknownNode' });
  });

  it('removes a node with its links, the routes over them and what was done to it', () => {
    edit().recordIntervention(crash(1, 'users'));
    edit().recordIntervention(crash(2, 'orders'));
    selection().select({ nodes: ['users', 'orders'], links: ['gateway-users'] });
    edit().remove({ nodes: ['users'] });
    expect(node('users')).toBeUndefined();
    expect(link('gateway-users')).toBeUndefined();
    expect(node('gateway')?.params.routes).toEqual([
      { operation: 'browse', link: 'gateway-products' },
      { operation: 'order', link: 'gateway-orders' },
    ]);
    expect(scenario().interventions).toEqual([crash(2, 'orders')]);
    expect(selection()).toMatchObject({ nodes: ['orders'], links: [] });
  });

  it('duplicates nodes with the links among them and makes the copies’ parameters mean the copies', () => {
    const ids = edit().duplicate(['gateway', 'users', 'orders']);
    expect(ids).toEqual(['gateway-2', 'users-2', 'orders-2']);
    expect(selection().nodes).toEqual(ids);
    expect(scenario().links.slice(-2)).toMatchObject([
      { id: 'l1', from: 'gateway-2', to: 'users-2', protocol: 'grpc' },
      { id: 'l2', from: 'gateway-2', to: 'orders-2' },
    ]);
    expect(node('gateway-2')?.params.routes).toEqual([
      { operation: 'profile', link: 'l1' },
      { operation: 'order', link: 'l2' },
    ]);
    expect(node('users-2')?.label).toBe('Users');
  });

  it('refuses parameters that are wrong and says what is', () => {
    const before = scenario();
    expect(edit().setNodeParams('orders', { concurrency: 0 })).toMatchObject([{ path: 'concurrency' }]);
    expect(edit().setLinkParams('orders-payments', { timeoutMs: -1 })).toMatchObject([{ path: 'timeoutMs' }]);
    expect(edit().setNodeParams('gateway', { routes: [{ operation: 'x', link: 'orders-payments' }] })).toMatchObject([
      { path: 'routes[0].link' },
    ]);
    expect(scenario()).toBe(before);
    expect(edit().setNodeParams('orders', { concurrency: 3 })).toEqual([]);
    expect(node('orders')?.params.concurrency).toBe(3);
  });

  it('speaks only protocols that both ends speak', () => {
    edit().setLinkProtocol('orders-payments', 'sql');
    expect(link('orders-payments')?.protocol).toBe('grpc');
    edit().setLinkProtocol('orders-payments', 'rest');
    expect(link('orders-payments')?.protocol).toBe('rest');
  });

  it('forgets a changed rate when the client has no rate any more', () => {
    edit().recordIntervention({ atMs: 1, action: 'rate', target: { node: 'shop' }, durationMs: null, ratePerSec: 9 });
    edit().setNodeParams('shop', { arrivals: { process: 'closed' } });
    expect(scenario().interventions).toEqual([]);
  });

  it('forgets what was done to one of several nodes when there is only one left', () => {
    const mq = edit().addNode('rabbitmq', { x: 0, y: 0 });
    edit().setNodeParams(mq, { nodes: 3 });
    edit().recordIntervention({ ...crash(1, mq), action: 'crashMember', member: 2 });
    edit().recordIntervention(crash(2, mq));
    edit().setNodeParams(mq, { nodes: 1 });
    expect(scenario().interventions).toEqual([crash(2, mq)]);
  });

  it('keeps nodes on the canvas', () => {
    const id = edit().addNode('service', { x: -2e9, y: 0 });
    expect(node(id)?.position).toEqual({ x: -1e6, y: 0 });
    edit().moveNodes([{ id, position: { x: 8, y: 1e7 } }]);
    expect(node(id)?.position).toEqual({ x: 8, y: 1e6 });
  });

  it('takes no duration that could not be opened again', () => {
    const before = scenario();
    edit().setDurationMs(1e-9);
    expect(scenario()).toBe(before);
  });

  it('refuses an operation of a reserved name and leaves those that there are', () => {
    const before = scenario();
    const operations = { prototype: [{ step: 'reply' }] };
    expect(edit().setNodeParams('orders', { operations })).toMatchObject([{ expected: 'names that are not reserved' }]);
    expect(scenario()).toBe(before);
  });

  it('never leaves the format, whatever is done', () => {
    const kinds = fc.constantFrom(...Object.keys(catalogue));
    const pick = fc.nat();
    const coordinate = fc.oneof(
      fc.integer({ min: -500, max: 500 }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value || 0),
    );
    const place = fc.record({ x: coordinate, y: coordinate });
    const at = <T>(items: readonly T[], index: number) => items[index % Math.max(1, items.length)];
    const action = fc.oneof(
      fc.tuple(kinds, place).map(
        ([kind, position]) =>
          () =>
            void edit().addNode(kind, position),
      ),
      fc.tuple(pick, pick).map(([a, b]) => () => {
        const { nodes } = scenario();
        if (nodes.length > 0) edit().connect(at(nodes, a).id, at(nodes, b).id);
      }),
      fc.array(pick, { maxLength: 3 }).map((picks) => () => {
        const { nodes } = scenario();
        edit().duplicate(picks.map((index) => at(nodes, index)?.id ?? ''));
      }),
      fc.tuple(pick, fc.boolean()).map(([index, isNode]) => () => {
        const { nodes, links } = scenario();
        edit().remove(isNode ? { nodes: [at(nodes, index)?.id ?? ''] } : { links: [at(links, index)?.id ?? ''] });
      }),
      fc.tuple(pick, fc.boolean()).map(([index, isScripted]) => () => {
        const { nodes, links, interventions } = scenario();
        const more = fault(index, index % 1_000, nodes, links);
        if (isScripted) edit().setInterventions([...interventions, ...more]);
        else for (const intervention of more) edit().recordIntervention(intervention);
      }),
      kinds
        .chain((kind) => fc.tuple(fc.constant(kind), arbitraryGroup(catalogue[kind].params), pick))
        .map(([kind, params, index]) => () => {
          const nodes = scenario().nodes.filter((candidate) => candidate.kind === kind);
          if (nodes.length > 0) edit().setNodeParams(at(nodes, index).id, params);
        }),
      fc.tuple(pick, pick).map(([index, which]) => () => {
        const { links } = scenario();
        if (links.length > 0) edit().setLinkProtocol(at(links, index).id, at(PROTOCOLS, which));
      }),
      fc.tuple(pick, pick).map(([index, version]) => () => {
        const { links } = scenario();
        const { id, params } = at(links, index) ?? { id: '', params: {} };
        const contract = { contract: 'order', callerVersion: version % 4, calleeVersion: 1, reader: 'strict' };
        edit().setLinkParams(id, { ...params, contract });
      }),
      fc.subarray([1, 2, 3]).map((versions) => () => {
        const contract = { id: 'order', name: 'Order', format: 'avro' as const };
        edit().setContracts([{ ...contract, versions: versions.map((version) => ({ version, fields: [] })) }]);
      }),
      fc.array(fc.tuple(pick, place), { maxLength: 3 }).map((moves) => () => {
        const { nodes } = scenario();
        edit().moveNodes(moves.map(([index, position]) => ({ id: at(nodes, index)?.id ?? '', position })));
      }),
      fc.tuple(pick, fc.string()).map(([index, zone]) => () => {
        const { zones, nodes } = scenario();
        edit().setZones(withZone(zones, at(nodes, index)?.id ?? '', zone));
      }),
      fc.tuple(pick, fc.string({ maxLength: 300 })).map(([index, text]) => () => {
        edit().renameNode(at(scenario().nodes, index)?.id ?? '', text);
        edit().setTitle(text);
        edit().setDescription(text);
      }),
      fc.double({ min: 0, max: 1e10, noNaN: true }).map((value) => () => {
        edit().setDurationMs(value);
        edit().setSeed(value);
      }),
      fc
        .constantFrom('undo' as const, 'redo' as const, 'clearInterventions' as const)
        .map((name) => () => edit()[name]()),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        edit().load(presetScenario('store-with-rabbitmq'));
        for (const act of actions) act();
        expect(checkScenario(scenario(), catalogue)).toEqual({ ok: true, value: scenario() });
      }),
      { numRuns: 100 },
    );
  });
});

describe('undo and redo', () => {
  it('go through every step and back, with what was selected', () => {
    const states = [scenario()];
    const step = (action: () => void) => {
      action();
      states.push(scenario());
      pause();
    };
    selection().select({ nodes: ['users'] });
    step(() => edit().addNode('service', { x: 0, y: 0 }));
    step(() => edit().connect('orders', 'service'));
    step(() => edit().renameNode('service', 'Stock'));
    step(() => edit().setNodeParams('service', { replicas: 3 }));
    step(() => edit().setLinkParams('l1', { timeoutMs: 5 }));
    step(() => edit().setLinkProtocol('l1', 'grpc'));
    step(() => edit().moveNodes([{ id: 'service', position: { x: 5, y: 5 } }]));
    step(() => edit().setTitle('Title'));
    step(() => edit().setDescription('Description'));
    step(() => edit().setSeed(1));
    step(() => edit().setDurationMs(null));
    step(() => edit().duplicate(['service']));
    step(() => edit().remove({ nodes: ['service'] }));

    const seen = [scenario()];
    while (edit().canUndo) {
      edit().undo();
      seen.push(scenario());
    }
    expect(seen).toEqual([...states].reverse());
    expect(selection().nodes).toEqual(['users']);
    for (const state of states.slice(1)) {
      edit().redo();
      expect(scenario()).toEqual(state);
    }
    expect(edit().canRedo).toBe(false);
  });

  it('take a whole drag as one step', () => {
    const before = scenario();
    for (let x = 1; x <= 20; x++) {
      edit().moveNodes([{ id: 'users', position: { x, y: 0 } }], { transient: true });
      vi.advanceTimersByTime(500);
    }
    edit().moveNodes([{ id: 'users', position: { x: 24, y: 0 } }]);
    pause();
    edit().moveNodes([{ id: 'users', position: { x: 99, y: 0 } }], { transient: true });
    edit().moveNodes([{ id: 'users', position: { x: 99, y: 0 } }]);
    edit().undo();
    expect(node('users')?.position.x).toBe(24);
    edit().undo();
    expect(scenario()).toEqual(before);
    expect(edit().canUndo).toBe(false);
  });

  it('take two drags in quick succession as two steps', () => {
    for (const x of [10, 20]) {
      edit().moveNodes([{ id: 'users', position: { x: x - 1, y: 0 } }], { transient: true });
      edit().moveNodes([{ id: 'users', position: { x, y: 0 } }]);
    }
    edit().undo();
    expect(node('users')?.position.x).toBe(10);
  });

  it('take typing in one field as one step, and in another as another', () => {
    for (const title of ['S', 'Sh', 'Shop']) edit().setTitle(title);
    for (const concurrency of [1, 12]) {
      edit().setNodeParams('orders', { ...node('orders')?.params, concurrency });
    }
    edit().setNodeParams('orders', { ...node('orders')?.params, replicas: 2 });
    edit().undo();
    expect(node('orders')?.params).toMatchObject({ concurrency: 12, replicas: 1 });
    edit().undo();
    expect(node('orders')?.params.concurrency).toBe(12);
    expect(scenario().title).toBe('Shop');
    edit().undo();
    expect(scenario().title).toBe('Online store');
  });

  it('take typing after a pause as a new step', () => {
    edit().setTitle('One');
    pause();
    edit().setTitle('Two');
    edit().undo();
    expect(scenario().title).toBe('One');
  });

  it('leave the view alone', () => {
    edit().setTitle('Mine');
    edit().setView({ speed: 4 });
    edit().undo();
    expect(scenario()).toMatchObject({ title: 'Online store', view: { speed: 4 } });
  });

  it('keep what was recorded meanwhile, and bring back what was cleared', () => {
    edit().recordIntervention(crash(1, 'payments'));
    edit().setTitle('Mine');
    edit().recordIntervention(crash(2, 'orders'));
    edit().undo();
    expect(scenario().interventions).toEqual([crash(1, 'payments'), crash(2, 'orders')]);
    edit().clearInterventions();
    expect(scenario().interventions).toEqual([]);
    edit().undo();
    expect(scenario().interventions).toHaveLength(2);
  });

  it('have nothing to do after loading, nor for an edit that changed nothing', () => {
    edit().setTitle('Online store');
    edit().moveNodes([{ id: 'shop', position: { ...(node('shop')?.position ?? { x: 0, y: 0 }) } }]);
    edit().setNodeParams('users', node('users')?.params);
    expect(edit().canUndo).toBe(false);
    edit().undo();
    edit().redo();
    expect(scenario()).toEqual(presetScenario('store'));
  });

  it('have no future after a new step', () => {
    edit().setTitle('One');
    edit().undo();
    expect(edit().canRedo).toBe(true);
    edit().setSeed(9);
    expect(edit().canRedo).toBe(false);
  });
});

describe('a run is built anew', () => {
  it('for what affects it', () => {
    expect(runsAnew(() => edit().addNode('service', { x: 0, y: 0 }))).toBe(true);
    expect(runsAnew(() => edit().connect('orders', 'service'))).toBe(true);
    expect(runsAnew(() => edit().setLinkProtocol('l1', 'grpc'))).toBe(true);
    expect(runsAnew(() => edit().setLinkParams('l1', { timeoutMs: 5 }))).toBe(true);
    expect(runsAnew(() => edit().setNodeParams('users', { replicas: 2 }))).toBe(true);
    expect(runsAnew(() => edit().setSeed(5))).toBe(true);
    expect(runsAnew(() => edit().setDurationMs(5))).toBe(true);
    edit().recordIntervention(crash(1, 'orders'));
    expect(runsAnew(() => edit().clearInterventions())).toBe(true);
    expect(runsAnew(() => edit().undo())).toBe(true);
    expect(runsAnew(() => edit().redo())).toBe(true);
    expect(runsAnew(() => edit().remove({ links: ['l1'] }))).toBe(true);
    expect(runsAnew(() => edit().load(scenario()))).toBe(true);
  });

  it('for nothing else', () => {
    expect(runsAnew(() => edit().moveNodes([{ id: 'users', position: { x: 1, y: 1 } }]))).toBe(false);
    expect(runsAnew(() => edit().renameNode('users', 'Accounts'))).toBe(false);
    expect(runsAnew(() => edit().setTitle('Mine'))).toBe(false);
    expect(runsAnew(() => edit().setDescription('Mine'))).toBe(false);
    expect(runsAnew(() => edit().setView({ speed: 3 }))).toBe(false);
    expect(runsAnew(() => edit().recordIntervention(crash(1, 'orders')))).toBe(false);
    expect(runsAnew(() => edit().undo())).toBe(false);
    expect(runsAnew(() => edit().setSeed(-1))).toBe(false);
    expect(runsAnew(() => edit().setDurationMs(0))).toBe(false);
  });
});
