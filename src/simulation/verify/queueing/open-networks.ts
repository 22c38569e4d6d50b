/** Networks of queues that requests come to from outside and leave again. */
import { inSystem, nodeThroughput, response, sojourn, utilization } from '../figures';
import { branch, call, exponential, routersInTurn, System } from '../systems';
import { type Lists, type Make, memoryOf, type Numbers, open } from './row';
import { visitSteps } from './visits';

interface StationFigures {
  readonly rho: number;
  readonly W: number;
  readonly L: number;
}

export const tandem: Make = ({ id, input, expect }) => {
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

export const feedback: Make = ({ id, input, expect }) => {
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
export const openJackson: Make = ({ id, input, expect }) => {
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

export const openVisits: Make = ({ id, input, expect }) => {
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
