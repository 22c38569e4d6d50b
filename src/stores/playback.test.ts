import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import type { Intervention } from '../scenario/scenario';
import type { SimulationClient } from '../worker/client';
import { WORKER_FAILED } from '../worker/client';
import type { FromWorker, Tick, ToWorker } from '../worker/protocol';
import { useDocument } from './document';
import { createLive, linkGauge, nodeGauge } from './live';
import { createPlayback } from './playback';
import { useSelection } from './selection';
import { createWorld } from './world';

const document = () => useDocument.getState();

/** A worker that says only what a test lets it say. */
function fakeWorker() {
  const sent: ToWorker[] = [];
  const listeners = new Set<(message: FromWorker) => void>();
  const client: SimulationClient = {
    send: (message) => void sent.push(message),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => {},
  };
  const say = (...messages: FromWorker[]) => {
    for (const message of messages) for (const listener of listeners) listener(message);
  };
  /** What was sent since it was last asked. */
  const heard = () =>
    sent.splice(0).map((message) => (message.type === 'speed' ? `speed ${message.speed}` : message.type));
  return { client, say, heard, sent };
}

const tick = (atMs: number, gauges: { nodes?: number[]; links?: number[] } = {}): Tick => ({
  type: 'tick',
  atMs,
  events: 0,
  achievedSpeed: 1,
  behind: false,
  nodes: Float32Array.from(gauges.nodes ?? []),
  links: Float32Array.from(gauges.links ?? []),
  queues: {},
  reasons: {},
  targets: {},
  replicas: {},
  notes: {},
});
const loaded: FromWorker = { type: 'loaded', atMs: 0 };
const kill: Intervention = { atMs: 12, action: 'crash', target: { node: 'service' }, durationMs: null };

const subscribe = useDocument.subscribe;
let gone: (() => void)[] = [];

function start() {
  const worker = fakeWorker();
  const world = createWorld(worker.client);
  const playback = createPlayback(world);
  return { ...worker, world, playback, run: playback.getState };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(useDocument, 'subscribe').mockImplementation((listener) => {
    const stop = subscribe(listener);
    gone.push(stop);
    return stop;
  });
  document().load({ ...EMPTY_SCENARIO, view: {} });
  document().addNode('service', { x: 0, y: 0 });
});
afterEach(() => {
  for (const stop of gone) stop();
  gone = [];
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the playback', () => {
  it('builds no world before it is asked to', () => {
    const { run, heard } = start();
    document().setSeed(3);
    vi.advanceTimersByTime(1_000);
    expect(run().phase).toBe('editing');
    expect(heard()).toEqual([]);
  });

  it('plays, pauses, toggles and plays on', () => {
    const { run, heard } = start();
    run().play();
    expect(run().phase).toBe('running');
    expect(heard()).toEqual(['load', 'speed 1', 'play']);
    run().toggle();
    expect(run().phase).toBe('paused');
    run().toggle();
    expect(run().phase).toBe('running');
    expect(heard()).toEqual(['pause', 'play']);
  });

  it('goes back to the start and on as before', () => {
    const { run, heard, say } = start();
    run().play();
    say(loaded);
    heard();
    run().reset();
    expect(run().phase).toBe('running');
    expect(heard()).toEqual(['load', 'speed 1', 'play']);
    run().pause();
    heard();
    run().reset();
    expect(run().phase).toBe('paused');
    expect(heard()).toEqual(['load', 'speed 1']);
  });

  it('steps, and pauses when the step is shown', () => {
    const { run, heard, say, sent } = start();
    run().step('request');
    expect(run().phase).toBe('stepping');
    expect(sent.at(-1)).toEqual({ type: 'step', by: 'request' });
    expect(heard()).toEqual(['load', 'speed 1', 'step']);
    say(loaded, tick(5));
    expect(run().phase).toBe('paused');
    run().play();
    run().step('event');
    expect(sent.at(-1)).toEqual({ type: 'step', by: 'event' });
    expect(heard()).toEqual(['play', 'pause', 'step']);
  });

  it('ends, and begins again from the start', () => {
    const { run, heard, say } = start();
    run().finish();
    expect(heard()).toEqual(['load', 'speed 1', 'finish']);
    expect(run().phase).toBe('finishing');
    say(loaded, { type: 'finished', atMs: 120_000 });
    expect(run().phase).toBe('finished');
    run().intervene({ action: 'crash', target: { node: 'service' }, durationMs: null });
    run().pause();
    expect(heard()).toEqual([]);
    run().play();
    expect(run().phase).toBe('running');
    expect(heard()).toEqual(['load', 'speed 1', 'play']);
  });

  it('stops on the way to the end when told to, and goes on from there', () => {
    const { run, heard } = start();
    run().play();
    run().finish();
    run().toggle();
    expect(run().phase).toBe('paused');
    run().finish();
    run().play();
    expect(run().phase).toBe('running');
    run().finish();
    run().seek(1_000);
    expect(run().phase).toBe('paused');
    expect(heard()).toEqual(['load', 'speed 1', 'play', 'finish', 'pause', 'finish', 'play', 'finish', 'seek']);
  });

  it('does not run to the end of what has none', () => {
    const { run, heard } = start();
    document().setDurationMs(null);
    run().finish();
    expect(run().phase).toBe('editing');
    expect(heard()).toEqual([]);
  });

  it('remembers its speed in the document and takes it over from the next one', () => {
    const { run, heard } = start();
    run().setSpeed(4);
    expect(document().scenario.view.speed).toBe(4);
    expect(heard()).toEqual([]);
    run().play();
    expect(heard()).toEqual(['load', 'speed 4', 'play']);
    run().setSpeed(1e9);
    expect(run().speed).toBe(100);
    expect(heard()).toEqual(['speed 100']);
    document().load({ ...EMPTY_SCENARIO, view: { speed: 0.5 } });
    vi.advanceTimersByTime(100);
    expect(heard()).toEqual(['load', 'speed 0.5', 'play']);
  });

  it('stops at a limit and says which', () => {
    const { run, say } = start();
    run().play();
    say(loaded, { type: 'stopped', atMs: 9, limit: 'events', atMost: 10, node: 'service' });
    expect(run()).toMatchObject({
      phase: 'stopped',
      limit: { type: 'limit', limit: 'events', atMost: 10, node: 'service', atMs: 9 },
    });
    run().play();
    expect(run()).toMatchObject({ phase: 'running', limit: null });
  });

  it('stops where the worker refuses the scenario or fails', () => {
    const { run, say } = start();
    const issues = [{ path: 'nodes', expected: 'something else', received: 'this' }];
    run().play();
    say({ type: 'refused', issues });
    expect(run()).toMatchObject({ phase: 'stopped', limit: { type: 'refused', issues } });
    run().play();
    say({ type: 'stopped', atMs: 0, limit: WORKER_FAILED, node: null });
    expect(run()).toMatchObject({ phase: 'stopped', limit: { limit: WORKER_FAILED } });
  });
});

