import { describe, expect, it } from 'vitest';
import tables from '../fixtures/queueing-tables.json';
import { erlangB, erlangC } from './erlang';
import { md1, mg1 } from './mg1';
import { mm1, mmc } from './mmc';
import { mmck } from './mmck';

interface Case {
  readonly id: string;
  readonly category: string;
  readonly input: never;
  readonly expect: never;
}

const cases = <I, E>(category: string) =>
  (tables.cases as unknown as Case[])
    .filter((row) => row.category === category)
    .map((row) => [row.id, row.input as I, row.expect as E] as const);

/** Equal to the nine digits of the tables. */
const expectClose = (value: number | undefined, expected: number) => {
  expect(value).toBeDefined();
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(5e-9 * Math.abs(expected) + 1e-12);
};

type Percentiles = Readonly<Record<string, number>>;
const expectPercentiles = (quantile: (p: number) => number, expected: Percentiles) => {
  for (const [percent, value] of Object.entries(expected)) expectClose(quantile(Number(percent) / 100), value);
};

interface Means {
  readonly rho: number;
  readonly p_wait: number;
  readonly Wq: number;
  readonly W: number;
  readonly Lq: number;
  readonly L: number;
}
const expectMeans = (queue: ReturnType<typeof mg1>, expected: Means) => {
  expectClose(queue?.utilization, expected.rho);
  expectClose(queue?.probWait, expected.p_wait);
  expectClose(queue?.meanWait, expected.Wq);
  expectClose(queue?.meanSojourn, expected.W);
  expectClose(queue?.meanInQueue, expected.Lq);
  expectClose(queue?.meanInSystem, expected.L);
};

type WithPercentiles = Means & { readonly wait_pct: Percentiles; readonly sojourn_pct: Percentiles };

describe('M/M/1', () => {
  it.each(cases<{ lam: number; mu: number }, WithPercentiles>('M/M/1'))('%s', (_id, { lam, mu }, expected) => {
    const queue = mm1(lam, mu);
    expectMeans(queue, expected);
    expectPercentiles(queue!.waitQuantile, expected.wait_pct);
    expectPercentiles(queue!.sojournQuantile, expected.sojourn_pct);
  });
});

describe('M/M/c', () => {
  it.each(cases<{ lam: number; mu: number; c: number }, WithPercentiles>('M/M/c'))('%s', (_id, input, expected) => {
    const queue = mmc(input.lam, input.mu, input.c);
    expectMeans(queue, expected);
    expectPercentiles(queue!.waitQuantile, expected.wait_pct);
    expectPercentiles(queue!.sojournQuantile, expected.sojourn_pct);
  });

  it('where drain and service rate coincide has the limit of the formula', () => {
    const near = mmc(1 + 1e-7, 1, 2);
    expect(mmc(1, 1, 2)!.sojournQuantile(0.95)).toBeCloseTo(near!.sojournQuantile(0.95), 5);
  });

  it('has no long run at or above its capacity', () => {
    expect(mmc(3, 1, 3)).toBeNull();
    expect(mm1(2, 1)).toBeNull();
    expect(erlangC(3, 4)).toBe(1);
  });
});

interface Pooling {
  readonly split_W: number;
  readonly shared_queue_W: number;
  readonly one_fast_server_W: number;
}
describe('pooling of servers', () => {
  it.each(cases<{ lam_total: number; mu: number; c: number }, Pooling>('pooling'))('%s', (_id, input, expected) => {
    const { lam_total, mu, c } = input;
    expectClose(mm1(lam_total / c, mu)?.meanSojourn, expected.split_W);
    expectClose(mmc(lam_total, mu, c)?.meanSojourn, expected.shared_queue_W);
    expectClose(mm1(lam_total, mu * c)?.meanSojourn, expected.one_fast_server_W);
  });
});

interface Loss {
  readonly p_block: number;
  readonly carried_erlangs: number;
}
describe('Erlang B', () => {
  it.each(cases<{ servers: number; offered_erlangs: number }, Loss>('Erlang B (M/M/c/c)'))(
    '%s',
    (_id, { servers, offered_erlangs }, expected) => {
      expectClose(erlangB(servers, offered_erlangs), expected.p_block);
      const bounded = mmck(offered_erlangs, 1, servers, servers);
      expectClose(bounded.probLoss, expected.p_block);
      expectClose(bounded.throughput, expected.carried_erlangs);
    },
  );
});

