import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { both, streamed, streamOf } from './testing/one-stream';

describe('a step of an operation', () => {
  const step = { step: 'stream', link: 'front→api', direction: 'client', messages: 4, interval: constant(10) };
  const system = (operation: object[], node: 'worker' | 'serverless' = 'worker') => {
    const builder = scenario()
      .clientAt('app', [1])
      .worker('front', 0, { operations: { upload: operation } })
      .link('app', 'front');
    if (node === 'worker') builder.worker('api', 5);
    else builder.node('serverless', 'api', { serviceTime: constant(5) });
    return builder.link('front', 'api', { timeoutMs: null }, { protocol: 'rest' });
  };

  test('opens one, and blocks its worker meanwhile', () => {
    const mix = { mix: [{ operation: 'upload', weight: 1 }] };
    const run = scenario()
      .clientAt('app', [1], mix)
      .worker('front', 0, { operations: { upload: [step] } })
      .worker('api', 5)
      .link('app', 'front')
      .link('front', 'api', { timeoutMs: null }, { protocol: 'rest' })
      .run({ untilMs: 1_000 });
    expect(streamed(run, 'front→api')).toEqual(both(4, 0));
    expect(run.settled('app')).toEqual([{ atMs: 46, outcome: 'ok', latencyMs: 45 }]);
  });

  test('refuses more messages than there may be', () => {
    expect(() => system([{ ...step, messages: -1 }]).build()).toThrow(/a whole number from 0 to 1000000/);
    expect(() => system([{ ...step, direction: 'up' }]).build()).toThrow(/one of server, client, bidirectional/);
  });
});

test('a gateway asks for permission once, and hands the stream on', () => {
  const run = scenario()
    .clientAt('app', [1])
    .gateway('edge', { auth: { by: 'service', link: 'edge→auth', operation: 'check' } })
    .worker('auth', 1)
    .worker('api', 50)
    .link('app', 'edge', { timeoutMs: null, stream: streamOf('client', 3) })
    .link('edge', 'auth', { timeoutMs: null })
    .link('edge', 'api', { timeoutMs: null })
    .run({ untilMs: 5_000 });
  expect(run.outcomes('app')).toEqual(['ok']);
  expect(streamed(run, 'edge→auth')).toBeUndefined();
  expect(streamed(run, 'edge→api')).toEqual(both(3, 0));
  expect(run.framesInUse).toBe(0);
  expectBalanced(run);
});
