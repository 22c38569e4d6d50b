import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { runFlatMachine } from './flat-machine';
import { type PlaybackAction, type PlaybackEvent, playbackMachine } from './playback-machine';

const EVENTS: readonly PlaybackEvent['type'][] = [
  'play',
  'pause',
  'step',
  'reset',
  'finish',
  'intervene',
  'seek',
  'edited',
  'ticked',
  'ended',
  'failed',
];
const ACTIONS: readonly PlaybackAction[] = ['load', 'loadSoon', 'play', 'pause', 'step', 'finish', 'intervene', 'seek'];

const recorder = (log: string[]) =>
  Object.fromEntries(ACTIONS.map((name) => [name, () => void log.push(name)])) as Record<PlaybackAction, () => void>;

/** The same machine, run by XState. */
function asXState(log: string[]) {
  const { initial, states, on } = playbackMachine;
  const everywhere = Object.fromEntries(
    Object.entries(on).map(([event, transition]) => [event, { ...transition, target: `.${transition.target}` }]),
  );
  const config = { id: 'playback', initial, states, on: everywhere };
  const machine = createMachine(config as never).provide({ actions: recorder(log) as never });
  return createActor(machine).start();
}

describe('the playback', () => {
  it('does what XState does with the same machine, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (events) => {
        const ours: string[] = [];
        const theirs: string[] = [];
        const flat = runFlatMachine(playbackMachine, recorder(ours), () => {});
        const actor = asXState(theirs);
        for (const event of events) {
          flat.send(event);
          actor.send({ type: event } as never);
          expect(flat.state()).toBe(actor.getSnapshot().value);
          expect(ours).toEqual(theirs);
        }
      }),
      { numRuns: 300, seed: 20261120 },
    );
  });

  it('handles what is sent while it acts after it has acted', () => {
    const log: string[] = [];
    const flat = runFlatMachine(
      playbackMachine,
      {
        ...recorder(log),
        load: () => {
          log.push('load');
          flat.send('pause');
          log.push('loaded');
        },
      },
      (state) => log.push(state),
    );
    flat.send('play');
    expect(log).toEqual(['load', 'loaded', 'play', 'running', 'pause', 'paused']);
  });
});
