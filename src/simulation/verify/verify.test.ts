import { describe, expect, it } from 'vitest';
import singleQueues from '../../analysis/fixtures/queueing-tables.json';
import { expectOperationalLaws } from '../testing/expect-operational-laws';
import { scenario } from '../testing/scenario-builder';
import { TestRun } from '../testing/test-run';
import { allExperiments, omissions } from './all';
import { type Experiment, UNIT_MS } from './experiment';
import choices from './fixtures/power-of-choices.json';
import networks from './fixtures/queueing-networks.json';
import { type Effort, verify } from './judge';
import { page, summary } from './table';

/*
 * One case of each kind, in runs short enough for every day; `npm run verify` runs them all, and longer. Single queues
 * stand in simulation/theory.test.ts. Percentiles are left to the long runs: those of a short one are too low.
 */

const SHORT: Effort = {
  replications: 20,
  leastRequests: 1_000,
  wantedRequests: 60_000,
  usualRequests: 1_000_000,
  mostRequests: 1_000_000,
};

/** Most take a fraction of a second; a busy computer may need many times as long. */
const TIMEOUT_MS = 60_000;

const experiments = allExperiments();

const find = (id: string): Experiment[] =>
  experiments
    .filter((experiment) => experiment.id === id)
    .map((experiment) => ({
      ...experiment,
      figures: experiment.figures.filter(({ name }) => !/^p\d/.test(name)),
    }));

const misses = (experiment: Experiment) =>
  verify(experiment, SHORT)
    .judgements?.filter(({ holds }) => !holds)
    .map(({ name, theory, measured }) => `${name}: ${theory}, but ${measured.mean} ± ${measured.halfWidth}`);

describe('theory holds', () => {
  it.each([
    ['mg1ps-rho0.5'],
    ['prio-2c-diff-np'],
    ['prio-2c-eq-pr'],
    ['prio-2c-det-pr'],
    ['dm1-rho0.5'],
    ['mminf-a8-m0.5'],
    ['mx-m1-b2-rho0.8'],
    ['tandem-api-db'],
    ['feedback-retry20'],
    ['bolch-7.4'],
    ['bolch-8.3'],
    ['mva-lazowska-N5'],
    ['repairman-N20-Z9-s1'],
    ['splitmerge-exp-n3'],
    ['fj2-rho0.5'],
    ['erlangA-l9-c10-th2'],
    ['erlangA-l1.2-c1-th0.2'],
    ['sim-n8-random-l0.7'],
    ['sim-n8-least_of_2-l0.5'],
    ['sim-n8-join_shortest_queue-l0.7'],
    ['sim-n8-round_robin-l0.5'],
  ])(
    'in %s',
    (id) => {
      const found = find(id);
      expect(found.length).toBeGreaterThan(0);
      for (const experiment of found) expect(misses(experiment), experiment.scenario.title).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('operational laws', () => {
  /** Enough for queues to have been full and empty. */
  const REQUESTS = 400;
  const small = experiments.filter(({ scenario: { nodes } }) => nodes.length <= 40);

  it('hold in any run of any of these systems', { timeout: TIMEOUT_MS }, () => {
    expect(small.length).toBeGreaterThan(150);
    for (const { scenario: system, watch } of small) {
      const run = new TestRun(system).advance((REQUESTS / watch.requestRate) * UNIT_MS);
      expectOperationalLaws(run);
    }
  });
});

describe('a verdict', { timeout: TIMEOUT_MS }, () => {
  it('tells a figure that is off by a tenth from one that is right', () => {
    const [experiment] = find('erlangA-l9-c10-th2');
    const { figures } = experiment;
    const off = figures.map((figure) => ({ ...figure, name: `wrong ${figure.name}`, theory: figure.theory * 1.1 }));
    const verdict = verify({ ...experiment, figures: [...figures, ...off] }, SHORT);
    expect(verdict.repeated).toBe(true);
    expect(verdict.judgements?.map(({ name, holds }) => [name, holds])).toEqual([
      ...figures.map(({ name }) => [name, true]),
      ...off.map(({ name }) => [name, false]),
    ]);
  });

  it('is no good from so few requests that anything would hold', () => {
    const [experiment] = find('prio-2c-diff-np');
    const hasty = { ...SHORT, replications: 2, leastRequests: 10, wantedRequests: 20 };
    const verdict = verify({ ...experiment, watch: { ...experiment.watch, memory: 0.1 } }, hasty);
    const wide = verdict.judgements?.filter(({ theory, measured }) => measured.halfWidth > 0.2 * theory) ?? [];
    expect(wide.length).toBeGreaterThan(0);
    expect(wide.filter(({ holds }) => holds)).toEqual([]);
  });

  it('tells one discipline from another', () => {
    const [preemptive] = find('prio-2c-det-pr');
    const [waiting] = find('prio-2c-det-np');
    expect(misses({ ...preemptive, scenario: waiting.scenario })).not.toEqual([]);
  });

  it('is not given where it would take too long, and the table says so', () => {
    const [experiment] = find('sim-n100-random-l0.99');
    const verdict = verify(experiment, SHORT);
    expect(verdict.judgements).toBeNull();
    expect(page([{ experiment, verdict }], 'a test')).toMatch(
      /sim-n100-random-l0.99 \| .*not run: takes \d+ million requests/,
    );
  });

  it('comes from fewer and shorter runs where the usual ones would take too long', () => {
    const [experiment] = find('sim-n8-random-l0.7');
    const usual = verify(experiment, SHORT);
    const brief = verify(experiment, { ...SHORT, usualRequests: 1_000 });
    expect([usual.brief, brief.brief]).toEqual([false, true]);
    expect(brief.replications).toBeLessThan(usual.replications);
    expect(brief.requests).toBeLessThan(usual.requests);
    expect(brief.judgements?.every(({ holds }) => holds)).toBe(true);
  });

  it('counts in the summary, and stands in the table', () => {
    const [experiment] = find('mminf-a1-m1');
    const outcomes = [{ experiment, verdict: verify(experiment, SHORT) }];
    expect(summary(outcomes)).toMatch(/^2 figures of 1 cases: 2 hold, 0 miss\./);
    expect(page(outcomes, 'a test')).toMatch(/\| mminf-a1-m1 \| mean sojourn \| 1 \| \S+ ± \S+ \| holds \|/);
  });
});

describe('the tables', () => {
  const ids = [...singleQueues.cases, ...networks.cases, ...choices.cases].map(({ id }) => id);

  it('are covered: every case is run, or the reason is told why not', () => {
    const known = new Set([...experiments, ...omissions].map(({ id }) => id));
    // Rules that follow from the rows: round robin lies between random and two choices; random is M/M/1.
    const rules = ['rule-187', 'rule-189'];
    expect(ids.filter((id) => !known.has(id))).toEqual(rules);
    expect(ids.length).toBe(216);
  });
});

describe('a scenario of the tables', () => {
  it('is a plain document: what the builder of other tests makes of it is the same', () => {
    const [{ scenario: built }] = experiments.filter(({ id }) => id === 'mmck-l0.8-m1-c1-K5');
    const same = scenario()
      .service('queue', { concurrency: 1, queueLimit: 4, serviceTime: { dist: 'exponential', meanMs: 10 } })
      .client('clients', {
        arrivals: { process: 'poisson', ratePerSec: 80 },
        mix: [{ operation: 'go', weight: 1 }],
      })
      .build();
    expect(built.nodes).toEqual(same.nodes);
  });
});
