/** The ready-made scenarios about Redis show what their descriptions say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import away from '../scenario/presets/redis-away.json';
import jobInHand from '../scenario/presets/redis-job-in-hand.json';
import killed from '../scenario/presets/redis-killed.json';
import pending from '../scenario/presets/redis-pending.json';
import { reportOf } from './testing/ready-made';

describe('redis-away', () => {
  test('whoever is away for ten seconds and a little more misses what is published meanwhile', () => {
    const { messages, nodes } = reportOf(away);
    expect(messages.lostBy.noSubscriber).toBeGreaterThanOrEqual(200);
    expect(messages.lostBy.noSubscriber).toBeLessThan(300);
    expect(messages.redelivered).toBe(0);
    expect(nodes.dashboard.completed).toBe(nodes.alerts.completed + messages.lost);
  });

  test('of a stream nobody misses anything', () => {
    const { messages } = reportOf(away, {}, { redis: { structures: [{ name: 'prices', type: 'stream' }] } });
    expect(messages.lost).toBe(0);
    expect(messages.published * 2 - messages.acked).toBeLessThan(5);
  });
});

describe('redis-job-in-hand', () => {
  test('each time the workers are killed, the jobs in their hands are gone', () => {
    const { messages } = reportOf(jobInHand);
    expect(messages.lost).toBeGreaterThan(3 * 5);
    expect(messages.lostBy).toEqual({ connectionReset: messages.lost });
  });

  test('nothing is lost when they are kept and put back', () => {
    const { messages } = reportOf(jobInHand, {}, { 'redis-workers': { keep: true, claimAfterMs: 5_000 } });
    expect(messages.lost).toBe(0);
    expect(messages.held).toBeLessThan(60);
  });
});

describe('redis-pending', () => {
  test('what the dead worker had stays pending, whoever else reads', () => {
    const { messages, nodes } = reportOf(pending);
    expect(messages.held).toBeGreaterThan(4);
    expect(messages.redelivered).toBe(0);
    expect(nodes.b.completed).toBeGreaterThan(1_000);
  });

  test('the other one claims it', () => {
    const { messages } = reportOf(pending, {}, { 'redis-b': { claimAfterMs: 10_000 } });
    expect(messages.redelivered).toBeGreaterThan(0);
    expect(messages.held).toBeLessThan(reportOf(pending).messages.held);
    expect(messages.lost).toBe(0);
  });
});

describe('redis-killed', () => {
  test('the orders that waited are gone with the snapshots, and there with the file', () => {
    const { nodes, messages } = reportOf(killed);
    expect(nodes.snapshots.failedBy.notPersisted).toBeGreaterThan(50);
    expect(nodes.file.failedBy.notPersisted).toBeUndefined();
    expect(messages.lostBy.notPersisted).toBe(nodes.snapshots.failedBy.notPersisted);
  });

  test('none is lost where both have a file', () => {
    const { messages } = reportOf(killed, {}, { snapshots: { persistence: { mode: 'aof' } } });
    expect(messages.lostBy.notPersisted).toBeUndefined();
  });
});
