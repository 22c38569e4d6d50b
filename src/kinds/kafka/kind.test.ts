import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const topics = (params: object = {}) => [{ name: 'events', ...params }];
/** A producer, a Kafka whose groups begin at once, and a consumer. */
const simple = (publish: object = {}, consume: object = {}, broker: object = {}, workMs = 1) =>
  scenario()
    .client('shop', { keys: { pattern: 'turns', count: 5 } })
    .kafka('log', { topics: topics({ partitions: 1 }), groupInitialRebalanceDelayMs: 0, ...broker })
    .worker('worker', workMs, { concurrency: 1, startupMs: 0 })
    .link('shop', 'log', { lingerMs: 0, ...publish })
    .link('log', 'worker', { commit: 'afterProcessing', ...consume });

describe('a record', () => {
  test('goes from its producer to a consumer, and is acknowledged', () => {
    const run = simple().send('shop', 3, { atMs: 100 }).run({ untilMs: 200 });
    expect(run.report.messages).toMatchObject({ published: 3, delivered: 3, acked: 3, held: 0, lost: 0 });
    expectBalanced(run);
  });
});
void constant;
