import { describe, expect, it } from 'vitest';
import tables from '../analysis/fixtures/queueing-tables.json';
import type { NodeReport } from '../analysis/report';
import { mg1 } from '../analysis/theory/mg1';
import { type MMc, mmc } from '../analysis/theory/mmc';
import { mmck } from '../analysis/theory/mmck';
import type { SteadyQueue } from '../analysis/theory/steady-queue';
import type { Distribution } from '../kernel/distribution';
import { estimate } from '../kernel/statistics/confidence';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import type { Scenario } from '../scenario/scenario';
import { runScenario } from './run-scenario';

/*
 * The simulation against closed forms. Each case is run in independent replications; for every figure, Student's
 * confidence interval of the replications must hold the theory's value. There are many figures, so that with intervals
 * of 99 % some would miss by chance alone; hence all of them together are held to 99 % (Bonferroni's correction). And an
 * interval so wide that it would hold anything proves nothing: its half width has a bound as well.
 */

const REPLICATIONS = 20;
const CUSTOMERS = 20_000;
const WARMUP_CUSTOMERS = 2_000;
const FIGURES_IN_ALL = 79;
const LEVEL = 1 - 0.01 / FIGURES_IN_ALL;
/** Of the value; for quantities near zero, of one. */
const WIDEST = 0.2;

interface Station {
  readonly ratePerSec: number;
  readonly serviceTime: Distribution;
  readonly servers: number;
  /** How many may wait; null: any number. */
  readonly room: number | null;
}

/** One client and one service, as a file would hold them. */
function scenarioOf({ ratePerSec, serviceTime, servers, room }: Station): Scenario {
  const checked = checkScenario(
    {
      version: 1,
      nodes: [
        { id: 'shop', kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec } } },
        { id: 'orders', kind: 'service', params: { concurrency: servers, queueLimit: room, serviceTime } },
      ],
      links: [
        {
          id: 'l1',
          from: 'shop',
          to: 'orders',
          params: { latency: { dist: 'constant', valueMs: 0 }, timeoutMs: null },
        },
      ],
    },
    catalogue,
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
}

type Figure = (node: NodeReport) => number;

const means: Readonly<Record<string, Figure>> = {
  utilization: (node) => node.utilization,
  probWait: (node) => node.probWait,
  meanWait: (node) => node.meanWaitMs,
  meanSojourn: (node) => node.sojournMs.mean,
  meanInQueue: (node) => node.meanInQueue,
  meanInSystem: (node) => node.meanInSystem,
};

function replicate(station: Station): NodeReport[] {
  const scenario = scenarioOf(station);
  const warmupMs = (WARMUP_CUSTOMERS / station.ratePerSec) * 1000;
  const untilMs = warmupMs + (CUSTOMERS / station.ratePerSec) * 1000;
  return Array.from({ length: REPLICATIONS }, (_, i) => {
    const { nodes } = runScenario(scenario, { untilMs, warmupMs, seed: 1000 + i });
    return nodes.orders;
  });
}

function expectHolds(name: string, figure: Figure, reports: readonly NodeReport[], theory: number): void {
  const { mean, halfWidth } = estimate(reports.map(figure), LEVEL);
  const interval = `${name}: ${mean.toPrecision(6)} ± ${halfWidth.toPrecision(3)}, theory ${theory.toPrecision(6)}`;
  expect(Math.abs(mean - theory), interval).toBeLessThanOrEqual(halfWidth);
  expect(halfWidth, interval).toBeLessThanOrEqual(WIDEST * Math.max(theory, 0.1));
}

function expectMeans(reports: readonly NodeReport[], theory: SteadyQueue): void {
  for (const [name, figure] of Object.entries(means)) {
    expectHolds(name, figure, reports, theory[name as keyof SteadyQueue]);
  }
}

