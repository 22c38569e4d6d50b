/** The scenarios of the tables, written as a file would hold them. Times are in units of the tables. */
import type { Distribution } from '../../kernel/distribution';
import { catalogue } from '../../kinds/catalogue';
import '../../kinds/every-definition';
import type { Step } from '../../network/serving/operations-field';
import { checkScenario } from '../../scenario/check-scenario';
import type { Scenario } from '../../scenario/scenario';
import { UNIT_MS } from './experiment';

type Params = Readonly<Record<string, unknown>>;
interface PlainNode {
  readonly id: string;
  readonly kind: string;
  readonly params: Params;
}
interface PlainLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly params: Params;
}

export const perSec = (rate: number): number => (rate * 1000) / UNIT_MS;
export const constant = (value: number): Distribution => ({ dist: 'constant', valueMs: value * UNIT_MS });
export const exponential = (mean: number): Distribution => ({ dist: 'exponential', meanMs: mean * UNIT_MS });

/** A distribution with this mean and this squared coefficient of variation, as textbooks choose it. */
export function withVariation(mean: number, squaredVariation: number): Distribution {
  if (squaredVariation === 0) return constant(mean);
  if (squaredVariation === 1) return exponential(mean);
  if (squaredVariation < 1) return { dist: 'erlang', k: Math.round(1 / squaredVariation), meanMs: mean * UNIT_MS };
  // Two exponential phases with balanced means.
  const weight = (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1))) / 2;
  const phase = (share: number) => ({ weight: share, meanMs: (mean * UNIT_MS) / (2 * share) });
  return { dist: 'hyperexponential', phases: [phase(weight), phase(1 - weight)] };
}

/** More than ever come at once: a station with so many workers has no queue. */
const PLENTY = { concurrency: 10_000, replicas: 10, queueLimit: null };
const NOTHING = constant(0);

/** Builds a document; ids of links are `from>to`. */
export class System {
  private readonly nodes: PlainNode[] = [];
  private readonly links: PlainLink[] = [];

  node(kind: string, id: string, params: Params): this {
    this.nodes.push({ id, kind, params });
    return this;
  }

  client(id: string, arrivals: Params, operation = 'go'): this {
    return this.node('client', id, { arrivals, mix: [{ operation, weight: 1 }] });
  }

  poisson(id: string, rate: number, operation = 'go'): this {
    return this.client(id, { process: 'poisson', ratePerSec: perSec(rate) }, operation);
  }

  closed(id: string, users: number, thinkTime: Distribution): this {
    return this.client(id, { process: 'closed', users, thinkTime });
  }

  /** Workers behind an unlimited queue, unless `params` say otherwise. */
  station(id: string, serviceTime: Distribution, servers = 1, params: Params = {}): this {
    return this.node('service', id, { concurrency: servers, queueLimit: null, serviceTime, ...params });
  }

  /** Serves everybody at once. */
  crowd(id: string, serviceTime: Distribution): this {
    return this.node('service', id, { ...PLENTY, serviceTime });
  }

  /** Sends its requests along their ways, without work or workers of its own. */
  router(id: string, operations: Readonly<Record<string, readonly Step[]>>): this {
    return this.node('service', id, { ...PLENTY, serviceTime: NOTHING, operations });
  }

  link(from: string, to: string): this {
    this.links.push({ id: `${from}>${to}`, from, to, params: { latency: NOTHING, timeoutMs: null } });
    return this;
  }

  /** The checked document. */
  build(title: string): Scenario {
    const { nodes, links } = this;
    const checked = checkScenario({ version: 1, title, durationMs: null, nodes, links }, catalogue);
    if (!checked.ok) throw new Error(`${title}: ${JSON.stringify(checked.issues)}`);
    return checked.value;
  }
}

export const call = (from: string, to: string, operation = ''): Step => ({
  step: 'call',
  link: `${from}>${to}`,
  operation,
});

export const branch = (probability: number, taken: readonly Step[], other: readonly Step[] = []): Step => ({
  step: 'branch',
  probability,
  // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
  then: taken,
  else: other,
});

/**
 * Two routers, `a` and `b`, with the same operations, each of which can go on at the other: requests that come round again.
 * `steps` tells what one of them does, and which other it knows.
 */
export function routersInTurn(
  system: System,
  stations: readonly string[],
  operations: (self: string, other: string) => Readonly<Record<string, readonly Step[]>>,
): System {
  for (const [self, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    system.router(self, operations(self, other));
    for (const station of stations) system.link(self, station);
  }
  return system.link('a', 'b').link('b', 'a');
}
