/** Networks with so many users, who think and come back. */
import type { Figure } from '../experiment';
import { inSystem, nodeThroughput, response, sojourn, throughput, utilization } from '../figures';
import { branch, call, constant, exponential, System } from '../systems';
import { type Lists, type Make, type Numbers, open, station } from './row';
import { visitSteps } from './visits';

/** Users who think, then visit the stations. Visits that are no whole numbers are made with that probability. */
export const closedNetwork: Make = ({ id, input, expect }) => {
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

export const repairman: Make = ({ id, input, expect }) => {
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
