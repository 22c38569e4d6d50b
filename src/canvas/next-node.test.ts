import { describe, expect, it } from 'vitest';
import { nodeAfter, nodeTowards } from './next-node';

const at = (id: string, x: number, y: number) => ({ id, x, y, width: 160, height: 96 });
const shop = at('shop', 0, 0);
const orders = at('orders', 300, 20);
const users = at('users', 300, 220);
const nodes = [users, orders, shop];

describe('walking from node to node', () => {
  it('goes to the nearest one straight ahead', () => {
    expect(nodeTowards(nodes, shop, 'right')).toBe('orders');
    expect(nodeTowards(nodes, orders, 'down')).toBe('users');
    expect(nodeTowards(nodes, users, 'left')).toBe('shop');
  });

  it('stays where nothing lies that way', () => {
    expect(nodeTowards(nodes, shop, 'left')).toBeNull();
  });

  it('goes round in reading order with Tab', () => {
    expect(nodeAfter(nodes, 'shop', 1)).toBe('orders');
    expect(nodeAfter(nodes, 'users', 1)).toBe('shop');
    expect(nodeAfter(nodes, 'shop', -1)).toBe('users');
    expect(nodeAfter(nodes, null, 1)).toBe('shop');
    expect(nodeAfter([], null, 1)).toBeNull();
  });
});
