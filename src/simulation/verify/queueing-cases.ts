/** The cases of the queueing tables as experiments. */
import singleQueues from '../../analysis/fixtures/queueing-tables.json';
import type { Step } from '../../network/serving/operations-field';
import type { Experiment, Figure, Omission, Watch } from './experiment';
import {
  inQueue,
  inSystem,
  losses,
  nodeThroughput,
  probWait,
  probWaitOfAll,
  response,
  responsePercentile,
  sojourn,
  sojournPercentiles,
  throughput,
  utilization,
  wait,
  waitOfAll,
} from './figures';
import networks from './fixtures/queueing-networks.json';
import { branch, call, constant, exponential, perSec, routersInTurn, System, withVariation } from './systems';

interface Row {
  readonly id: string;
  readonly category: string;
  readonly input: Readonly<Record<string, never>>;
  readonly expect: Readonly<Record<string, never>>;
}
type Numbers = Readonly<Record<string, number>>;
type Lists = Readonly<Record<string, readonly number[]>>;

/** What one row becomes: several experiments where it compares several systems. */
type Make = (row: Row) => readonly Omit<Experiment, 'id' | 'category'>[];

/**
 * How long an M/M/c queue remembers its beginning: its relaxation time 1 / (cμ (1 − √ρ)²) (P. Morse, Queues, Inventories
 * and Maintenance, 1958). Service that varies more makes it longer in proportion, as it does the wait.
 */
function memoryOf(load: number, totalServiceRate: number, squaredVariation = 1): number {
  const gap = 1 - Math.sqrt(Math.min(load, 0.999));
  return Math.max(1, (1 + squaredVariation) / 2) / (totalServiceRate * gap * gap);
}

/** With limited room the queue cannot wander further than that, nor faster than it fills and empties. */
function finiteMemory(arrivalRate: number, totalServiceRate: number, room: number): number {
  const gap = Math.sqrt(arrivalRate) - Math.sqrt(totalServiceRate);
  return Math.min(1 / (gap * gap), (room * room) / totalServiceRate);
}

const open = (rate: number, memory: number): Watch => ({ requestRate: rate, memory });

const station = (serviceTime: Parameters<System['station']>[1], servers = 1, params = {}) =>
  new System().station('queue', serviceTime, servers, params).link('clients', 'queue');

const sixMeans = (expected: Numbers): Figure[] => [
  utilization('utilisation', 'queue', expected.rho),
  ...('p_wait' in expected ? [probWait('P(wait)', 'queue', expected.p_wait)] : []),
  wait('mean wait', 'queue', expected.Wq),
  sojourn('mean sojourn', 'queue', expected.W),
  inQueue('mean in queue', 'queue', expected.Lq),
  inSystem('mean in system', 'queue', expected.L),
];

const markovian: Make = ({ id, input, expect }) => {
  const { lam, mu, c = 1 } = input as Numbers;
  const expected = expect as Numbers;
  return [
    {
      scenario: station(exponential(1 / mu), c)
        .poisson('clients', lam)
        .build(id),
      watch: open(lam, memoryOf(expected.rho, c * mu)),
      figures: [...sixMeans(expected), ...sojournPercentiles('queue', expect.sojourn_pct as unknown as Numbers)],
    },
  ];
};

