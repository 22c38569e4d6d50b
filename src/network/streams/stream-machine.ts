import { setup } from 'xstate';

/**
 * A stream, from the moment at which its caller's first frame leaves. It is over when both ends know: the caller, from
 * the answer or because it gave up; the callee, because it answered or was told. After RFC 9113, 5.1.
 */
export const streamMachine = setup({
  types: {} as {
    events:
      | { type: 'open' }
      | { type: 'saidAll' }
      | { type: 'answer' }
      | { type: 'giveUp' }
      | { type: 'hangUp' }
      | { type: 'close' };
  },
}).createMachine({
  id: 'stream',
  initial: 'closed',
  states: {
    closed: { on: { open: 'open' } },
    open: { on: { saidAll: 'halfClosed', answer: 'answered', giveUp: 'givenUp', hangUp: 'answered', close: 'closed' } },
    halfClosed: { on: { answer: 'answered', giveUp: 'givenUp', hangUp: 'answered', close: 'closed' } },
    answered: { on: { giveUp: 'closed', close: 'closed' } },
    givenUp: { on: { answer: 'closed', hangUp: 'closed', close: 'closed' } },
  },
});

/** Indices of the states that are looked at. */
export const CLOSED = 0;
export const ANSWERED = 3;
export const GIVEN_UP = 4;
