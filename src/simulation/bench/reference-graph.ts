/**
 * The scenarios that are timed. `cells` copies of: client → gateway → load balancer → 4 services → 2 downstream
 * services, each with a concurrency limit, timeout and retry, and beside it a queue with 3 consumers. Their shape is
 * fixed, so that figures of different days can be compared.
 */
import type { Distribution } from '../../kernel/distribution';

interface PlainNode {
  readonly id: string;
  readonly kind: string;
  readonly params: Record<string, unknown>;
}
interface PlainLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol?: string;
  readonly params: Record<string, unknown>;
}
/** A scenario as a file would hold it, before it is checked. */
export interface PlainScenario {
  readonly version: 1;
  readonly seed: number;
  readonly durationMs: null;
  readonly nodes: readonly PlainNode[];
  readonly links: readonly PlainLink[];
}

const lognormal = (meanMs: number, cv = 1): Distribution => ({ dist: 'lognormal', meanMs, p99Ms: null, cv });
const network = lognormal(0.54, 0.42);

/**
 * The reference graph under `ratePerSec` requests a second in all, at about 60 % utilisation. `policies` are parameters
 * that every link with calls has besides its own.
 */
export function referenceGraph(
  cells: number,
  ratePerSec: number,
  policies: Readonly<Record<string, unknown>> = {},
): PlainScenario {
  const rate = ratePerSec / cells;
  const workers = (holdMs: number, share = 1) => Math.max(1, Math.ceil((rate * share * holdMs) / 1000 / 0.6));
  const nodes: PlainNode[] = [];
  const links: PlainLink[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const id = (name: string) => `${name}${cell}`;
    const link = (from: string, to: string, params: Record<string, unknown> = {}, protocol = 'rest') =>
      links.push({
        id: `${id(from)}-${id(to)}`,
        from: id(from),
        to: id(to),
        protocol,
        params: { latency: network, ...(protocol === 'rest' ? policies : {}), ...params },
      });
    const retry = (maxAttempts: number) => ({ maxAttempts, backoff: 'exponential', baseMs: 10, jitter: 'equal' });
    const service = (name: string, concurrency: number, queueLimit: number, serviceTime: Distribution) =>
      nodes.push({ id: id(name), kind: 'service', params: { concurrency, queueLimit, serviceTime } });

    nodes.push({ id: id('client'), kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec: rate } } });
    service('gateway', workers(60), 100_000, lognormal(1, 0.5));
    nodes.push({ id: id('balancer'), kind: 'load-balancer', params: { overhead: { dist: 'constant', valueMs: 0 } } });
    for (let i = 0; i < 4; i++) service(`service${i}x`, workers(40, 0.25), 2000, lognormal(5));
    service('first', workers(8), 1000, { dist: 'exponential', meanMs: 8 });
    service('second', workers(20), 1000, lognormal(20, 1.5));
    nodes.push({ id: id('broker'), kind: 'rabbitmq', params: {} });
    for (let i = 0; i < 3; i++) service(`consumer${i}x`, workers(6, 1 / 3), 100_000, lognormal(6));

    link('client', 'gateway', { timeoutMs: 3000 });
    link('gateway', 'broker', {}, 'amqp');
    link('gateway', 'balancer', { timeoutMs: 2000, retry: retry(2) });
    for (let i = 0; i < 4; i++) {
      link('balancer', `service${i}x`, { timeoutMs: 1500 });
      link(`service${i}x`, 'first', { timeoutMs: 250, retry: retry(3) });
      link(`service${i}x`, 'second', { timeoutMs: 400, retry: retry(3) });
    }
    const prefetch = Math.max(4, Math.ceil(workers(6, 1 / 3) * 1.5));
    for (let i = 0; i < 3; i++) link('broker', `consumer${i}x`, { prefetch }, 'amqp');
  }
  return { version: 1, seed: 1, durationMs: null, nodes, links };
}

export const MARKOVIAN_UTILISATION = 0.8;

/** Poisson arrivals at a queue with exponential service, mean 1 ms, at 80 % utilisation. */
export function markovianQueue(servers: number): PlainScenario {
  const ratePerSec = 1000 * MARKOVIAN_UTILISATION * servers;
  return {
    version: 1,
    seed: 1,
    durationMs: null,
    nodes: [
      { id: 'client', kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec } } },
      {
        id: 'queue',
        kind: 'service',
        params: { concurrency: servers, queueLimit: null, serviceTime: { dist: 'exponential', meanMs: 1 } },
      },
    ],
    links: [{ id: 'l', from: 'client', to: 'queue', params: { latency: { dist: 'constant', valueMs: 0 } } }],
  };
}

/** Poisson arrivals where everybody is served at once: rate × service time are in flight. Waits neither for an answer nor for a worker. */
export function infiniteServer(
  ratePerSec: number,
  serviceMs: number,
  dist: 'constant' | 'exponential' = 'exponential',
): PlainScenario {
  const serviceTime: Distribution =
    dist === 'constant' ? { dist, valueMs: serviceMs } : { dist: 'exponential', meanMs: serviceMs };
  return {
    version: 1,
    seed: 1,
    durationMs: null,
    nodes: [
      { id: 'client', kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec } } },
      { id: 'slow', kind: 'service', params: { concurrency: 10_000, replicas: 1_000, serviceTime } },
    ],
    links: [
      {
        id: 'l',
        from: 'client',
        to: 'slow',
        params: { latency: { dist: 'constant', valueMs: 0.1 }, timeoutMs: null },
      },
    ],
  };
}