const pooling: Make = ({ id, input, expect }) => {
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

const erlangLoss: Make = ({ id, input, expect }) => {
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

const finiteRoom: Make = ({ id, input, expect }) => {
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

const generalService: Make = ({ id, input, expect }) => {
  const { lam, service = 1, mean_service: mean = service, scv = 0 } = input as Numbers;
  const expected = expect as Numbers;
  return [
    {
      scenario: station(withVariation(mean, scv)).poisson('clients', lam).build(id),
      watch: open(lam, memoryOf(expected.rho, 1 / mean, scv)),
      figures: sixMeans(expected),
    },
  ];
};

const processorSharing: Make = ({ id, input, expect }) => {
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

const evenlySpaced: Make = ({ id, input, expect }) => {
  const { interarrival, mu } = input as Numbers;
  const expected = expect as Numbers;
  const rate = 1 / interarrival;
  return [
    {
      scenario: station(exponential(1 / mu))
        .client('clients', { process: 'constant', ratePerSec: perSec(rate) })
        .build(id),
      watch: open(rate, memoryOf(expected.rho, mu)),
      figures: [...sixMeans(expected), ...sojournPercentiles('queue', expect.sojourn_pct as unknown as Numbers)],
    },
  ];
};

const manyServers: Make = ({ id, input, expect }) => {
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

const batches: Make = ({ id, input, expect }) => {
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

const priorities: Make = ({ id, category, input, expect }) => {
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

interface StationFigures {
  readonly rho: number;
  readonly W: number;
  readonly L: number;
}

const tandem: Make = ({ id, input, expect }) => {
  const { lam } = input as Numbers;
  const { mu, c } = input as Lists;
  const stations = expect.stations as readonly StationFigures[];
  const { L_total, W_total } = expect as Numbers;
  const name = (index: number) => `station ${index + 1}`;
  const steps = mu.map((_, index) => call('way', name(index)));
  const system = new System().poisson('clients', lam).router('way', { go: steps }).link('clients', 'way');
  mu.forEach((rate, index) => {
    system.station(name(index), exponential(1 / rate), c[index]).link('way', name(index));
  });
  return [
    {
      scenario: system.build(id),
      watch: open(lam, Math.max(...stations.map(({ rho }, index) => memoryOf(rho, mu[index] * c[index])))),
      figures: [
        ...stations.flatMap(({ rho, W, L }, index) => [
          utilization(`utilisation of station ${index + 1}`, name(index), rho),
          sojourn(`mean sojourn at station ${index + 1}`, name(index), W),
          inSystem(`mean number at station ${index + 1}`, name(index), L),
        ]),
        response('response', 'clients', W_total),
        inSystem('mean number in all', 'way', L_total),
      ],
    },
  ];
};

const feedback: Make = ({ id, input, expect }) => {
  const { lam_external: rate, feedback_prob: again, mu } = input as Numbers;
  const { effective_lam, rho, L, W_per_visit, W_total } = expect as Numbers;
  const system = new System()
    .poisson('clients', rate)
    .station('queue', exponential(1 / mu))
    .link('clients', 'a');
  routersInTurn(system, ['queue'], (self, other) => ({
    go: [call(self, 'queue'), branch(again, [call(self, other, 'go')])],
  }));
  return [
    {
      scenario: system.build(id),
      watch: open(rate, memoryOf(rho, mu)),
      figures: [
        nodeThroughput('visits', 'queue', effective_lam),
        utilization('utilisation', 'queue', rho),
        inSystem('mean in system', 'queue', L),
        sojourn('mean sojourn of a visit', 'queue', W_per_visit),
        response('response', 'clients', W_total),
      ],
    },
  ];
};

/** Requests enter at the last station; after the first they go to the second or the third, and from there back or out. */
const openJackson: Make = ({ id, input, expect }) => {
  const services = input.S as readonly number[];
  const routing = input.P as readonly (readonly number[])[];
  const rate = (input.external_arrivals as readonly number[])[3];
  const { X, U, R, Q } = expect as Lists;
  const name = (index: number) => `station ${index + 1}`;
  const names = services.map((_, index) => name(index));
  const system = new System().poisson('clients', rate).link('clients', 'a');
  names.forEach((station, index) => {
    system.station(station, exponential(services[index]));
  });
  routersInTurn(system, names, (self, other) => {
    const back = call(self, other, 'round');
    return {
      go: [call(self, name(3)), back],
      round: [
        call(self, name(0)),
        branch(
          routing[0][1],
          [call(self, name(1)), branch(routing[1][0], [back])],
          [call(self, name(2)), branch(routing[2][0], [back])],
        ),
      ],
    };
  });
  /** The source prints three digits. */
  const printed = (value: number) => Math.max(5e-4, value * 1e-3);
  return [
    {
      scenario: system.build(id),
      watch: open(rate, memoryOf(Math.max(...U), 1 / services[0])),
      figures: names.flatMap((station, i) => [
        nodeThroughput(`throughput of station ${i + 1}`, station, X[i], printed(X[i])),
        utilization(`utilisation of station ${i + 1}`, station, U[i], printed(U[i])),
        sojourn(`mean sojourn at station ${i + 1}`, station, R[i], printed(R[i])),
        inSystem(`mean number at station ${i + 1}`, station, Q[i], printed(Q[i])),
      ]),
    },
  ];
};

/** At most so many steps fit into one list. */
const STEPS = 100;

/** Calls the stations as often as they are visited, as evenly mixed as whole numbers allow. */
function visitSteps(visits: readonly number[], name: (index: number) => string): Step[] {
  const most = Math.max(...visits);
  const steps: Step[] = [];
  const done = visits.map(() => 0);
  for (let round = 1; round <= most; round++) {
    visits.forEach((count, index) => {
      if (done[index] * most < count * round && done[index] < count) {
        done[index]++;
        steps.push(call('way', name(index)));
      }
    });
  }
  const blocks: Step[] = [];
  for (let from = 0; from < steps.length; from += STEPS) blocks.push(branch(1, steps.slice(from, from + STEPS)));
  return steps.length <= STEPS ? steps : blocks;
}

const openVisits: Make = ({ id, input, expect }) => {
  const { lam } = input as Numbers;
  const { V, S } = input as Lists;
  const { U1, X1, Q1 } = expect as Numbers;
  const name = (index: number) => `station ${index + 1}`;
  const system = new System().poisson('clients', lam).link('clients', 'way');
  system.router('way', { go: visitSteps(V, name) });
  S.forEach((service, index) => {
    system.station(name(index), exponential(service)).link('way', name(index));
  });
  return [
    {
      scenario: system.build(id),
      watch: open(lam, 20),
      figures: [
        utilization('utilisation of station 1', name(0), U1, 5e-4),
        nodeThroughput('throughput of station 1', name(0), X1, 5e-2),
        inSystem('mean number at station 1', name(0), Q1, 5e-4),
      ],
    },
  ];
};

/** Users who think, then visit the stations. Visits that are no whole numbers are made with that probability. */
const closedNetwork: Make = ({ id, input, expect }) => {
  const { N, Z = 0 } = input as Numbers;
  const { D, S = D, V = S.map(() => 1) } = input as Lists;
  const { R, U, Q, residence } = expect as Partial<Lists>;
  const { tolerance } = expect as Partial<Numbers>;
  const name = (index: number) => `station ${index + 1}`;
  const whole = V.every((visits) => Number.isInteger(visits));
  const maybe = (visits: number, index: number) => branch(visits, [call('way', name(index))]);
  const system = new System().closed('clients', N, Z === 0 ? constant(0) : exponential(Z)).link('clients', 'way');
  system.router('way', { go: whole ? visitSteps(V, name) : V.map(maybe) });
  S.forEach((service, index) => {
    system.station(name(index), exponential(service)).link('way', name(index));
  });
  /** What the source printed, to the last digit. */
  const printed = tolerance === undefined ? 0 : 5e-4;
  const bottleneck = Math.max(...S.map((service, index) => service * V[index]));
  const total = S.reduce((sum, service, index) => sum + service * V[index], 0);
  const X = expect.X as number | readonly number[] | undefined;
  const ofStations = (
    values: readonly number[] | undefined,
    make: (index: number, value: number) => Figure,
  ): Figure[] => (values ?? []).map((value, index) => make(index, value));
  const figures: Figure[] = [
    ...(typeof X === 'number' ? [throughput('throughput', 'clients', X)] : []),
    ...(typeof R === 'number' ? [response('response', 'clients', R)] : []),
    ...ofStations(typeof X === 'object' ? X : undefined, (i, value) =>
      nodeThroughput(`throughput of station ${i + 1}`, name(i), value, Math.max(printed, 1e-3 * value)),
    ),
    ...ofStations(typeof R === 'object' ? R : undefined, (i, value) =>
      sojourn(`mean sojourn at station ${i + 1}`, name(i), value, printed),
    ),
    ...ofStations(residence, (i, value) => sojourn(`mean sojourn at station ${i + 1}`, name(i), value)),
    ...ofStations(Q, (i, value) => inSystem(`mean number at station ${i + 1}`, name(i), value, printed)),
    ...ofStations(U, (i, value) => utilization(`utilisation of station ${i + 1}`, name(i), value, printed)),
  ];
  const cycle = Math.max(Z + total, N * bottleneck);
  return [{ scenario: system.build(id), watch: open(N / cycle, 2 * cycle), figures }];
};

const repairman: Make = ({ id, input, expect }) => {
  const { N, Z, mean_service: mean } = input as Numbers;
  const { X, R, U, Q } = expect as Numbers;
  const system = station(exponential(mean)).closed('clients', N, exponential(Z));
  return [
    {
      scenario: system.build(id),
      watch: open(X, 2 * (Z + R)),
      figures: [
        throughput('throughput', 'clients', X),
        response('response', 'clients', R),
        utilization('utilisation', 'queue', U),
        inSystem('mean in system', 'queue', Q),
      ],
    },
  ];
};

const split = (count: number): System => {
  const branches = Array.from({ length: count }, (_, index) => `branch ${index + 1}`);
  const system = new System().router('fork', {
    go: [{ step: 'parallel', steps: branches.map((name) => call('fork', name)) }],
  });
  for (const name of branches) system.link('fork', name);
  return system.link('clients', 'fork');
};

const splitMerge: Make = ({ id, input, expect }) => {
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

const forkJoin: Make = ({ id, input, expect }) => {
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

const impatient: Make = ({ id, input, expect }) => {
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

const MAKERS: Readonly<Record<string, Make>> = {
  'M/M/1': markovian,
  'M/M/c': markovian,
  pooling,
  'Erlang B (M/M/c/c)': erlangLoss,
  'M/M/c/K': finiteRoom,
  'M/D/1': generalService,
  'M/G/1 (FCFS)': generalService,
  'M/G/1-PS': processorSharing,
  'D/M/1': evenlySpaced,
  'M/M/inf': manyServers,
  'M[X]/M/1 fixed batch': batches,
  'priority non-preemptive (HOL)': priorities,
  'priority preemptive-resume': priorities,
  'tandem Jackson': tandem,
  'Jackson with feedback': feedback,
  'open Jackson network': openJackson,
  'open network (visits)': openVisits,
  'closed MVA': closedNetwork,
  'closed-loop clients, 1 server': repairman,
  'fan-out, wait for all (no queueing)': splitMerge,
  'fork-join 2 x M/M/1': forkJoin,
  'fork-join n x M/M/1 (approx.)': forkJoin,
  'M/M/c+M (clients give up)': impatient,
};

/** Single queues stand where the closed forms are tested, the rest beside this file. */
const rows: readonly Row[] = [...singleQueues.cases, ...networks.cases] as never;

export function queueingExperiments(): Experiment[] {
  return rows.flatMap((row) => {
    const make = MAKERS[row.category];
    if (make === undefined) throw new Error(`${row.id}: nobody knows how to run "${row.category}"`);
    return make(row).map((experiment) => ({ id: row.id, category: row.category, ...experiment }));
  });
}

/** Figures that the tables have and reports have not. */
export const queueingOmissions: readonly Omission[] = [
  {
    id: 'percentiles of the wait',
    reason: 'a report has the mean wait and percentiles of the sojourn, not those of the wait',
  },
  { id: 'p90 and p99.9 of the sojourn', reason: 'a report of a node has p50, p95 and p99' },
  {
    id: 'P(empty), P(n or more in the queue)',
    reason: 'a report has the mean number and the largest, not its distribution',
  },
];