interface Bounded {
  readonly p_loss: number;
  readonly throughput: number;
  readonly L: number;
  readonly Lq: number;
  readonly W_accepted: number;
  readonly Wq_accepted: number;
  readonly rho_servers: number;
  readonly p0: number;
  readonly p_wait_accepted: number;
}
describe('M/M/c/K', () => {
  it.each(cases<{ lam: number; mu: number; c: number; K: number }, Bounded>('M/M/c/K'))(
    '%s',
    (_id, { lam, mu, c, K }, expected) => {
      const queue = mmck(lam, mu, c, K);
      expectClose(queue.probLoss, expected.p_loss);
      expectClose(queue.throughput, expected.throughput);
      expectClose(queue.meanInSystem, expected.L);
      expectClose(queue.meanInQueue, expected.Lq);
      expectClose(queue.meanSojourn, expected.W_accepted);
      expectClose(queue.meanWait, expected.Wq_accepted);
      expectClose(queue.utilization, expected.rho_servers);
      expectClose(queue.probEmpty, expected.p0);
      expectClose(queue.probWait, expected.p_wait_accepted);
    },
  );

  it('far above its capacity is always full', () => {
    expect(mmck(1000, 1, 2, 5_000)).toMatchObject({
      probEmpty: 0,
      probLoss: expect.closeTo(0.998, 12),
      throughput: expect.closeTo(2, 9),
    });
  });
});

describe('M/G/1', () => {
  it.each(cases<{ lam: number; mean_service: number; scv: number }, Means>('M/G/1 (FCFS)'))(
    '%s',
    (_id, { lam, mean_service, scv }, expected) => {
      expectMeans(mg1(lam, mean_service, scv), expected);
    },
  );

  it('has no long run at its capacity', () => expect(mg1(1, 1, 1)).toBeNull());
});

describe('M/D/1', () => {
  it.each(cases<{ lam: number; service: number }, WithPercentiles>('M/D/1'))(
    '%s',
    (_id, { lam, service }, expected) => {
      const queue = md1(lam, service);
      expectMeans(queue, expected);
      expectPercentiles(queue!.waitQuantile, expected.wait_pct);
    },
  );

  it('has no long run at its capacity', () => expect(md1(1, 1)).toBeNull());
});

interface Tandem {
  readonly stations: readonly { readonly rho: number; readonly W: number; readonly L: number }[];
  readonly W_total: number;
}
describe('a tandem of M/M/c stations, by Jackson’s theorem', () => {
  it.each(cases<{ lam: number; mu: number[]; c: number[] }, Tandem>('tandem Jackson'))('%s', (_id, input, expected) => {
    const stations = input.mu.map((mu, i) => mmc(input.lam, mu, input.c[i])!);
    expected.stations.forEach(({ rho, W, L }, i) => {
      expectClose(stations[i].utilization, rho);
      expectClose(stations[i].meanSojourn, W);
      expectClose(stations[i].meanInSystem, L);
    });
    expectClose(
      stations.reduce((sum, station) => sum + station.meanSojourn, 0),
      expected.W_total,
    );
  });
});

interface Feedback {
  readonly effective_lam: number;
  readonly L: number;
  readonly W_per_visit: number;
  readonly W_total: number;
}
describe('a queue that some pass again, by Jackson’s theorem', () => {
  it.each(cases<{ lam_external: number; feedback_prob: number; mu: number }, Feedback>('Jackson with feedback'))(
    '%s',
    (_id, { lam_external, feedback_prob, mu }, expected) => {
      const queue = mm1(lam_external / (1 - feedback_prob), mu);
      expectClose(queue?.meanInSystem, expected.L);
      expectClose(queue?.meanSojourn, expected.W_per_visit);
      expectClose(queue!.meanSojourn / (1 - feedback_prob), expected.W_total);
    },
  );
});
