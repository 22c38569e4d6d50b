import { setup } from 'xstate';
import type { PollEvent } from '../../network/messaging/poll-loop';

/**
 * A thread of a consumer that polls. It asks SQS, which may keep it waiting (long polling) before it answers; it works on
 * what the answer brought, and asks again. When SQS does not answer, or with an error, it rests before it asks again.
 */
export const pollerMachine = setup({
  types: {} as { events: PollEvent },
}).createMachine({
  id: 'poller',
  initial: 'gone',
  states: {
    gone: { on: { joined: 'asking' } },
    asking: { on: { heard: 'waiting', failed: 'resting', left: 'gone' } },
    waiting: { on: { answered: 'receiving', failed: 'resting', left: 'gone' } },
    receiving: { on: { gotSome: 'working', gotNone: 'asking', failed: 'resting', left: 'gone' } },
    working: { on: { done: 'asking', left: 'gone' } },
    resting: { on: { rested: 'asking', left: 'gone' } },
  },
});
