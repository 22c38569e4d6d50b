import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { breakerMachine } from '../../network/breaker';
import { describeMachine } from './describe';

describe('the description of a machine', () => {
  it('lists the transitions of each state, with delays in words', () => {
    expect(describeMachine(breakerMachine)).toEqual({
      initial: 'closed',
      states: {
        closed: { on: [{ event: 'recorded', guard: 'failing', target: 'open' }] },
        open: { on: [{ event: 'after openMs', target: 'halfOpen' }] },
        halfOpen: {
          on: [
            { event: 'recorded', guard: 'probesFailed', target: 'open' },
            { event: 'recorded', guard: 'probesPassed', target: 'closed' },
          ],
        },
      },
    });
  });

  it('tells a delay that depends on the context of the instance', () => {
    const context = { windowSize: 1, minimumCalls: 1, failureRate: 1, openMs: 5_000, probes: 1 };
    const { states } = describeMachine(breakerMachine, context);
    expect(states.open.on).toEqual([{ event: 'after 5000 ms', afterMs: 5_000, target: 'halfOpen' }]);
  });

  it('is plain data', () => {
    const description = describeMachine(breakerMachine);
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
