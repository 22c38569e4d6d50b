/** The cases of the power of choices as experiments: a load balancer before queues with one worker each. */
import type { NodeReport, Report } from '../../analysis/report';
import { type Experiment, figure, type Omission, UNIT_MS } from './experiment';
import choices from './fixtures/power-of-choices.json';
import { constant, exponential, System } from './systems';

interface Simulated {
  readonly id: string;
  readonly category: string;
  readonly servers: number;
  readonly policy: string;
  readonly choices: string;
  readonly lam_per_server: number;
  readonly expect_mean_time_in_system: number;
  readonly std_error: number;
  readonly exact?: number;
}
interface Limit {
  readonly id: string;
  readonly category: string;
  readonly d: number;
  readonly lam: number;
  readonly expect_mean_time_in_system: number;
}

interface Tail {
  readonly id: string;
  readonly category: string;
  readonly d: number;
  readonly lam: number;
  readonly expect_fraction_of_servers_with_at_least_k_jobs: Readonly<Record<string, number>>;
}

/** What the limit of infinitely many queues is compared with. */
const MANY = 400;
/** With so many queues the limit is this near, at the loads at which it is compared; relative. */
const LIMIT_SLACK = 0.01;
const HIGHEST_LOAD_AT_LIMIT = 0.95;

/** The load balancer's parameters for a policy as the tables name it. */
function policyOf(name: string): Readonly<Record<string, unknown>> {
  const choicesMade = /^least_of_(\d+)$/.exec(name);
  if (choicesMade) return { policy: 'random-choices', choices: Number(choicesMade[1]) };
  if (name === 'random') return { policy: 'random' };
  if (name === 'round_robin') return { policy: 'round-robin' };
  return { policy: 'least-connections' };
}

function parallelQueues(title: string, servers: number, load: number, policy: Readonly<Record<string, unknown>>) {
  const system = new System().poisson('clients', servers * load).link('clients', 'spread');
  system.node('load-balancer', 'spread', { ...policy, overhead: constant(0) });
  for (let i = 1; i <= servers; i++) system.station(`queue ${i}`, exponential(1)).link('spread', `queue ${i}`);
  return system.build(title);
}

/** How long the queues remember how they began. Those that know nothing of each other are slow; a balancer that looks makes them one. */
function watchOf(servers: number, load: number, looks: boolean) {
  const gap = 1 - Math.sqrt(load);
  const alone = load / (gap * gap);
  const memory = looks ? alone / servers + 3 / (1 - load) : alone;
  return { requestRate: servers * load, memory, independent: looks ? Math.sqrt(servers) : servers };
}

/**
 * By Little's law from the mean number. The mean over requests would be a little low: those not answered at the end of a
 * run are the long ones, and with hundreds of queues a run is short.
 */
const meanResponse = (theory: number, slack: number) =>
  figure(
    'mean time in system',
    theory,
    ({ nodes: { spread }, untilMs, warmupMs }) =>
      ((spread.meanInSystem / spread.arrived) * (untilMs - warmupMs)) / UNIT_MS,
    slack,
  );

const simulatedExperiment = (row: Simulated): Experiment => {
  const looks = row.policy.startsWith('least') || row.policy.startsWith('join');
  // The reference is a simulation itself: three runs, whose standard error says how far it may be off.
  const theory = row.exact ?? row.expect_mean_time_in_system;
  const slack = row.exact === undefined ? 3 * row.std_error : 0;
  return {
    id: row.id,
    category: `${row.policy.replaceAll('_', ' ')}, ${row.servers} queues`,
    scenario: parallelQueues(row.id, row.servers, row.lam_per_server, policyOf(row.policy)),
    watch: watchOf(row.servers, row.lam_per_server, looks),
    figures: [meanResponse(theory, slack)],
  };
};

const limitExperiment = ({ id, d, lam, expect_mean_time_in_system: theory }: Limit): Experiment => ({
  id,
  category: d === 1 ? 'random, any number of queues' : `limit of infinitely many queues, least of ${d}`,
  // One choice makes every queue an M/M/1 queue, however many there are.
  scenario:
    d === 1
      ? parallelQueues(id, 4, lam, { policy: 'random-choices', choices: 1 })
      : parallelQueues(id, MANY, lam, { policy: 'random-choices', choices: d }),
  watch: d === 1 ? watchOf(4, lam, false) : watchOf(MANY, lam, true),
  figures: [meanResponse(theory, d === 1 ? 0 : LIMIT_SLACK * theory)],
});

/** The mean over all queues. */
const overQueues =
  (read: (node: NodeReport) => number) =>
  ({ nodes }: Report): number => {
    const queues = Object.values(nodes).filter(({ kind }) => kind === 'service');
    return queues.reduce((sum, node) => sum + read(node), 0) / queues.length;
  };

/**
 * What a report tells of how many requests are at a queue. As many requests find somebody before them as leave somebody
 * behind: so those with two or more are busy for the share of arrivals that wait.
 */
const tailExperiment = ({ id, d, lam, expect_fraction_of_servers_with_at_least_k_jobs: shares }: Tail): Experiment => {
  const [busy, two, ...more] = Object.values(shares);
  const behind = more.reduce((sum, share) => sum + share, two);
  return {
    id,
    category: `limit of infinitely many queues, least of ${d}`,
    scenario: parallelQueues(id, MANY, lam, { policy: 'random-choices', choices: d }),
    watch: watchOf(MANY, lam, true),
    figures: [
      figure(
        'share of queues with 1 or more',
        busy,
        overQueues(({ utilization }) => utilization),
        LIMIT_SLACK * busy,
      ),
      figure(
        'share of queues with 2 or more',
        two,
        overQueues(({ utilization, probWait }) => utilization * probWait),
        LIMIT_SLACK * two,
      ),
      figure(
        'mean in queue',
        behind,
        overQueues(({ meanInQueue }) => meanInQueue),
        LIMIT_SLACK * behind,
      ),
    ],
  };
};

const rows: readonly (Simulated | Limit | Tail)[] = choices.cases as never;
const simulated = rows.filter(({ category }) => category.startsWith('simulated')) as readonly Simulated[];
const limits = rows.filter(({ category }) => category === 'limit_n_infinite') as readonly Limit[];
const tails = rows.filter(({ category }) => category === 'limit_tail') as readonly Tail[];

const isDrawnAnew = (row: Simulated): boolean => row.choices === 'with replacement';
const isTooNear = (row: Limit | Tail): boolean => row.d > 1 && row.lam > HIGHEST_LOAD_AT_LIMIT;

export function choicesExperiments(): Experiment[] {
  return [
    ...limits.filter((row) => !isTooNear(row)).map(limitExperiment),
    ...tails.filter((row) => !isTooNear(row)).map(tailExperiment),
    ...simulated.filter((row) => !isDrawnAnew(row)).map(simulatedExperiment),
  ];
}

export const choicesOmissions: readonly Omission[] = [
  ...simulated.filter(isDrawnAnew).map(({ id }) => ({
    id,
    reason: 'draws the same queue twice now and then; the load balancer draws different ones',
  })),
  ...[...limits, ...tails].filter(isTooNear).map(({ id }) => ({
    id,
    reason: `a limit of infinitely many queues: ${MANY} are not near it at this load, and a document holds 2,000 at the most`,
  })),
  {
    id: 'share of queues with 3 or more',
    reason: 'a report has the mean number in a queue, the share of time that it is busy and that of arrivals that wait',
  },
  {
    id: 'rule-188',
    reason: 'balancers that act on stale information are not modelled; here they count their own requests',
  },
];
