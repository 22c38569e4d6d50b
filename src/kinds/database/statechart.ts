import { setup } from 'xstate';

/** Whether the database's disk has room for what is written. */
export const diskMachine = setup({
  types: {} as { events: { type: 'filled' } | { type: 'freed' } },
}).createMachine({
  id: 'disk',
  initial: 'roomy',
  states: {
    roomy: { on: { filled: 'full' } },
    full: { on: { freed: 'roomy' } },
  },
});
