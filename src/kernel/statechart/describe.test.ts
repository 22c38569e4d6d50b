import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { describeMachine } from './describe';

const door = setup({
  types: {} as { context: { patienceMs: number }; events: { type: 'push' } },
  guards: { locked: () => true, free: () => false },
  delays: { patienceMs: ({ context }) => context.patienceMs },
}).createMachine({
  id: 'door',
  context: { patienceMs: 5_000 },
  initial: 'closed',
  states: {
    closed: {
      on: {
        push: [
          { guard: 'locked', target: 'shaking' },
          { guard: 'free', target: 'open' },
        ],
      },
    },
    open: { after: { patienceMs: 'closed' } },
    shaking: { after: { 250: 'closed' } },
  },
});

describe('the description of a machine', () => {
  it('lists the transitions of each state, with delays in words', () => {
    expect(describeMachine(door)).toEqual({
      initial: 'closed',
      states: {
        closed: {
          on: [
            { event: 'push', guard: 'locked', target: 'shaking' },
            { event: 'push', guard: 'free', target: 'open' },
          ],
        },
        open: { on: [{ event: 'after patienceMs', target: 'closed' }] },
        shaking: { on: [{ event: 'after 250 ms', afterMs: 250, target: 'closed' }] },
      },
    });
  });

  it('tells a delay that depends on the context of the instance', () => {
    const { states } = describeMachine(door, { patienceMs: 4_000 });
    expect(states.open.on).toEqual([{ event: 'after 4000 ms', afterMs: 4_000, target: 'closed' }]);
  });

  it('leaves out what the instance never does: a delay without an end', () => {
    const { states } = describeMachine(door, { patienceMs: Infinity });
    expect(states.open.on).toEqual([]);
  });

  it('is plain data', () => {
    const description = describeMachine(door);
    expect(structuredClone(description)).toEqual(description);
  });

  it('gives nested states what they inherit and do not override', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      initial: 'down',
      on: { kill: '.down' },
      states: {
        down: { on: { start: 'up', kill: undefined } },
        up: {
          initial: 'idle',
          after: { 100: 'down' },
          states: { idle: { on: { work: 'busy' } }, busy: { on: { rest: 'idle', kill: { target: 'idle' } } } },
        },
      },
    });
    expect(describeMachine(machine)).toEqual({
      initial: 'down',
      states: {
        down: { on: [{ event: 'start', target: 'up.idle' }] },
        'up.idle': {
          on: [
            { event: 'work', target: 'up.busy' },
            { event: 'after 100 ms', afterMs: 100, target: 'down' },
            { event: 'kill', target: 'down' },
          ],
        },
        'up.busy': {
          on: [
            { event: 'rest', target: 'up.idle' },
            { event: 'kill', target: 'up.idle' },
            { event: 'after 100 ms', afterMs: 100, target: 'down' },
          ],
        },
      },
    });
  });

  it('names the combination that a parallel machine begins in', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      type: 'parallel',
      states: {
        net: { initial: 'ok', states: { ok: { on: { cut: 'lost' } }, lost: {} } },
        disk: { initial: 'ok', states: { ok: {}, full: {} } },
      },
    });
    const { initial, states } = describeMachine(machine);
    expect([initial, Object.keys(states)]).toEqual([
      'net.ok & disk.ok',
      ['net.ok', 'net.lost', 'disk.ok', 'disk.full'],
    ]);
  });
});
