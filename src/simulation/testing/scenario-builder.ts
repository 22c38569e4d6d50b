import { checkScenario } from '../../scenario/check-scenario';
import type { Intervention, Scenario } from '../../scenario/scenario';
import type { Limits } from '../world';
import { everyKind, type Kinds } from './kinds';
import { TestRun } from './test-run';

type Params = Readonly<Record<string, unknown>>;
interface During {
  readonly atMs: number;
  readonly durationMs?: number | null;
}

/** A duration that is always the same, ms. */
export const constant = (valueMs: number) => ({ dist: 'constant', valueMs });
/** An exponential duration, by its mean in ms. */
export const exponential = (meanMs: number) => ({ dist: 'exponential', meanMs });

/**
 * Says what a scenario is made of, in the words of the field. What is left out is as in a saved document, but for the
 * latency of a link, which is nothing: time in a test is what the test says.
 */
class ScenarioBuilder {
  private readonly nodes: object[] = [];
  private readonly links: object[] = [];
  private readonly interventions: object[] = [];
  private seedOfRun = 42;

  constructor(private readonly kinds: Kinds) {}

  seed(seed: number): this {
    this.seedOfRun = seed;
    return this;
  }

  node(kind: string, id: string, params: Params = {}): this {
    this.nodes.push({ id, kind, params });
    return this;
  }

  /** A client that sends nothing by itself, unless `params` say otherwise. */
  client(id: string, params: Params = {}): this {
    return this.node('client', id, { arrivals: { process: 'manual' }, ...params });
  }
  /** A client that sends at these moments, ms. */
  clientAt(id: string, timesMs: readonly number[], params: Params = {}): this {
    return this.client(id, { arrivals: { process: 'replay', timesMs }, ...params });
  }
  service(id: string, params: Params = {}): this {
    return this.node('service', id, params);
  }
  /** A service whose work always takes so long, ms. */
  worker(id: string, workMs: number, params: Params = {}): this {
    return this.service(id, { serviceTime: constant(workMs), ...params });
  }
  gateway(id: string, params: Params = {}): this {
    return this.node('gateway', id, { overhead: constant(0), ...params });
  }
  loadBalancer(id: string, params: Params = {}): this {
    return this.node('load-balancer', id, { overhead: constant(0), ...params });
  }
  database(id: string, params: Params = {}): this {
    return this.node('database', id, params);
  }
  rabbitmq(id: string, params: Params = {}): this {
    return this.node('rabbitmq', id, params);
  }

  kafka(id: string, params: Params = {}): this {
    return this.node('kafka', id, params);
  }

  /** A link with an id of `from→to`, unless told otherwise, and the first protocol that both ends speak. */
  link(from: string, to: string, params: Params = {}, named: { id?: string; protocol?: string } = {}): this {
    this.links.push({ id: `${from}→${to}`, from, to, params: { latency: constant(0), ...params }, ...named });
    return this;
  }

  crash(node: string, during: During): this {
    return this.intervention('crash', { node }, during);
  }
  restart(node: string, during: During): this {
    return this.intervention('restart', { node }, during);
  }
  heal(target: Intervention['target'], during: During): this {
    return this.intervention('heal', target, during);
  }
  slow(target: Intervention['target'], factor: number, during: During): this {
    return this.intervention('slow', target, during, { factor });
  }
  cut(link: string, during: During, way?: 'there' | 'back'): this {
    return this.intervention('cut', { link }, during, way ? { way } : {});
  }
  loss(link: string, share: number, during: During): this {
    return this.intervention('loss', { link }, during, { share });
  }
  errors(node: string, share: number, during: During): this {
    return this.intervention('errors', { node }, during, { share });
  }
  partition(node: string, during: During): this {
    return this.intervention('partition', { node }, during);
  }
  pause(node: string, during: During): this {
    return this.intervention('pause', { node }, during);
  }
  rate(client: string, ratePerSec: number, during: During): this {
    return this.intervention('rate', { node: client }, during, { ratePerSec });
  }
  spike(client: string, factor: number, during: During): this {
    return this.intervention('spike', { node: client }, during, { factor });
  }
  scale(service: string, replicas: number, during: During): this {
    return this.intervention('scale', { node: service }, during, { replicas });
  }
  rollOut(service: string, during: During): this {
    return this.intervention('rollOut', { node: service }, during);
  }
  crashReplica(service: string, during: During): this {
    return this.intervention('crashReplica', { node: service }, during);
  }
  flush(cache: string, during: During): this {
    return this.intervention('flush', { node: cache }, during);
  }
  crashMember(broker: string, member: number, during: During): this {
    return this.intervention('crashMember', { node: broker }, during, { member });
  }
  redrive(queues: string, during: During): this {
    return this.intervention('redrive', { node: queues }, during);
  }
  purge(broker: string, during: During): this {
    return this.intervention('purge', { node: broker }, during);
  }
  fillDisk(database: string, during: During): this {
    return this.intervention('fillDisk', { node: database }, during);
  }
  starve(node: string, share: number, during: During): this {
    return this.intervention('starve', { node }, during, { share });
  }
  delay(link: string, byMs: number, during: During): this {
    return this.intervention('delay', { link }, during, { byMs });
  }
  stopConsuming(node: string, during: During): this {
    return this.intervention('stopConsuming', { node }, during);
  }
  poison(target: Intervention['target'], count: number, during: During): this {
    return this.intervention('poison', target, during, { count });
  }
  skewClock(node: string, byMs: number, during: During): this {
    return this.intervention('skewClock', { node }, during, { byMs });
  }
  send(client: string, count: number, during: During): this {
    return this.intervention('send', { node: client }, during, { count });
  }

  private intervention(action: string, target: Intervention['target'], during: During, rest: object = {}): this {
    this.interventions.push({ action, target, ...during, ...rest });
    return this;
  }

  /** The checked document. Throws what is wrong with it. */
  build(): Scenario {
    const { nodes, links, interventions } = this;
    const json = { version: 1, seed: this.seedOfRun, durationMs: null, nodes, links, interventions };
    const checked = checkScenario(json, this.kinds.catalogue);
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues, null, 2));
    return checked.value;
  }

  /** A run that stands at the given virtual time. */
  run(options: { readonly untilMs?: number; readonly limits?: Limits } = {}): TestRun {
    return new TestRun(this.build(), { limits: options.limits, kinds: this.kinds }).advance(options.untilMs ?? 0);
  }
}

/** Begins the description of a scenario. */
export const scenario = (kinds: Kinds = everyKind): ScenarioBuilder => new ScenarioBuilder(kinds);
