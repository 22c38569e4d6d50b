/** Contracts at work: who understands whom, while versions come and go. */
import { describe, expect, test } from 'vitest';
import { checkScenario } from '../scenario/check-scenario';
import rollingDeploy from '../scenario/presets/rolling-deploy.json';
import { everyKind } from './testing/kinds';
import { constant } from './testing/scenario-builder';
import { TestRun } from './testing/test-run';

const amount = { name: 'amount', type: 'int' };
const currency = { name: 'currency' };
const CHARGE = {
  id: 'charge',
  name: 'Charge',
  format: 'json',
  versions: [
    { version: 1, fields: [amount] },
    { version: 2, fields: [amount, currency] },
    { version: 3, fields: [amount, { ...currency, required: false }] },
  ],
};
const keeps = (callerVersion = 1, calleeVersion = 1, reader = 'tolerant') => ({
  contract: { contract: 'charge', callerVersion, calleeVersion, reader },
});

function started(parts: { nodes: object[]; links: object[]; interventions?: object[]; seed?: number }): TestRun {
  const checked = checkScenario({ version: 1, durationMs: null, contracts: [CHARGE], ...parts }, everyKind.catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return new TestRun(checked.value);
}

const shop = { id: 'shop', kind: 'client', params: { arrivals: { process: 'constant', ratePerSec: 10 } } };
const billing = (replicas = 1) => ({
  id: 'billing',
  kind: 'service',
  params: { serviceTime: constant(1), replicas },
});
const call = (params: object, ends = { from: 'shop', to: 'billing' }) => ({
  id: `${ends.from}-${ends.to}`,
  ...ends,
  params: { latency: constant(1), ...params },
});
const deploy = (node: string, version: number, atMs: number, rollMs = 0) => ({
  atMs,
  action: 'deploy',
  target: { node },
  contract: 'charge',
  version,
  rollMs,
});

describe('a call', () => {
  const between = (...versions: Parameters<typeof keeps>) =>
    started({ nodes: [shop, billing()], links: [call(keeps(...versions))] }).advance(10_050).report;

  test('is understood by the same version, and by one that tells of more', () => {
    expect(between(1, 1).clients.shop.failed).toBe(0);
    expect(between(1, 3).clients.shop.failed).toBe(0);
    expect(between(3, 1).clients.shop.failed).toBe(0);
  });

  test('is refused by a callee that must have more: no worker ever sees it', () => {
    const report = between(1, 2);
    expect(report.clients.shop.failedBy).toEqual({ contractBroken: 100 });
    expect(report.nodes.billing.failedBy).toEqual({ contractBroken: 100 });
    expect(report.nodes.billing.utilization).toBe(0);
  });

  test('is answered in vain where the caller must have more', () => {
    const report = between(2, 1);
    expect(report.clients.shop.failedBy).toEqual({ contractBroken: 100 });
    expect(report.nodes.billing.completed).toBe(100);
  });

  test('is refused by a strict reader that does not know all of it', () => {
    expect(between(3, 1, 'strict').nodes.billing.failedBy).toEqual({ contractBroken: 100 });
  });
});

describe('a deploy', () => {
  test('breaks who has not been deployed, until that is', () => {
    const run = started({
      nodes: [shop, billing()],
      links: [call(keeps())],
      interventions: [deploy('billing', 2, 1_050), deploy('shop', 2, 3_050)],
    });
    expect(run.advance(1_050).report.clients.shop.failed).toBe(0);
    expect(run.advance(3_050).report.clients.shop.failedBy).toEqual({ contractBroken: 20 });
    expect(run.advance(8_050).report.clients.shop.failed).toBe(20);
  });

  test('takes effect replica by replica: both versions answer meanwhile', () => {
    const run = started({
      nodes: [shop, billing(4)],
      links: [call(keeps())],
      interventions: [deploy('billing', 2, 0, 40_000)],
    });
    const failed = () => run.report.clients.shop.failed;
    run.advance(9_950);
    expect(failed()).toBe(0);
    run.advance(20_000);
    expect(failed()).toBeGreaterThan(10);
    expect(failed()).toBeLessThan(40);
    run.advance(30_000);
    const before = failed();
    run.advance(40_000);
    expect(failed() - before).toBeGreaterThan(60);
    expect(failed() - before).toBeLessThan(90);
  });

  test('that ends is rolled back', () => {
    const run = started({
      nodes: [shop, billing()],
      links: [call(keeps())],
      interventions: [{ ...deploy('billing', 2, 1_050), durationMs: 1_000 }],
    });
    expect(run.advance(5_050).report.clients.shop.failedBy).toEqual({ contractBroken: 10 });
  });

  test('in the middle goes on alike from a checkpoint', () => {
    const parts = {
      nodes: [shop, billing(4)],
      links: [call(keeps())],
      interventions: [deploy('billing', 2, 0, 20_000)],
    };
    const whole = started(parts);
    whole.advance(10_000);
    const saved = whole.simulation.save();
    const copy = started(parts);
    copy.restore(saved);
    whole.simulation.runUntil(30_000);
    copy.simulation.runUntil(30_000);
    expect(copy.simulation.hash()).toBe(whole.simulation.hash());
  });
});

describe('who hands on what others wrote', () => {
  test('a load balancer leaves the version of its caller alone', () => {
    const run = started({
      nodes: [shop, { id: 'balancer', kind: 'load-balancer' }, billing()],
      links: [
        call(keeps(1, 1), { from: 'shop', to: 'balancer' }),
        call(keeps(1, 1), { from: 'balancer', to: 'billing' }),
      ],
      interventions: [deploy('billing', 2, 1_050), deploy('shop', 2, 3_050)],
    });
    run.advance(6_050);
    expect(run.report.nodes.billing.failedBy).toEqual({ contractBroken: 20 });
  });

  test('a message keeps the version that it was written by, and is poison to who does not understand it', () => {
    const run = started({
      nodes: [
        shop,
        {
          id: 'orders',
          kind: 'service',
          params: { serviceTime: constant(1), operations: { '*': [{ step: 'publish', link: 'orders-rabbitmq' }] } },
        },
        { id: 'rabbitmq', kind: 'rabbitmq' },
        billing(),
      ],
      links: [
        call({}, { from: 'shop', to: 'orders' }),
        call(keeps(), { from: 'orders', to: 'rabbitmq' }),
        call({ prefetch: 1, ...keeps() }, { from: 'rabbitmq', to: 'billing' }),
      ],
      interventions: [deploy('orders', 2, 0), deploy('billing', 2, 2_000), deploy('orders', 1, 4_000)],
    });
    run.advance(3_950);
    expect(run.report.nodes.billing.failed).toBe(0);
    run.advance(5_050);
    expect(run.report.nodes.billing.failedBy.contractBroken).toBeGreaterThan(0);
  });
});

test('what names a contract names one that there is', () => {
  const issuesOf = (document: object) => {
    const checked = checkScenario(
      { version: 1, nodes: [shop, billing()], links: [], contracts: [CHARGE], ...document },
      everyKind.catalogue,
    );
    return checked.ok ? [] : checked.issues.map(({ path, expected }) => `${path}: ${expected}`);
  };
  expect(issuesOf({ contracts: [], links: [call(keeps())] })).toEqual([
    'links[0].params.contract.contract: the id of a contract',
  ]);
  expect(issuesOf({ links: [call(keeps(1, 9))] })).toEqual([
    'links[0].params.contract.calleeVersion: a version of this contract',
  ]);
  expect(issuesOf({ links: [call(keeps())], interventions: [deploy('billing', 9, 0)] })).toEqual([
    'interventions[0].version: a version of this contract',
  ]);
  expect(issuesOf({ links: [call({})], interventions: [deploy('billing', 2, 0)] })).toEqual([
    'interventions[0].target.node: a node with a link that names this contract',
  ]);
  const twice = { ...CHARGE, versions: [{ version: 1, fields: [amount, amount] }] };
  expect(issuesOf({ contracts: [twice] })).toEqual(['contracts[0].versions[0].fields: names that are used once']);
});

test('rolling-deploy: orders fail from the first new replica until both are deployed; an optional field breaks nobody', () => {
  const run = (document: object) => {
    const checked = checkScenario(document, everyKind.catalogue);
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    return new TestRun(checked.value);
  };
  const broken = run(rollingDeploy);
  const failedUntil = (atMs: number) =>
    broken.advance(atMs).report.links['orders-billing'].failedBy.contractBroken ?? 0;
  expect(failedUntil(19_900)).toBe(0);
  const early = failedUntil(35_000);
  expect(early).toBeGreaterThan(50);
  const late = failedUntil(55_000) - early;
  expect(late).toBeGreaterThan(2 * early);
  const allBy = failedUntil(85_200);
  expect(failedUntil(120_000)).toBe(allBy);

  const [charge] = rollingDeploy.contracts;
  const fields = charge.versions[1].fields.map((field) =>
    field.name === 'currency' ? { ...field, required: false } : field,
  );
  const fixed = {
    ...rollingDeploy,
    contracts: [{ ...charge, versions: [charge.versions[0], { version: 2, fields }] }],
  };
  expect(run(fixed).advance(120_000).report.clients.shop.failed).toBe(0);
});
