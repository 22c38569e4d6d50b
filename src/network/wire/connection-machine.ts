import { setup } from 'xstate';

/** A connection from a caller to its callee. One that carries several requests at once is in use while it has any. */
export const connectionMachine = setup({
  types: {} as {
    events:
      | { type: 'connect' }
      | { type: 'connected' }
      | { type: 'failed' }
      | { type: 'take' }
      | { type: 'finish' }
      | { type: 'close' };
  },
}).createMachine({
  id: 'connection',
  initial: 'closed',
  states: {
    closed: { on: { connect: 'connecting' } },
    connecting: { on: { connected: 'idle', failed: 'closed' } },
    idle: { on: { take: 'inUse', close: 'closed' } },
    inUse: { on: { finish: 'idle', close: 'closed' } },
  },
});

/** Indices of the states that are looked at. */
export const CONNECTING = 1;
export const IDLE = 2;
export const IN_USE = 3;
