import { describe, expect, it } from 'vitest';
import { behaviours } from '../kinds/behaviours';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import type { Scenario } from '../scenario/scenario';
import type { FromWorker, ToWorker } from './protocol';
import { Session } from './session';
import './with-answers';

function scenarioOf(json: object): Scenario {
  const checked = checkScenario({ version: 1, ...json }, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
}

const shop = scenarioOf({
  durationMs: 10_000,
  nodes: [
    { id: 'shop', kind: 'client', params: { arrivals: { process: 'constant', ratePerSec: 10 } } },
    { id: 'orders', kind: 'service' },
  ],
  links: [{ id: 'l', from: 'shop', to: 'orders' }],
});

/** A page with a clock of its own, 20 ms a frame. */
function page() {
  let now = 1_000;
  const heard: FromWorker[] = [];
  const session = new Session(
    (message) => heard.push(message),
    () => now,
    behaviours,
  );
  const say = (...messages: ToWorker[]) => {
    for (const message of messages) session.handle(message);
  };
  const wait = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 20) {
      now += 20;
      session.frame();
    }
  };
  const all = <T extends FromWorker['type']>(type: T) =>
    heard.filter((message): message is Extract<FromWorker, { type: T }> => message.type === type);
  const last = <T extends FromWorker['type']>(type: T) => all(type).at(-1);
  session.frame();
  return { session, say, wait, all, last };
}

