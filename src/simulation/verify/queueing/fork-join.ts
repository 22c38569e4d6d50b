/** Requests that several branches work on at once, and that wait for the last of them. */
import { response, responsePercentile } from '../figures';
import { call, exponential, System } from '../systems';
import { type Make, memoryOf, type Numbers, open } from './row';

/** A fork with so many branches, each of which the caller fills in. */
const split = (count: number): System => {
  const branches = Array.from({ length: count }, (_, index) => `branch ${index + 1}`);
  const system = new System().router('fork', {
    go: [{ step: 'parallel', steps: branches.map((name) => call('fork', name)) }],
  });
  for (const name of branches) system.link('fork', name);
  return system.link('clients', 'fork');
};

export const splitMerge: Make = ({ id, input, expect }) => {
  const { n, mean } = input as Numbers;
  const { mean: slowest, p50, p99 } = expect as Numbers;
  const system = split(n).poisson('clients', 1);
  for (let i = 1; i <= n; i++) system.crowd(`branch ${i}`, exponential(mean));
  return [
    {
      scenario: system.build(id),
      watch: open(1, 5),
      figures: [
        response('mean response', 'clients', slowest),
        responsePercentile('p50', 'clients', p50),
        responsePercentile('p99', 'clients', p99),
      ],
    },
  ];
};

export const forkJoin: Make = ({ id, input, expect }) => {
  const { n = 2, lam, mu } = input as Numbers;
  const { mean_response, tolerance = 0 } = expect as Numbers;
  const system = split(n).poisson('clients', lam);
  for (let i = 1; i <= n; i++) system.station(`branch ${i}`, exponential(1 / mu));
  return [
    {
      scenario: system.build(id),
      watch: open(lam, memoryOf(lam / mu, mu)),
      figures: [response('mean response', 'clients', mean_response, tolerance * mean_response)],
    },
  ];
};
