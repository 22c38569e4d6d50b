import { setup } from 'xstate';

/**
 * A catch-up subscription, as its client library sees it. It is behind while there is more than it has been sent, gets
 * its events in pages and deals with them one by one, and is live when it has caught up. An event that it cannot deal
 * with holds it up; while its process or the store is down, or nothing comes through, it is away.
 */
export const subscriptionMachine = setup({
  types: {} as {
    events:
      | { type: 'fetch' }
      | { type: 'arrive' }
      | { type: 'caughtUp' }
      | { type: 'fail' }
      | { type: 'retry' }
      | { type: 'lose' }
      | { type: 'reconnect' };
  },
}).createMachine({
  id: 'subscription',
  initial: 'live',
  states: {
    live: { on: { fetch: 'fetching', lose: 'away' } },
    fetching: { on: { arrive: 'handling', lose: 'away' } },
    handling: { on: { caughtUp: 'live', fail: 'heldUp', lose: 'away' } },
    heldUp: { on: { retry: 'handling', lose: 'away' } },
    away: { on: { reconnect: 'live' } },
  },
});

/** Indices of the states. */
export const LIVE = 0;
export const FETCHING = 1;
export const HANDLING = 2;
export const HELD_UP = 3;
export const AWAY = 4;
