import { describe, expect, it } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import { connect, fragmentOf, addNode as place } from '../scenario/edit';
import type { Scenario } from '../scenario/scenario';
import { copyText, readFragment } from './clipboard';

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

  it('takes nothing else for nodes', () => {
    for (const text of ['', 'hello', '{', '{"version":1}', '{"nodes":[{"id":"a","kind":"nonsense"}]}', '[]']) {
      expect(readFragment(text, 0)).toBeNull();
    }
  });
});
