import { setup } from 'xstate';

/**
 * A target as the load balancer sees it. `up` takes its share. `out` is left out for its failures; when its time is over
 * one request is sent on `trial`. `unhealthy` are those that fail the probes. Who comes back may have to warm up first.
 */
export const targetMachine = setup({
  types: {} as {
    events:
      | { type: 'ejected' }
      | { type: 'tried' }
      | { type: 'recovered' }
      | { type: 'warms' }
      | { type: 'warmed' }
      | { type: 'failsProbes' }
      | { type: 'passesProbes' };
  },
}).createMachine({
  id: 'target',
  initial: 'up',
  states: {
    up: { on: { ejected: 'out', failsProbes: 'unhealthy' } },
    out: { on: { tried: 'trial', recovered: 'up', warms: 'warming', failsProbes: 'unhealthy' } },
    trial: { on: { ejected: 'out', recovered: 'up', warms: 'warming', failsProbes: 'unhealthy' } },
    unhealthy: { on: { passesProbes: 'up', warms: 'warming' } },
    warming: { on: { warmed: 'up', ejected: 'out', failsProbes: 'unhealthy' } },
  },
});
