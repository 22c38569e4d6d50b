import { setup } from 'xstate';

/**
 * One broker of the cluster. When it dies, the controller notices only after its session has run out: until then it goes
 * on leading what it led, and nobody reaches that. `fenced`: the controller knows, others lead in its place.
 */
export const brokerMachine = setup({
  types: {} as {
    context: { sessionTimeoutMs: number; startupMs: number };
    input: { sessionTimeoutMs: number; startupMs: number };
    events: { type: 'crash' } | { type: 'restart' };
  },
  delays: {
    sessionTimeoutMs: ({ context }) => context.sessionTimeoutMs,
    startupMs: ({ context }) => context.startupMs,
  },
}).createMachine({
  id: 'broker',
  context: ({ input }) => ({ ...input }),
  initial: 'up',
  states: {
    up: { on: { crash: 'down' } },
    down: { after: { sessionTimeoutMs: 'fenced' }, on: { restart: 'starting' } },
    fenced: { on: { restart: 'starting' } },
    starting: { after: { startupMs: 'up' }, on: { crash: 'down' } },
  },
});

/**
 * A consumer group at its coordinator, with the classic protocol. `preparing`: members are to join (again) and the
 * rebalance waits for them; `completing`: who leads the group says who gets what; `stable`: everybody has his partitions.
 */
export const groupMachine = setup({
  types: {} as {
    context: { initialDelayMs: number; rebalanceMs: number; offsetsRetentionMs: number };
    input: { initialDelayMs: number; rebalanceMs: number; offsetsRetentionMs: number };
    events:
      | { type: 'joined' }
      | { type: 'complete' }
      | { type: 'assigned' }
      | { type: 'rebalance' }
      | { type: 'emptied' };
    emitted: { type: 'joinPhaseOver' } | { type: 'offsetsExpired' };
  },
  delays: {
    initialDelayMs: ({ context }) => context.initialDelayMs,
    rebalanceMs: ({ context }) => context.rebalanceMs,
    offsetsRetentionMs: ({ context }) => context.offsetsRetentionMs,
  },
}).createMachine({
  id: 'group',
  context: ({ input }) => ({ ...input }),
  initial: 'empty',
  states: {
    empty: { on: { joined: 'gathering' }, after: { offsetsRetentionMs: 'dead' } },
    gathering: { after: { initialDelayMs: 'completing' }, on: { emptied: 'empty' } },
    preparing: { after: { rebalanceMs: 'completing' }, on: { complete: 'completing', emptied: 'empty' } },
    completing: { on: { assigned: 'stable', rebalance: 'preparing', emptied: 'empty' } },
    stable: { on: { rebalance: 'preparing', emptied: 'empty' } },
    dead: { on: { joined: 'gathering' } },
  },
});

/**
 * A consumer of a group. It joins and waits for its partitions, then asks its brokers for records (`polling`) and works on
 * what it got (`processing`), until it is told that the group rebalances, which it hears between two polls.
 */
export const memberMachine = setup({
  types: {} as {
    events:
      | { type: 'join' }
      | { type: 'assigned' }
      | { type: 'received' }
      | { type: 'finished' }
      | { type: 'rejoin' }
      | { type: 'left' };
  },
}).createMachine({
  id: 'member',
  initial: 'away',
  states: {
    away: { on: { join: 'joining' } },
    joining: { on: { assigned: 'polling', left: 'away' } },
    polling: { on: { received: 'processing', rejoin: 'joining', left: 'away' } },
    processing: { on: { finished: 'polling', rejoin: 'joining', left: 'away' } },
  },
});
