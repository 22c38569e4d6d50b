/** Queues with exponential service: one server or many, with room or without, and with those who give up. */
import {
  inQueue,
  inSystem,
  losses,
  probWait,
  probWaitOfAll,
  response,
  sojourn,
  throughput,
  utilization,
  wait,
  waitOfAll,
} from '../figures';
import { constant, exponential, System, withVariation } from '../systems';
import { allPercentiles, finiteMemory, type Make, memoryOf, type Numbers, open, sixMeans, station } from './row';

export const markovian: Make = ({ id, input, expect }) => {
  const { lam, mu, c = 1 } = input as Numbers;
  const expected = expect as Numbers;
  return [
    {
      scenario: station(exponential(1 / mu), c)
        .poisson('clients', lam)
        .build(id),
      watch: open(lam, memoryOf(expected.rho, c * mu)),
      figures: [...sixMeans(expected), ...allPercentiles(expect.sojourn_pct as unknown as Numbers)],
    },
  ];
};

export const pooling: Make = ({ id, input, expect }) => {
  const { lam_total: rate, mu, c } = input as Numbers;
  const expected = expect as Numbers;
  const split = new System().poisson('clients', rate).link('clients', 'spread');
  split.node('load-balancer', 'spread', { policy: 'random', overhead: constant(0) });
  for (let i = 0; i < c; i++) split.station(`queue ${i}`, exponential(1 / mu)).link('spread', `queue ${i}`);
  const load = rate / (c * mu);
  return [
    {
      scenario: split.build(`${id}: a queue for each server`),
      watch: { requestRate: rate, memory: memoryOf(load, mu), independent: c },
      figures: [response('mean sojourn, a queue for each server', 'clients', expected.split_W)],
    },
    {
      scenario: station(exponential(1 / mu), c)
        .poisson('clients', rate)
        .build(`${id}: one queue`),
      watch: open(rate, memoryOf(load, c * mu)),
      figures: [
        sojourn('mean sojourn, one queue for all', 'queue', expected.shared_queue_W),
        wait('mean wait, one queue for all', 'queue', expected.shared_Wq),
      ],
    },
    {
      scenario: station(exponential(1 / (c * mu)))
        .poisson('clients', rate)
        .build(`${id}: one fast server`),
      watch: open(rate, memoryOf(load, c * mu)),
      figures: [sojourn('mean sojourn, one server as fast as all', 'queue', expected.one_fast_server_W)],
    },
  ];
};

export const erlangLoss: Make = ({ id, input, expect }) => {
  const { servers, offered_erlangs: offered } = input as Numbers;
  const { p_block, carried_erlangs, rho } = expect as Numbers;
  // Erlang's formula holds for any distribution of service times: half of the cases are run with another than his.
  const serviceTime = servers % 2 === 0 ? withVariation(1, 0.25) : exponential(1);
  return [
    {
      scenario: station(serviceTime, servers, { queueLimit: 0 }).poisson('clients', offered).build(id),
      watch: open(offered, 5),
      figures: [
        losses('P(lost)', 'queue', p_block),
        inSystem('carried erlangs', 'queue', carried_erlangs),
        utilization('utilisation', 'queue', rho),
      ],
    },
  ];
};

export const finiteRoom: Make = ({ id, input, expect }) => {
  const { lam, mu, c, K } = input as Numbers;
  const expected = expect as Numbers;
  return [
    {
      scenario: station(exponential(1 / mu), c, { queueLimit: K - c })
        .poisson('clients', lam)
        .build(id),
      watch: open(lam, finiteMemory(lam, c * mu, K)),
      figures: [
        losses('P(lost)', 'queue', expected.p_loss),
        throughput('throughput', 'clients', expected.throughput),
        inSystem('mean in system', 'queue', expected.L),
        inQueue('mean in queue', 'queue', expected.Lq),
        sojourn('mean sojourn', 'queue', expected.W_accepted),
        wait('mean wait', 'queue', expected.Wq_accepted),
        utilization('utilisation', 'queue', expected.rho_servers),
        probWait('P(wait)', 'queue', expected.p_wait_accepted),
      ],
    },
  ];
};

export const manyServers: Make = ({ id, input, expect }) => {
  const { lam, mu } = input as Numbers;
  const { L, W } = expect as Numbers;
  const system = new System()
    .poisson('clients', lam)
    .crowd('queue', exponential(1 / mu))
    .link('clients', 'queue');
  return [
    {
      scenario: system.build(id),
      watch: open(lam, 5 / mu),
      figures: [inSystem('mean in system', 'queue', L), sojourn('mean sojourn', 'queue', W)],
    },
  ];
};

export const impatient: Make = ({ id, input, expect }) => {
  const { lam, mu, c, abandon_rate: abandonRate } = input as Numbers;
  const { p_abandon, p_wait, Lq, Wq, throughput: served, rho_servers } = expect as Numbers;
  const patience = { queueTimeout: exponential(1 / abandonRate) };
  return [
    {
      scenario: station(exponential(1 / mu), c, patience)
        .poisson('clients', lam)
        .build(id),
      watch: open(lam, 5 / Math.min(mu, abandonRate)),
      figures: [
        losses('P(gives up)', 'queue', p_abandon),
        probWaitOfAll('P(wait)', 'queue', p_wait),
        inQueue('mean in queue', 'queue', Lq),
        waitOfAll('mean wait of all', 'queue', Wq),
        throughput('throughput', 'clients', served),
        utilization('utilisation', 'queue', rho_servers),
      ],
    },
  ];
};
