/** What the page shows as a mode is a state of a machine, and the machine is what the run goes by. */
import { describe, expect, test } from 'vitest';
import { whole } from '../i18n/testing/whole';
import { behaviours } from '../kinds/behaviours';
import { catalogue } from '../kinds/catalogue';
import type { LiveChart } from '../network/live-chart';
import { checkScenario } from '../scenario/check-scenario';
import { PRESETS } from '../scenario/presets';
import { scenario } from './testing/scenario-builder';
import { TestRun } from './testing/test-run';
import { World } from './world';

const stateOf = (run: TestRun, node: string, chart: string): string | undefined => {
  const found = run.simulation.world
    .node(node)
    ?.liveCharts()
    .find(({ name }) => name === chart);
  return found?.states[found.stateIndex ?? -1];
};

describe('a fault that is a mode', () => {
  const system = () =>
    scenario()
      .clientAt('shop', [10, 20, 30])
      .rabbitmq('broker')
      .worker('mailer', 1)
      .database('store')
      .link('shop', 'broker')
      .link('broker', 'mailer')
      .link('mailer', 'store');

  test.each([
    ['pause', 'mailer', 'pause', 'running', 'paused'],
    ['stopConsuming', 'mailer', 'intake', 'taking', 'refusing'],
    ['fillDisk', 'store', 'disk', 'roomy', 'full'],
    ['slow', 'mailer', 'pace', 'normal', 'slowed'],
    ['crash', 'mailer', 'lifecycle', 'up', 'crashed'],
  ])('%s is a state while it lasts, through a checkpoint too', (action, node, chart, before, during) => {
    const run = system().run({ untilMs: 5 });
    const states = [stateOf(run, node, chart)];
    run.intervene(10, { action, target: { node }, ...(action === 'slow' ? { factor: 3 } : {}) });
    states.push(stateOf(run, node, chart), stateOf(TestRun.resume(run.scenario, run.checkpoint()), node, chart));
    run.intervene(50, { action: 'heal', target: { node } });
    run.advance(60_000);
    states.push(stateOf(run, node, chart));
    expect(states).toEqual([before, during, during, before]);
  });

  test('while a process is down none of its workers is free, and all are when it is back', () => {
    const run = system().run({ untilMs: 5 });
    const workers = () =>
      run.simulation.world
        .node('mailer')
        ?.liveCharts()
        .find(({ name }) => name === 'workers')
        ?.counts?.reduce((sum, count) => sum + count, 0);
    const counts = [workers()];
    run.intervene(10, { action: 'crash', target: { node: 'mailer' } });
    counts.push(workers());
    run.intervene(50, { action: 'restart', target: { node: 'mailer' } });
    run.advance(60_000);
    counts.push(workers());
    expect(counts).toEqual([8, 0, 8]);
  });

  test('is offered only where it can be', () => {
    const run = system().run();
    expect([stateOf(run, 'broker', 'intake'), stateOf(run, 'mailer', 'disk')]).toEqual([undefined, undefined]);
  });
});

/** Every machine that runs in any of the ready-made scenarios, once. */
function chartsOfPresets(): ReadonlyMap<string, LiveChart> {
  const charts = new Map<string, LiveChart>();
  for (const { load } of PRESETS) {
    const checked = checkScenario(load(), catalogue);
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    const world = new World(checked.value, behaviours);
    const ofNodes = world.nodes.flatMap((node) => node.liveCharts());
    for (const chart of [...ofNodes, ...world.links.flatMap((link) => world.liveChartsOf(link))]) {
      charts.set(chart.name, chart);
    }
  }
  return charts;
}

describe.each(['en', 'ru'] as const)('what the inspector shows has its words in %s:', (language) => {
  const texts = whole[language].common as unknown as {
    readonly breaker: Readonly<Record<string, string>>;
    readonly statechart: Readonly<Record<'name' | 'state' | 'event', Readonly<Record<string, string>>>>;
  };
  const { statechart } = texts;

  // The states of lives are named by the kinds, those of sagas by whoever draws them.
  test.each([...chartsOfPresets()].filter(([name]) => name !== 'saga'))('%s', (name, { states, machine }) => {
    const stateTexts = name === 'breaker' ? texts.breaker : statechart.state;
    expect(statechart.name[name], name).toBeDefined();
    if (name !== 'lifecycle') expect(states.filter((state) => !(state in stateTexts))).toEqual([]);
    const events = machine.events.filter((event) => !event.startsWith('xstate.'));
    expect(events.filter((event) => !(event in statechart.event))).toEqual([]);
  });
});