describe('a session', () => {
  it('loads a scenario and waits at its beginning', () => {
    const { say, wait, last } = page();
    say({ type: 'load', scenario: shop });
    expect(last('loaded')).toEqual({ type: 'loaded', atMs: 0 });
    wait(1_000);
    expect(last('tick')?.atMs).toBe(0);
  });

  it('plays at the speed asked for, and says where it is', () => {
    const { say, wait, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'speed', speed: 0.5 }, { type: 'play' });
    wait(4_000);
    expect(last('tick')?.achievedSpeed).toBeCloseTo(0.5, 6);
    say({ type: 'pause' });
    expect(last('tick')?.atMs).toBeCloseTo(2_000, 6);
    wait(1_000);
    expect(last('tick')?.atMs).toBeCloseTo(2_000, 6);
  });

  it('finishes where the scenario ends', () => {
    const { say, wait, all, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'play' });
    wait(11_000);
    expect(all('finished')).toEqual([{ type: 'finished', atMs: 10_000 }]);
    expect(last('tick')?.atMs).toBe(10_000);
  });

  it('runs to the end at once when asked', () => {
    const { say, wait, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'finish' });
    wait(100);
    expect(last('finished')?.atMs).toBe(10_000);
  });

  it('hurries to the end, and stops on the way when asked', () => {
    const { session, say, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'play' });
    expect(session.isHurrying).toBe(false);
    say({ type: 'finish' });
    expect(session.isHurrying).toBe(true);
    say({ type: 'pause' });
    expect(session.isHurrying).toBe(false);
    expect(last('finished')).toBeUndefined();
  });

  it('stamps an intervention with the playhead and shows its effect', () => {
    const { say, wait, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'play' });
    wait(500);
    say({ type: 'intervene', action: { action: 'crash', target: { node: 'orders' }, durationMs: null } });
    expect(last('intervened')?.intervention).toMatchObject({ action: 'crash', atMs: 500 });
    expect(last('tick')?.nodes[8]).toBe(1);
  });

  it('steps by event and by request', () => {
    const { say, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'step', by: 'event' });
    expect(last('tick')).toMatchObject({ atMs: 100, events: 1 });
    say({ type: 'step', by: 'request' });
    say({ type: 'report', id: 7 });
    expect(last('report')).toMatchObject({ id: 7, report: { clients: { shop: { ok: 1 } } } });
  });

  it('goes to any moment and back, and is then as it was', () => {
    const { say, wait, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'play' });
    wait(3_000);
    say({ type: 'pause' }, { type: 'report', id: 1 });
    const before = last('report')?.report;
    say({ type: 'seek', toMs: 1_234.5 });
    expect(last('tick')?.atMs).toBe(1_234.5);
    say({ type: 'seek', toMs: before?.untilMs ?? 0 }, { type: 'report', id: 2 });
    expect(last('report')?.report).toEqual(before);
    say({ type: 'play' });
    wait(1_000);
    say({ type: 'pause' });
    expect(last('tick')?.atMs).toBeCloseTo(4_000, 6);
  });

  it('shows the statechart of what is selected, and each change of it once', () => {
    const { say, wait, all } = page();
    say({ type: 'load', scenario: shop }, { type: 'select', target: { node: 'orders' } }, { type: 'play' });
    wait(1_000);
    const lives = () => all('statecharts').map((view) => view.charts.find((chart) => chart.name === 'lifecycle'));
    const seen = () => lives().map((chart) => chart?.state);
    expect(new Set(seen())).toEqual(new Set(['up']));
    say({ type: 'intervene', action: { action: 'crash', target: { node: 'orders' }, durationMs: 1_000 } });
    wait(2_500);
    expect(seen().filter((state, index) => state !== seen()[index - 1])).toEqual(['up', 'crashed', 'starting', 'up']);
    expect(
      lives()
        .at(-1)
        ?.history?.map((entry) => entry.state),
    ).toEqual(['crashed', 'starting', 'up']);
    // Nothing is sent twice.
    const views = all('statecharts').map((view) => JSON.stringify(view));
    expect(views.filter((view, index) => view === views[index - 1])).toEqual([]);
  });

  it('shows how many workers are in each state', () => {
    const { say, wait, last } = page();
    const busy = {
      ...shop,
      nodes: [
        shop.nodes[0],
        {
          ...shop.nodes[1],
          params: { ...shop.nodes[1].params, serviceTime: { dist: 'constant', valueMs: 1_050 }, concurrency: 20 },
        },
      ],
    } as Scenario;
    say({ type: 'load', scenario: busy }, { type: 'select', target: { node: 'orders' } }, { type: 'play' });
    wait(3_000);
    const workers = last('statecharts')?.charts.find((chart) => chart.name === 'workers');
    expect(workers).toMatchObject({ state: null, counts: { free: 10, busy: 10, blocked: 0 }, history: null });
  });

  it("shows a link's path and what was done to it", () => {
    const { say, wait, last } = page();
    say({ type: 'load', scenario: shop }, { type: 'select', target: { link: 'l' } }, { type: 'play' });
    wait(1_000);
    say({ type: 'intervene', action: { action: 'cut', target: { link: 'l' }, durationMs: null } });
    say({ type: 'intervene', action: { action: 'slow', target: { link: 'l' }, durationMs: null, factor: 3 } });
    const charts = last('statecharts')?.charts ?? [];
    expect(charts.map(({ name, state }) => [name, state])).toEqual([
      ['path', 'cut'],
      ['linkPace', 'slowed'],
    ]);
    expect(charts[0].history?.map((entry) => entry.state)).toEqual(['cut']);
  });

  it('stops at a limit and names the component', () => {
    const flood = scenarioOf({
      nodes: [
        { id: 'flood', kind: 'client', params: { arrivals: { process: 'constant', ratePerSec: 1_000_000 } } },
        {
          id: 'slow',
          kind: 'service',
          params: { queueLimit: null, serviceTime: { dist: 'constant', valueMs: 60_000 } },
        },
      ],
      links: [{ id: 'l', from: 'flood', to: 'slow', params: { latency: { dist: 'constant', valueMs: 0 } } }],
    });
    const { say, wait, last } = page();
    say({ type: 'load', scenario: flood }, { type: 'finish' });
    wait(20);
    expect(last('stopped')).toMatchObject({ limit: 'frames', atMost: 1_000_000, node: 'slow' });
  });
});
