import { setup } from 'xstate';

/**
 * An instance of a function (AWS: an execution environment). It is initialised when a request needs it, or in advance; serves
 * one request at a time; is kept warm for a while; and is gone after that, or with the process it lived in. One that is
 * gone may be made anew.
 */
export const instanceMachine = setup({
  types: {} as {
    events:
      | { type: 'start' }
      | { type: 'serve' }
      | { type: 'prepared' }
      | { type: 'take' }
      | { type: 'block' }
      | { type: 'resume' }
      | { type: 'finish' }
      | { type: 'expire' }
      | { type: 'kill' };
  },
}).createMachine({
  id: 'instance',
  initial: 'cold',
  states: {
    cold: { on: { start: 'initialising' } },
    initialising: { on: { serve: 'busy', prepared: 'warm', kill: 'gone' } },
    busy: { on: { block: 'blocked', finish: 'warm', kill: 'gone' } },
    blocked: { on: { resume: 'busy', kill: 'gone' } },
    warm: { on: { take: 'busy', expire: 'gone', kill: 'gone' } },
    gone: { on: { start: 'initialising' } },
  },
});

/** Indices of the states. */
export const INSTANCE_STATES = ['cold', 'initialising', 'busy', 'blocked', 'warm', 'gone'] as const;
export const INITIALISING = INSTANCE_STATES.indexOf('initialising');
