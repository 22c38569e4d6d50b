import { describe, expect, it } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import { checkScenario } from '../scenario/check-scenario';
import { connect, fragmentOf, paste, addNode as place, setContracts, setLinkParams } from '../scenario/edit';
import type { Scenario } from '../scenario/scenario';
import { mountView } from './canvas-view';
import { copyText, inSight, readFragment } from './clipboard';

const add = (scenario: Scenario, kind: string) => place(scenario, catalogue, kind, { x: 0, y: 0 })!;

function storeOf(): Scenario {
  const shop = add(EMPTY_SCENARIO, 'client');
  const orders = add(shop.scenario, 'service');
  return connect(orders.scenario, catalogue, shop.id, orders.id).scenario;
}

describe('the clipboard', () => {
  it('carries nodes and the links among them', () => {
    const text = copyText(fragmentOf(storeOf(), ['client', 'service']));
    const fragment = readFragment(text, 0);
    expect(fragment?.nodes.map((node) => node.kind)).toEqual(['client', 'service']);
    expect(fragment?.links).toHaveLength(1);
  });

  it('leaves links to the outside behind', () => {
    const fragment = readFragment(copyText(fragmentOf(storeOf(), ['service'])), 0);
    expect(fragment?.nodes).toHaveLength(1);
    expect(fragment?.links).toHaveLength(0);
  });

  it('carries the contracts that links keep, to where they are not known', () => {
    const contract = { id: 'order', name: '', format: 'json' as const, versions: [{ version: 2, fields: [] }] };
    const known = setContracts(storeOf(), [contract, { ...contract, id: 'unused' }]).scenario;
    const kept = { contract: 'order', callerVersion: 2, calleeVersion: 2 };
    const copied = setLinkParams(known, catalogue, 'l1', { contract: kept }).scenario;

    const fragment = readFragment(copyText(fragmentOf(copied, ['client', 'service'])), 0)!;
    const { scenario } = paste(EMPTY_SCENARIO, catalogue, fragment);
    expect(scenario.contracts).toEqual([contract]);
    expect(scenario.links[0].params.contract).toMatchObject(kept);
    expect(checkScenario(scenario, catalogue)).toEqual({ ok: true, value: scenario });

    const newer = setContracts(storeOf(), [{ ...contract, versions: [{ version: 3, fields: [] }] }]).scenario;
    const { contracts, links } = paste(newer, catalogue, fragment).scenario;
    expect(contracts).toBe(newer.contracts);
    expect(links.at(-1)?.params.contract).toMatchObject({ contract: 'order', callerVersion: 3, calleeVersion: 3 });
  });

  it('takes nothing else for nodes', () => {
    for (const text of ['', 'hello', '{', '{"version":1}', '{"nodes":[{"id":"a","kind":"nonsense"}]}', '[]']) {
      expect(readFragment(text, 0)).toBeNull();
    }
  });
});

describe('what is pasted', () => {
  const fragment = readFragment(copyText(fragmentOf(storeOf(), ['client', 'service'])), 0)!;
  const viewThatShows = (shown: boolean) =>
    mountView({
      zoomIn: () => {},
      zoomOut: () => {},
      fit: () => {},
      reveal: () => {},
      area: () => null,
      viewport: () => ({ x: 0, y: 0, zoom: 1 }),
      moveTo: () => {},
      at: (client) => client,
      centre: () => ({ x: 4_000, y: -2_000 }),
      shows: () => shown,
    });

  it('stays where it is while that is in sight', () => {
    const forget = viewThatShows(true);
    expect(inSight(fragment, 0)).toBe(fragment);
    forget();
  });

  it('comes to the middle of the view otherwise, and keeps its arrangement', () => {
    const forget = viewThatShows(false);
    const [client, service] = inSight(fragment, 0).nodes.map(({ position }) => position);
    const [before, beside] = fragment.nodes.map(({ position }) => position);
    expect(Math.abs(client.x - 4_000)).toBeLessThan(200);
    expect(Math.abs(client.y + 2_000)).toBeLessThan(200);
    expect([service.x - client.x, service.y - client.y]).toEqual([beside.x - before.x, beside.y - before.y]);
    forget();
  });
});
