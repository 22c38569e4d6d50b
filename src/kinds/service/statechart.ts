import { setup } from 'xstate';

/**
 * A replica of a service: a pod. It takes requests once it has started; told to go, it first finishes what it has in
 * hand; whatever becomes of it, its place can be taken by a new one.
 */
export const replicaMachine = setup({
  types: {} as {
    events: { type: 'start' } | { type: 'started' } | { type: 'drain' } | { type: 'drained' } | { type: 'crash' };
  },
}).createMachine({
  id: 'replica',
  initial: 'gone',
  states: {
    gone: { on: { start: 'starting' } },
    starting: { on: { started: 'ready', drain: 'gone', crash: 'gone' } },
    ready: { on: { drain: 'draining', crash: 'gone' } },
    draining: { on: { drained: 'gone', crash: 'gone' } },
  },
});

/** Indices of the states. */
export const GONE = 0;
export const STARTING = 1;
export const READY = 2;
export const DRAINING = 3;