describe('an edit during a run', () => {
  it('builds the world anew, once for several, and goes on', () => {
    const { run, heard, sent } = start();
    run().play();
    heard();
    document().setSeed(1);
    document().setSeed(2);
    expect(heard()).toEqual([]);
    vi.advanceTimersByTime(60);
    expect(sent).toMatchObject([{ type: 'load', scenario: { seed: 2 } }, { type: 'speed' }, { type: 'play' }]);
    expect(run().phase).toBe('running');
  });

  it('keeps a paused run paused, at its start', () => {
    const { run, heard } = start();
    run().play();
    run().pause();
    heard();
    document().setSeed(1);
    vi.advanceTimersByTime(60);
    expect(heard()).toEqual(['load', 'speed 1', 'pause']);
    expect(run().phase).toBe('paused');
  });

  it('takes a finished run back to its start, paused', () => {
    const { run, say } = start();
    run().play();
    say(loaded, { type: 'finished', atMs: 1 });
    document().setSeed(1);
    expect(run().phase).toBe('paused');
  });

  it('is in force before whatever is said next', () => {
    const { run, heard } = start();
    run().play();
    heard();
    document().setSeed(1);
    run().intervene({ action: 'crash', target: { node: 'service' }, durationMs: null });
    expect(heard()).toEqual(['load', 'speed 1', 'play', 'intervene']);
    vi.advanceTimersByTime(1_000);
    expect(heard()).toEqual([]);
  });

  it('of names and places disturbs nothing', () => {
    const { run, heard } = start();
    run().play();
    heard();
    document().setTitle('Mine');
    document().moveNodes([{ id: 'service', position: { x: 9, y: 9 } }]);
    vi.advanceTimersByTime(1_000);
    expect(heard()).toEqual([]);
  });
});

