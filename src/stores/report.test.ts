import { expect, it } from 'vitest';
import type { Report } from '../analysis/report';
import type { FromWorker } from '../worker/protocol';
import { createReports } from './report';
import type { World } from './world';

it('hands each answer to whoever asked for it', async () => {
  const asked: number[] = [];
  let answer: (message: FromWorker) => void = () => {};
  const ask = createReports({
    send: (message: { readonly type: string; readonly id?: number }) => asked.push(message.id ?? 0),
    subscribe: (listener: typeof answer) => {
      answer = listener;
      return () => {};
    },
  } as unknown as World);
  const first = ask();
  const second = ask();
  const report = (fingerprint: string) => ({ fingerprint }) as Report;
  answer({ type: 'ready' });
  answer({ type: 'report', id: asked[1], report: report('b') });
  answer({ type: 'report', id: asked[0], report: report('a') });
  expect([(await first).fingerprint, (await second).fingerprint]).toEqual(['a', 'b']);
});
