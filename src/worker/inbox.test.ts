import { describe, expect, it } from 'vitest';
import { createInbox } from './inbox';

function inbox() {
  const handled: string[] = [];
  const arrivals = new Map<string, { come: () => void; fail: () => void }>();
  const receive = createInbox<string>(
    (message) =>
      message.startsWith('load') && !arrivals.has(message)
        ? new Promise<void>((come, fail) => arrivals.set(message, { come, fail: () => fail(new Error('offline')) }))
        : null,
    (message) => handled.push(message),
  );
  return { receive, handled, arrivals };
}

describe('the inbox', () => {
  it('handles at once what needs nothing', () => {
    const { receive, handled } = inbox();
    receive('play');
    expect(handled).toEqual(['play']);
  });

  it('lets everything wait behind a message that waits, in order', async () => {
    const { receive, handled, arrivals } = inbox();
    for (const message of ['load shop', 'play', 'load queue', 'pause']) receive(message);
    expect(handled).toEqual([]);
    arrivals.get('load shop')?.come();
    await Promise.resolve();
    expect(handled).toEqual(['load shop', 'play']);
    arrivals.get('load queue')?.come();
    await Promise.resolve();
    receive('step');
    expect(handled).toEqual(['load shop', 'play', 'load queue', 'pause', 'step']);
  });

  it('handles a message whose needs could not be met: the handler says what is missing', async () => {
    const { receive, handled, arrivals } = inbox();
    receive('load shop');
    arrivals.get('load shop')?.fail();
    await Promise.resolve();
    await Promise.resolve();
    expect(handled).toEqual(['load shop']);
  });
});
