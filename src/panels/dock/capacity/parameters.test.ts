import { expect, it } from 'vitest';
import { catalogue } from '../../../kinds/catalogue';
import { checkScenario } from '../../../scenario/check-scenario';
import store from '../../../scenario/presets/store.json';
import storeWithRabbitmq from '../../../scenario/presets/store-with-rabbitmq.json';
import type { Scenario } from '../../../scenario/scenario';
import { planRuns } from '../../../worker/pool/many-runs';
import { numberParameters, proposedParameter, withNumber } from './parameters';

const scenarioOf = (document: unknown): Scenario => {
  const checked = checkScenario(document, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
};
const system = (arrivals: object) =>
  scenarioOf({
    version: 1,
    nodes: [
      { id: 'orders', kind: 'service' },
      { id: 'shop', kind: 'client', params: { arrivals, mix: [{ operation: 'buy', weight: 2 }] } },
    ],
    links: [{ id: 'l.1', from: 'shop', to: 'orders', params: { retry: { maxAttempts: 2 } } }],
  });

it('every number has a path that a sweep takes, and the value that stands there', () => {
  for (const scenario of [
    system({ process: 'poisson', ratePerSec: 20 }),
    scenarioOf(store),
    scenarioOf(storeWithRabbitmq),
  ]) {
    const parameters = numberParameters(scenario);
    expect(new Set(parameters.map(({ path }) => path)).size).toBe(parameters.length);
    for (const { path, value, field } of parameters) {
      expect(value).toBeGreaterThanOrEqual(field.min);
      expect(planRuns(scenario, { sweep: [{ path, values: [value] }], replications: 1 })).toMatchObject({ ok: true });
    }
  }
});

it('numbers in variants, in what is switched on and in lists are found; what is switched off is not', () => {
  const paths = numberParameters(system({ process: 'closed', users: 3 })).map(({ path }) => path);
  expect(paths).toContain('nodes.shop.params.arrivals.users');
  expect(paths).toContain('nodes.shop.params.arrivals.thinkTime.meanMs');
  expect(paths).toContain('nodes.shop.params.mix.0.weight');
  expect(paths).toContain('links.l.1.params.retry.maxAttempts');
  expect(paths).toContain('nodes.orders.params.queueLimit');
  expect(paths.filter((path) => path.includes('ratePerSec') || path.includes('breaker'))).toEqual([]);
});

it.each([
  [{ process: 'poisson', ratePerSec: 20 }, 'nodes.shop.params.arrivals.ratePerSec'],
  [{ process: 'closed', users: 3 }, 'nodes.shop.params.arrivals.users'],
  [{ process: 'diurnal' }, 'nodes.shop.params.arrivals.maxPerSec'],
])('the load of the first client is proposed: %j', (arrivals, path) => {
  const scenario = system(arrivals);
  expect(proposedParameter(scenario, numberParameters(scenario))?.path).toBe(path);
});

it('a number is replaced, and nothing around it', () => {
  const params = { arrivals: { process: 'poisson', ratePerSec: 20 }, mix: [{ weight: 1 }, { weight: 2 }] };
  expect(withNumber(params, ['arrivals', 'ratePerSec'], 80)).toEqual({
    ...params,
    arrivals: { process: 'poisson', ratePerSec: 80 },
  });
  expect(withNumber(params, ['mix', 1, 'weight'], 5)).toEqual({ ...params, mix: [{ weight: 1 }, { weight: 5 }] });
});