function expectPercentiles(reports: readonly NodeReport[], { sojournQuantile }: MMc): void {
  expectHolds('p50', (node) => node.sojournMs.p50, reports, sojournQuantile(0.5));
  expectHolds('p95', (node) => node.sojournMs.p95, reports, sojournQuantile(0.95));
  expectHolds('p99', (node) => node.sojournMs.p99, reports, sojournQuantile(0.99));
}

/** The input of a case of the tables; its times are in units of 10 ms. */
const UNIT_MS = 10;
const input = (id: string): Readonly<Record<string, number>> => {
  const found = tables.cases.find((row) => row.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found.input as unknown as Record<string, number>;
};
const perSec = (rate: number) => (rate * 1000) / UNIT_MS;

describe('M/M/1 and M/M/c', () => {
  it.each([['mm1-rho0.5'], ['mm1-rho0.8'], ['mmc-c3-rho0.7'], ['mmc-c4-rho0.5'], ['mmc-l100-s0.05-c8']])(
    '%s: waits, numbers and percentiles',
    (id) => {
      const { lam, mu, c = 1 } = input(id);
      const reports = replicate({
        ratePerSec: perSec(lam),
        serviceTime: { dist: 'exponential', meanMs: UNIT_MS / mu },
        servers: c,
        room: null,
      });
      const theory = mmc(lam / UNIT_MS, mu / UNIT_MS, c);
      expectMeans(reports, theory!);
      expectPercentiles(reports, theory!);
    },
  );
});

describe('M/M/c/K and Erlang B', () => {
  it.each([['mmck-l0.8-m1-c1-K5'], ['mmck-l3-m1-c4-K8']])('%s: losses, waits and numbers of those let in', (id) => {
    const { lam, mu, c, K } = input(id);
    const reports = replicate({
      ratePerSec: perSec(lam),
      serviceTime: { dist: 'exponential', meanMs: UNIT_MS / mu },
      servers: c,
      room: K - c,
    });
    const theory = mmck(lam / UNIT_MS, mu / UNIT_MS, c, K);
    expectMeans(reports, theory);
    expectHolds('losses', ({ failed, arrived }) => failed / arrived, reports, theory.probLoss);
  });

  it('erlb-c10-a8: losses do not depend on the distribution of service times', () => {
    const { servers, offered_erlangs } = input('erlb-c10-a8');
    const serviceTime = { dist: 'lognormal', meanMs: UNIT_MS, p99Ms: null, cv: 1 } as const;
    const reports = replicate({ ratePerSec: perSec(offered_erlangs), serviceTime, servers, room: 0 });
    const theory = mmck(offered_erlangs, 1, servers, servers);
    expectHolds('losses', ({ failed, arrived }) => failed / arrived, reports, theory.probLoss);
    expectHolds('utilization', ({ utilization }) => utilization, reports, theory.utilization);
  });
});

/** Two exponential phases with balanced means and this squared coefficient of variation (> 1). */
function balancedPhases(meanMs: number, squaredVariation: number): Distribution {
  const weight = (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1))) / 2;
  const phase = (share: number) => ({ weight: share, meanMs: meanMs / (2 * share) });
  return { dist: 'hyperexponential', phases: [phase(weight), phase(1 - weight)] };
}

describe('M/G/1', () => {
  it.each<[string, Distribution]>([
    ['md1-rho0.7', { dist: 'constant', valueMs: UNIT_MS }],
    ['mg1-rho0.7-cv0.5', { dist: 'erlang', k: 2, meanMs: UNIT_MS }],
    ['mg1-rho0.5-cv4', balancedPhases(UNIT_MS, 4)],
  ])('%s: waits and numbers', (id, serviceTime) => {
    const { lam, scv = 0 } = input(id);
    const reports = replicate({ ratePerSec: perSec(lam), serviceTime, servers: 1, room: null });
    const theory = mg1(lam / UNIT_MS, UNIT_MS, scv);
    expectMeans(reports, theory!);
  });
});