describe('an intervention', () => {
  it('is recorded with the moment that the worker gave it, and the run goes on', () => {
    const { run, heard, say, sent } = start();
    run().play();
    say(loaded);
    run().intervene({ action: 'crash', target: { node: 'service' }, durationMs: null });
    expect(sent.at(-1)).toEqual({
      type: 'intervene',
      action: { action: 'crash', target: { node: 'service' }, durationMs: null },
    });
    heard();
    say({ type: 'intervened', intervention: kill });
    expect(document().scenario.interventions).toEqual([kill]);
    vi.advanceTimersByTime(1_000);
    expect(heard()).toEqual([]);
  });

  it('is kept when the run goes back to its start', () => {
    const { run, say, sent } = start();
    run().play();
    say(loaded, { type: 'intervened', intervention: kill });
    sent.length = 0;
    run().reset();
    expect(sent[0]).toMatchObject({ type: 'load', scenario: { interventions: [kill] } });
  });

  it('before the first run happens at its start', () => {
    const { run, heard } = start();
    run().intervene({ action: 'crash', target: { node: 'service' }, durationMs: null });
    expect(run().phase).toBe('paused');
    expect(heard()).toEqual(['load', 'speed 1', 'intervene']);
  });
});

describe('what a former world still says', () => {
  it('is not heard once the next was asked for', () => {
    const { run, say } = start();
    run().play();
    say(loaded);
    run().reset();
    say({ type: 'finished', atMs: 1 }, { type: 'intervened', intervention: kill });
    expect(run().phase).toBe('running');
    expect(document().scenario.interventions).toEqual([]);
    say(loaded, { type: 'finished', atMs: 1 });
    expect(run().phase).toBe('finished');
  });

  it('is not heard before the last of several was built', () => {
    const { run, say } = start();
    run().play();
    run().reset();
    run().reset();
    say(loaded, loaded, { type: 'finished', atMs: 1 });
    expect(run().phase).toBe('running');
    say(loaded, { type: 'finished', atMs: 1 });
    expect(run().phase).toBe('finished');
  });
});

describe('the live figures', () => {
  it('belong to the nodes and links of the world that runs, not of the document', () => {
    const { world, run, say } = start();
    const live = createLive(world);
    document().addNode('database', { x: 0, y: 0 });
    document().connect('service', 'database');
    expect(live.indexOfNode('database')).toBe(-1);
    run().play();
    expect(live.indexOfNode('database')).toBe(-1);
    say(loaded);
    expect([live.indexOfNode('service'), live.indexOfNode('database'), live.indexOfLink('l1')]).toEqual([0, 1, 0]);
    document().remove({ nodes: ['service'] });
    expect(live.indexOfNode('database')).toBe(1);
    vi.advanceTimersByTime(60);
    say(loaded);
    expect([live.indexOfNode('database'), live.indexOfLink('l1')]).toEqual([0, -1]);
  });

  it('are told to who listens, and forgotten with their world', () => {
    const { world, run, say } = start();
    const live = createLive(world);
    const seen: number[] = [];
    const stop = live.onTick((now) => seen.push(now.atMs));
    run().play();
    say(tick(1), loaded, tick(2));
    expect(live.latest()?.atMs).toBe(2);
    run().reset();
    say(tick(3), loaded);
    expect(live.latest()).toBeNull();
    stop();
    say(tick(4));
    expect(seen).toEqual([2]);
  });

  it('are read by name; what is not there is 0', () => {
    const now = tick(1, { nodes: [0, 8, 3, 1, 5, 0, 0, 0], links: [7, 0, 0, 2] });
    expect(nodeGauge(now, 0, 'busy')).toBe(3);
    expect(nodeGauge(now, 0, 'queued')).toBe(5);
    expect(linkGauge(now, 0, 'breaker')).toBe(2);
    expect(nodeGauge(now, -1, 'busy')).toBe(0);
    expect(linkGauge(now, 3, 'inFlight')).toBe(0);
  });

  it('come with the statechart of the one thing that is selected', () => {
    const { world, run, say, sent } = start();
    const live = createLive(world);
    useSelection.getState().select({ nodes: ['service'] });
    run().play();
    say(loaded);
    expect(sent.at(-1)).toEqual({ type: 'select', target: { node: 'service' } });
    const view = { type: 'statecharts', target: { node: 'service' }, charts: [] } as unknown as FromWorker;
    say(view);
    expect(live.statecharts()).toBe(view);
    useSelection.getState().select({ links: ['l1'] });
    expect(live.statecharts()).toBeNull();
    expect(sent.at(-1)).toEqual({ type: 'select', target: { link: 'l1' } });
    useSelection.getState().clear();
    expect(sent.at(-1)).toEqual({ type: 'select', target: null });
  });
});
