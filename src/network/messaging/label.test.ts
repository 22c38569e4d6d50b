import { describe, expect, it } from 'vitest';
import { Labels, labelOf, PLAIN_LABEL } from './label';

describe('labels of messages', () => {
  it('are what a link says, and what a step says instead', () => {
    const ofLink = labelOf({ topic: 'orders', priority: 3, headers: { region: 'eu' }, latency: {} });
    expect(ofLink).toEqual({ ...PLAIN_LABEL, topic: 'orders', priority: 3, headers: { region: 'eu' } });
    expect(labelOf({ topic: 'payments', routingKey: '', headers: { kind: 'card' } }, ofLink)).toEqual({
      ...ofLink,
      topic: 'payments',
      headers: { region: 'eu', kind: 'card' },
    });
  });

  it('have one number each', () => {
    const labels = new Labels();
    const orders = labels.intern(labelOf({ topic: 'orders' }));
    expect(labels.intern(labelOf({}))).toBe(0);
    expect(labels.intern(labelOf({ topic: 'orders' }))).toBe(orders);
    expect(labels.of(orders).topic).toBe('orders');
  });

  it('may name the operation', () => {
    const labels = new Labels();
    const label = labels.intern(labelOf({ routingKey: 'order.{operation}.eu', headers: { did: '{operation}' } }));
    const filled = labels.during(label, 3, (operation) => `op${operation}`);
    expect(labels.of(filled)).toMatchObject({ routingKey: 'order.op3.eu', headers: { did: 'op3' } });
    expect(labels.during(label, 3, () => 'never asked')).toBe(filled);
    expect(labels.during(0, 3, () => 'never asked')).toBe(0);
  });

  it('are the same numbers in a run that goes on from where they were saved, in whatever order they came about', () => {
    const labels = new Labels();
    const label = labels.intern(labelOf({ routingKey: '{operation}' }));
    const second = labels.during(label, 2, () => 'second');
    const others = new Labels();
    others.during(others.intern(labelOf({ routingKey: '{operation}' })), 1, () => 'first');
    others.restore(labels.save());
    expect(others.of(second).routingKey).toBe('second');
    expect(others.during(label, 2, () => 'second')).toBe(second);
  });

  it('have headers that a form lists', () => {
    expect(labelOf({ headers: [{ name: 'region', value: 'eu' }] }).headers).toEqual({ region: 'eu' });
  });
});
