import { setup } from 'xstate';
import type { PollEvent } from '../../network/messaging/poll-loop';

/**
 * A connection of a consumer that reads a list or a stream. It asks, and waits at Redis as long as there is nothing
 * (BRPOP, BLMOVE, XREADGROUP BLOCK); it works on what the answer brought, and asks again. When there is no answer, or an
 * error, it rests before it connects anew.
 */
export const readerMachine = setup({
  types: {} as { events: PollEvent },
}).createMachine({
  id: 'reader',
  initial: 'gone',
  states: {
    gone: { on: { joined: 'asking' } },
    asking: { on: { heard: 'blocked', answered: 'receiving', failed: 'resting', left: 'gone' } },
    blocked: { on: { answered: 'receiving', failed: 'resting', left: 'gone' } },
    receiving: { on: { gotSome: 'working', gotNone: 'asking', failed: 'resting', left: 'gone' } },
    working: { on: { done: 'asking', left: 'gone' } },
    resting: { on: { rested: 'asking', left: 'gone' } },
  },
});

/**
 * A subscriber of channels. Redis knows it only while it is subscribed: what is published before and after is not for it.
 * One that reads too slowly is disconnected, and connects anew.
 */
export const subscriberMachine = setup({
  types: {} as {
    events: { type: 'connect' } | { type: 'subscribe' } | { type: 'disconnect' } | { type: 'leave' };
  },
}).createMachine({
  id: 'subscriber',
  initial: 'gone',
  states: {
    gone: { on: { connect: 'connecting' } },
    connecting: { on: { subscribe: 'subscribed', leave: 'gone' } },
    subscribed: { on: { disconnect: 'connecting', leave: 'gone' } },
  },
});

/** Index of a subscriber's state. */
export const SUBSCRIBED = 2;

/** The one thread of Redis: it has nothing to do, runs a command, or is held up by one that takes long. */
export const threadMachine = setup({
  types: {} as {
    events: { type: 'run' } | { type: 'runSlow' } | { type: 'finish' };
  },
}).createMachine({
  id: 'thread',
  initial: 'idle',
  states: {
    idle: { on: { run: 'running', runSlow: 'heldUp' } },
    running: { on: { finish: 'idle' } },
    heldUp: { on: { finish: 'idle' } },
  },
});
