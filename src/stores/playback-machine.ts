import type { FlatMachine } from './flat-machine';

/** What a visitor, an edit or the worker does to a run. */
export type PlaybackEvent =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'step'; readonly by: 'event' | 'request' }
  | { readonly type: 'reset' }
  /** Run to the scenario's end as fast as the machine can. */
  | { readonly type: 'finish' }
  | { readonly type: 'intervene' }
  /** Go to another moment of the run. */
  | { readonly type: 'seek' }
  /** The document changed in a way that affects the run. */
  | { readonly type: 'edited' }
  /** The worker showed a new moment. */
  | { readonly type: 'ticked' }
  | { readonly type: 'ended' }
  /** The run met a limit, or its scenario was refused. */
  | { readonly type: 'failed' };

/** The commands that a transition gives; the store carries them out. */
export type PlaybackAction =
  /** Builds the world anew, at time 0. */
  | 'load'
  /** Builds it anew soon: edits in quick succession cost one load. */
  | 'loadSoon'
  | 'play'
  | 'pause'
  | 'step'
  | 'finish'
  | 'intervene'
  | 'seek';

export type Phase = 'editing' | 'running' | 'finishing' | 'paused' | 'stepping' | 'finished' | 'stopped';

/**
 * The playback: `editing` has no world; `running`, `finishing` (as fast as the machine can), `paused` and `stepping` have
 * one; in `finished` (the scenario's end) and `stopped` (a limit) it cannot go on. What changes the scenario takes a world
 * back to time 0 and goes on in the same state; at its end or on the way there, it waits there, paused.
 *
 * A machine in XState's own notation: the tests run it with XState. The page runs it by {@link FlatMachine}'s few rules,
 * which spares every visitor 12 kB.
 */
export const playbackMachine: FlatMachine<Phase, PlaybackEvent['type'], PlaybackAction> = {
  initial: 'editing',
  on: { failed: { target: 'stopped' } },
  states: {
    editing: {
      on: {
        seek: { target: 'paused', actions: ['load', 'seek'] },
        play: { target: 'running', actions: ['load', 'play'] },
        step: { target: 'stepping', actions: ['load', 'step'] },
        finish: { target: 'finishing', actions: ['load', 'finish'] },
        intervene: { target: 'paused', actions: ['load', 'intervene'] },
      },
    },
    running: {
      on: {
        seek: { actions: ['seek'] },
        pause: { target: 'paused', actions: ['pause'] },
        step: { target: 'stepping', actions: ['pause', 'step'] },
        reset: { actions: ['load', 'play'] },
        finish: { target: 'finishing', actions: ['finish'] },
        intervene: { actions: ['intervene'] },
        edited: { actions: ['loadSoon'] },
        ended: { target: 'finished' },
      },
    },
    finishing: {
      on: {
        seek: { target: 'paused', actions: ['seek'] },
        play: { target: 'running', actions: ['play'] },
        pause: { target: 'paused', actions: ['pause'] },
        step: { target: 'stepping', actions: ['pause', 'step'] },
        reset: { target: 'paused', actions: ['load'] },
        intervene: { actions: ['intervene'] },
        edited: { target: 'paused', actions: ['loadSoon'] },
        ended: { target: 'finished' },
      },
    },
    paused: {
      on: {
        seek: { actions: ['seek'] },
        play: { target: 'running', actions: ['play'] },
        step: { target: 'stepping', actions: ['step'] },
        reset: { actions: ['load'] },
        finish: { target: 'finishing', actions: ['finish'] },
        intervene: { actions: ['intervene'] },
        edited: { actions: ['loadSoon'] },
        ended: { target: 'finished' },
      },
    },
    stepping: {
      on: {
        seek: { target: 'paused', actions: ['seek'] },
        ticked: { target: 'paused' },
        play: { target: 'running', actions: ['play'] },
        pause: { target: 'paused', actions: ['pause'] },
        step: { actions: ['step'] },
        reset: { target: 'paused', actions: ['load'] },
        finish: { target: 'finishing', actions: ['finish'] },
        intervene: { actions: ['intervene'] },
        edited: { target: 'paused', actions: ['loadSoon'] },
        ended: { target: 'finished' },
      },
    },
    finished: {
      on: {
        seek: { target: 'paused', actions: ['seek'] },
        play: { target: 'running', actions: ['load', 'play'] },
        step: { target: 'stepping', actions: ['load', 'step'] },
        reset: { target: 'paused', actions: ['load'] },
        edited: { target: 'paused', actions: ['loadSoon'] },
      },
    },
    stopped: {
      on: {
        seek: { target: 'paused', actions: ['seek'] },
        play: { target: 'running', actions: ['load', 'play'] },
        step: { target: 'stepping', actions: ['load', 'step'] },
        reset: { target: 'paused', actions: ['load'] },
        edited: { target: 'paused', actions: ['loadSoon'] },
      },
    },
  },
};
