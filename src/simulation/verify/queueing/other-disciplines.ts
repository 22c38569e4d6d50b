/** Queues where service, arrivals or the order of serving are others than in M/M/c. */
import type { Step } from '../../../network/serving/operations-field';
import { inSystem, response, sojourn, utilization, wait, waitPercentiles } from '../figures';
import { constant, exponential, perSec, System, withVariation } from '../systems';
import { allPercentiles, type Make, memoryOf, type Numbers, open, sixMeans, station } from './row';

export const generalService: Make = ({ id, input, expect }) => {
  const { lam, service = 1, mean_service: mean = service, scv = 0 } = input as Numbers;
  const expected = expect as Numbers;
  const waits = 'wait_pct' in expect ? waitPercentiles('clients', mean, expect.wait_pct as unknown as Numbers) : [];
  return [
    {
      scenario: station(withVariation(mean, scv)).poisson('clients', lam).build(id),
      watch: open(lam, memoryOf(expected.rho, 1 / mean, scv)),
      figures: [...sixMeans(expected), ...waits],
    },
  ];
};

export const processorSharing: Make = ({ id, input, expect }) => {
  const { lam, mean_service: mean } = input as Numbers;
  const { rho, W, L, conditional_sojourn_factor: factor } = expect as Numbers;
  const watch = open(lam, memoryOf(rho, 1 / mean, 4));
  const sharing = { discipline: 'sharing' };
  const means = (scv: number) => ({
    scenario: station(withVariation(mean, scv), 1, sharing).poisson('clients', lam).build(`${id}: cv² ${scv}`),
    watch,
    figures: [
      utilization(`utilisation, cv² ${scv}`, 'queue', rho),
      sojourn(`mean sojourn, cv² ${scv}`, 'queue', W),
      inSystem(`mean in system, cv² ${scv}`, 'queue', L),
    ],
  });
  // Half of the requests are short and half long: each stays in proportion to its own work.
  const [short, long] = [mean / 2, mean * 1.5];
  const work = (time: number): Step[] => [{ step: 'work', serviceTime: constant(time) }];
  const classes = new System()
    .station('queue', constant(mean), 1, { ...sharing, operations: { short: work(short), long: work(long) } })
    .poisson('short', lam / 2, 'short')
    .poisson('long', lam / 2, 'long')
    .link('short', 'queue')
    .link('long', 'queue');
  return [
    means(0),
    means(4),
    {
      scenario: classes.build(`${id}: short and long`),
      watch,
      figures: [
        response('sojourn of the short', 'short', factor * short),
        response('sojourn of the long', 'long', factor * long),
      ],
    },
  ];
};

export const evenlySpaced: Make = ({ id, input, expect }) => {
  const { interarrival, mu } = input as Numbers;
  const expected = expect as Numbers;
  const rate = 1 / interarrival;
  return [
    {
      scenario: station(exponential(1 / mu))
        .client('clients', { process: 'constant', ratePerSec: perSec(rate) })
        .build(id),
      watch: open(rate, memoryOf(expected.rho, mu)),
      figures: [...sixMeans(expected), ...allPercentiles(expect.sojourn_pct as unknown as Numbers)],
    },
  ];
};

export const batches: Make = ({ id, input, expect }) => {
  const { batch, batch_rate: batchRate, mu } = input as Numbers;
  const { rho, L, W } = expect as Numbers;
  const rate = batch * batchRate;
  const arrivals = { process: 'bursts', ratePerSec: perSec(rate), size: batch };
  return [
    {
      scenario: station(exponential(1 / mu))
        .client('clients', arrivals)
        .build(id),
      watch: open(rate, memoryOf(rho, mu, batch)),
      figures: [
        utilization('utilisation', 'queue', rho),
        inSystem('mean in system', 'queue', L),
        sojourn('mean sojourn', 'queue', W),
      ],
    },
  ];
};

interface ClassFigures {
  readonly T: number;
}

export const priorities: Make = ({ id, category, input, expect }) => {
  const rates = input.lam as readonly number[];
  const services = input.mean_service as readonly number[];
  const { scv } = input as Numbers;
  const { rho, mean_T, mean_Wq } = expect as Numbers;
  const name = (index: number) => `class ${index}`;
  const system = new System().station('queue', exponential(1), 1, {
    discipline: category.includes('preemptive-resume') ? 'preemptive' : 'priority',
    priorities: rates.map((_, index) => ({ operation: name(index), priority: rates.length - index })),
    operations: Object.fromEntries(
      services.map((mean, index) => [name(index), [{ step: 'work', serviceTime: withVariation(mean, scv) }]]),
    ),
  });
  rates.forEach((rate, index) => {
    system.poisson(name(index), rate, name(index)).link(name(index), 'queue');
  });
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  return [
    {
      scenario: system.build(id),
      // The lowest class sees the server only when all others are done: its queue is the slower for it.
      watch: open(total, memoryOf(rho, 1, scv) / (1 - (rho * rates[0]) / total)),
      figures: [
        ...(expect.classes as readonly ClassFigures[]).map(({ T }, index) =>
          response(`mean sojourn of class ${index}`, name(index), T),
        ),
        sojourn('mean sojourn', 'queue', mean_T),
        wait('mean wait', 'queue', mean_Wq),
        utilization('utilisation', 'queue', rho),
      ],
    },
  ];
};
