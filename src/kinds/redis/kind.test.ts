import { expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { structure, system } from './testing/system';

test('stream basic', () => {
  const run = system({ structures: [structure('stream')] })
    .send('shop', 6, { atMs: 5 })
    .run({ untilMs: 200 });
  expectBalanced(run);
  expect(run.report.messages).toMatchObject({ published: 6, acked: 6 });
});
test('list basic', () => {
  const run = system({ structures: [structure('list')] })
    .send('shop', 6, { atMs: 5 })
    .run({ untilMs: 200 });
  expectBalanced(run);
  expect(run.report.messages).toMatchObject({ published: 6, acked: 6 });
});
test('channel basic', () => {
  const run = system({ structures: [structure('channel')] })
    .send('shop', 6, { atMs: 5 })
    .run({ untilMs: 200 });
  expectBalanced(run);
  expect(run.report.messages).toMatchObject({ published: 6, acked: 6 });
});
