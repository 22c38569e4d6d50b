import { setup } from 'xstate';

/** Indices of the states of {@link lifecycleMachine}, as they stand in the trace and in the `modes` of its kinds. */
export const Lifecycle = { up: 0, crashed: 1, starting: 2 } as const;

/**
 * The life of a component that can crash: it is up until it crashes, stays down until it is told to start, and takes
 * `startupMs` to come up. A crash while it starts up is a crash, and a restart of what is up is a crash and a start at
 * once; told to start while it is starting, it goes on.
 */
export const lifecycleMachine = setup({
  types: {} as {
    context: { readonly startupMs: number };
    input: { readonly startupMs: number };
    events: { type: 'crash' } | { type: 'start' } | { type: 'restart' };
  },
  delays: { startupMs: ({ context }) => context.startupMs },
}).createMachine({
  id: 'lifecycle',
  context: ({ input }) => ({ startupMs: input.startupMs }),
  initial: 'up',
  states: {
    up: { on: { crash: 'crashed', restart: 'starting' } },
    crashed: { on: { start: 'starting', restart: 'starting' } },
    starting: { after: { startupMs: 'up' }, on: { crash: 'crashed', restart: { target: 'starting', reenter: true } } },
  },
});
