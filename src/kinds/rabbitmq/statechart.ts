import { assign, setup } from 'xstate';

interface ConsumerContext {
  /** Messages that it may hold without having acknowledged them; Infinity for no limit. */
  readonly prefetch: number;
  /** Messages that it holds without having acknowledged them. */
  readonly unacked: number;
}

/**
 * A consumer as its broker sees it. It is ready, or works on messages, or has as many as its prefetch allows and gets no
 * more; while its process is down it is gone, and what it had comes back. `settled` is an acknowledgement, or a message
 * that came back; `forgotten`, that the broker itself has crashed and knows of no delivery any more.
 */
export const consumerMachine = setup({
  types: {} as {
    context: ConsumerContext;
    input: { prefetch: number };
    events: { type: 'delivered' } | { type: 'settled' } | { type: 'left' } | { type: 'joined' } | { type: 'forgotten' };
  },
  guards: {
    lastThatFits: ({ context }) => context.unacked + 1 >= context.prefetch,
    lastOne: ({ context }) => context.unacked === 1,
    holdsAll: ({ context }) => context.unacked >= context.prefetch,
    holdsSome: ({ context }) => context.unacked > 0,
  },
  actions: {
    takeOne: assign({ unacked: ({ context }) => context.unacked + 1 }),
    giveOne: assign({ unacked: ({ context }) => context.unacked - 1 }),
    giveAll: assign({ unacked: 0 }),
  },
}).createMachine({
  id: 'consumer',
  context: ({ input }) => ({ prefetch: input.prefetch, unacked: 0 }),
  initial: 'ready',
  states: {
    ready: {
      on: {
        delivered: [
          { guard: 'lastThatFits', target: 'full', actions: 'takeOne' },
          { target: 'delivering', actions: 'takeOne' },
        ],
        left: 'gone',
      },
    },
    delivering: {
      on: {
        delivered: [{ guard: 'lastThatFits', target: 'full', actions: 'takeOne' }, { actions: 'takeOne' }],
        settled: [{ guard: 'lastOne', target: 'ready', actions: 'giveOne' }, { actions: 'giveOne' }],
        forgotten: { target: 'ready', actions: 'giveAll' },
        left: 'gone',
      },
    },
    full: {
      on: {
        settled: [
          { guard: 'lastOne', target: 'ready', actions: 'giveOne' },
          { target: 'delivering', actions: 'giveOne' },
        ],
        forgotten: { target: 'ready', actions: 'giveAll' },
        left: 'gone',
      },
    },
    gone: {
      on: {
        settled: { actions: 'giveOne' },
        forgotten: { actions: 'giveAll' },
        joined: [
          { guard: 'holdsAll', target: 'full' },
          { guard: 'holdsSome', target: 'delivering' },
          { target: 'ready' },
        ],
      },
    },
  },
});

/**
 * A quorum queue among the nodes of its cluster: somebody leads it, or whoever is left elects a leader, or so many nodes
 * are down that those left are no majority: then it takes nothing and gives nothing.
 */
export const quorumMachine = setup({
  types: {} as {
    context: { electionMs: number };
    input: { electionMs: number };
    events: { type: 'leaderLost' } | { type: 'outnumbered' } | { type: 'majorityBack' };
  },
  delays: { electionMs: ({ context }) => context.electionMs },
}).createMachine({
  id: 'quorum',
  context: ({ input }) => ({ electionMs: input.electionMs }),
  initial: 'led',
  states: {
    led: { on: { leaderLost: 'electing', outnumbered: 'leaderless' } },
    electing: { after: { electionMs: 'led' }, on: { outnumbered: 'leaderless' } },
    leaderless: { on: { majorityBack: 'electing' } },
  },
});

/** Whether the broker has more in memory than it should. */
export const alarmMachine = setup({
  types: {} as { events: { type: 'filled' } | { type: 'freed' } },
}).createMachine({
  id: 'memoryAlarm',
  initial: 'calm',
  states: {
    calm: { on: { filled: 'alarm' } },
    alarm: { on: { freed: 'calm' } },
  },
});
