import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Issue } from '../schema/issue';
import type { Action } from '../worker/protocol';
import { useDocument } from './document';
import { runFlatMachine } from './flat-machine';
import { type Phase, type PlaybackEvent, playbackMachine } from './playback-machine';
import { type World, world } from './world';

/** Why a run cannot go on. */
export type Problem =
  /** It met a limit at a node, if at one. */
  | {
      readonly type: 'limit';
      readonly limit: string;
      readonly atMost?: number;
      readonly node: string | null;
      readonly atMs: number;
    }
  | { readonly type: 'refused'; readonly issues: readonly Issue[] };

interface PlaybackState {
  readonly phase: Phase;
  /** Virtual milliseconds per wall-clock millisecond. */
  readonly speed: number;
  /** What stopped the run, in phase `stopped`; null otherwise. */
  readonly limit: Problem | null;
  play(): void;
  pause(): void;
  toggle(): void;
  step(by: 'event' | 'request'): void;
  /** Back to time 0, with the recorded interventions. */
  reset(): void;
  setSpeed(speed: number): void;
  /** Goes to a moment of the run, back or ahead, virtual ms. Recorded interventions stay and happen again. */
  seek(toMs: number): void;
  /** Runs to the scenario's end as fast as the machine can; does nothing where a run has no end. */
  finish(): void;
  /** Does something to the running system at the playhead, and records it in the document. */
  intervene(action: Action): void;
}

/** Whether time goes on by itself. */
export const moves = (phase: Phase): boolean => phase === 'running' || phase === 'finishing';

const SLOWEST = 0.01;
const FASTEST = 100;

/** How long a burst of edits may go on before the world is built anew, ms. */
const RELOAD_AFTER_MS = 60;

export function createPlayback(target: World): UseBoundStore<StoreApi<PlaybackState>> {
  let pendingReload: ReturnType<typeof setTimeout> | null = null;
  let action: Action | null = null;
  let stepBy: 'event' | 'request' = 'event';
  let seekMs = 0;

  const isRunning = () => actor.state() === 'running';
  const speedOf = () => useDocument.getState().scenario.view.speed ?? 1;

  const load = () => {
    if (pendingReload !== null) clearTimeout(pendingReload);
    pendingReload = null;
    target.load(useDocument.getState().scenario);
    target.send({ type: 'speed', speed: store.getState().speed });
  };
  const reload = () => {
    load();
    target.send({ type: isRunning() ? 'play' : 'pause' });
  };
  /** Whatever is said to the world is said to the one of the present document. */
  const settle = () => {
    if (pendingReload !== null) reload();
  };
  const loadSoon = () => {
    pendingReload ??= setTimeout(reload, RELOAD_AFTER_MS);
  };
  const tell = (message: Parameters<World['send']>[0]) => {
    settle();
    target.send(message);
  };

  const actor = runFlatMachine(
    playbackMachine,
    {
      load,
      loadSoon,
      play: () => tell({ type: 'play' }),
      pause: () => tell({ type: 'pause' }),
      step: () => tell({ type: 'step', by: stepBy }),
      finish: () => tell({ type: 'finish' }),
      seek: () => tell({ type: 'seek', toMs: seekMs }),
      intervene: () => {
        if (action) tell({ type: 'intervene', action });
      },
    },
    (phase) => store.setState(phase === 'stopped' ? { phase } : { phase, limit: null }),
  );
  const send = ({ type }: PlaybackEvent) => actor.send(type);

  const store = create<PlaybackState>()((set, get) => ({
    phase: 'editing',
    speed: 1,
    limit: null,
    play: () => send({ type: 'play' }),
    pause: () => send({ type: 'pause' }),
    toggle: () => send({ type: moves(get().phase) ? 'pause' : 'play' }),
    step: (by) => {
      stepBy = by;
      send({ type: 'step', by });
    },
    reset: () => send({ type: 'reset' }),
    setSpeed: (speed) => {
      const bounded = Math.min(FASTEST, Math.max(SLOWEST, speed));
      set({ speed: bounded });
      useDocument.getState().setView({ speed: bounded });
      if (get().phase !== 'editing') target.send({ type: 'speed', speed: bounded });
    },
    finish: () => {
      if (useDocument.getState().scenario.durationMs !== null) send({ type: 'finish' });
    },
    seek: (toMs) => {
      seekMs = Math.max(0, toMs);
      send({ type: 'seek' });
    },
    intervene: (wanted) => {
      action = wanted;
      send({ type: 'intervene' });
    },
  }));

  const fail = (limit: Problem) => {
    send({ type: 'failed' });
    store.setState({ limit });
  };
  target.subscribe((message) => {
    if (message.type === 'tick') send({ type: 'ticked' });
    else if (message.type === 'finished') send({ type: 'ended' });
    else if (message.type === 'intervened') useDocument.getState().recordIntervention(message.intervention);
    else if (message.type === 'refused') fail({ type: 'refused', issues: message.issues });
    else if (message.type === 'stopped') {
      const { limit, atMost, node, atMs } = message;
      fail({ type: 'limit', limit, atMost, node, atMs });
    }
  });

  useDocument.subscribe((now, before) => {
    if (now.loadRevision !== before.loadRevision) store.setState({ speed: speedOf() });
    if (now.runRevision !== before.runRevision) send({ type: 'edited' });
  });
  return store;
}

/** The app's one playback. */
export const usePlayback = createPlayback(world);
