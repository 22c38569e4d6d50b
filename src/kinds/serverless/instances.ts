import type { Population } from '../../kernel/statechart/population';
import { Fact } from '../../network/facts';
import { NONE } from '../../network/frames/frames';
import type { Network } from '../../network/network';
import { INITIALISING, instanceMachine } from './statechart';

export interface InstancesState {
  /** Neither cold nor gone. */
  alive: number;
  /** Warm ones, the longest idle first, and since when each is, ms. */
  readonly warm: number[];
  readonly warmSinceMs: number[];
  /** Those that are gone: they will be the next to be made. */
  readonly gone: number[];
}

export const noInstances = (): InstancesState => ({ alive: 0, warm: [], warmSinceMs: [], gone: [] });

/** The instances of one function, each a statechart. A request takes the one that was used last, so that those too many come of age. */
export class Instances {
  readonly population: Population<typeof instanceMachine>;
  private readonly events: Readonly<
    Record<'start' | 'serve' | 'prepared' | 'take' | 'block' | 'resume' | 'finish' | 'expire' | 'kill', number>
  >;

  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly owner: { readonly state: { readonly instances: InstancesState } },
  ) {
    const population = network.statecharts.populate(instanceMachine);
    this.population = population;
    const event = (type: Parameters<typeof population.eventIndex>[0]) => population.eventIndex(type);
    this.events = {
      start: event('start'),
      serve: event('serve'),
      prepared: event('prepared'),
      take: event('take'),
      block: event('block'),
      resume: event('resume'),
      finish: event('finish'),
      expire: event('expire'),
      kill: event('kill'),
    };
  }

  get alive(): number {
    return this.owner.state.instances.alive;
  }

  get initialising(): number {
    return this.population.count(INITIALISING);
  }

  isInitialising(instance: number): boolean {
    return this.population.stateIndex(instance) === INITIALISING;
  }

  /** By state: how many instances are in it. */
  counts(): number[] {
    return this.population.states.map((_, state) => this.population.count(state));
  }

  /** Makes so many in advance: they are warm from now on. */
  prepare(count: number): void {
    for (let i = 0; i < count; i++) {
      const instance = this.make();
      this.population.send(instance, this.events.prepared);
      this.addWarm(instance);
    }
    if (count > 0) this.recordAlive();
  }

  /** The warm instance that was used last, for a request; NONE where none is warm. */
  takeWarm(): number {
    const { warm, warmSinceMs } = this.owner.state.instances;
    const instance = warm.pop();
    if (instance === undefined) return NONE;
    warmSinceMs.pop();
    this.population.send(instance, this.events.take);
    return instance;
  }

  /** A new one, which begins to initialise. */
  start(): number {
    const instance = this.make();
    this.recordAlive();
    return instance;
  }

  /** It is initialised and serves the request that it was made for. */
  serve(instance: number): void {
    this.population.send(instance, this.events.serve);
  }

  /** True if that has changed its state. */
  block(instance: number): boolean {
    return this.population.send(instance, this.events.block);
  }

  /** True if that has changed its state. */
  resume(instance: number): boolean {
    return this.population.send(instance, this.events.resume);
  }

  /** Its request is over: it is warm. */
  finish(instance: number): void {
    this.population.send(instance, this.events.finish);
    this.addWarm(instance);
  }

  /** It is stopped while it serves. */
  kill(instance: number): void {
    this.end(instance, this.events.kill);
    this.recordAlive();
  }

  /** When the one that has been idle for longest comes of age, ms; Infinity while no more are alive than `kept`. */
  nextExpiryMs(keepAliveMs: number, kept: number): number {
    const { alive, warmSinceMs } = this.owner.state.instances;
    return alive > kept && warmSinceMs.length > 0 ? warmSinceMs[0] + keepAliveMs : Infinity;
  }

  /** Lets those go that have been idle for so long; `kept` of them stay in any case. */
  expire(keepAliveMs: number, kept: number): void {
    const { instances } = this.owner.state;
    const { now } = this.network.kernel;
    let old = 0;
    while (old < instances.warm.length && instances.alive > kept && instances.warmSinceMs[old] + keepAliveMs <= now) {
      this.end(instances.warm[old++], this.events.expire);
    }
    if (old === 0) return;
    instances.warm.splice(0, old);
    instances.warmSinceMs.splice(0, old);
    this.recordAlive();
  }

  /** All warm ones are gone, with the process that they lived in. */
  killWarm(): void {
    const { warm, warmSinceMs } = this.owner.state.instances;
    for (const instance of warm) this.end(instance, this.events.kill);
    warm.length = 0;
    warmSinceMs.length = 0;
    this.recordAlive();
  }

  private make(): number {
    const { instances } = this.owner.state;
    const instance = instances.gone.pop() ?? this.population.add();
    this.population.send(instance, this.events.start);
    instances.alive++;
    return instance;
  }

  private addWarm(instance: number): void {
    const { warm, warmSinceMs } = this.owner.state.instances;
    warm.push(instance);
    warmSinceMs.push(this.network.kernel.now);
  }

  private end(instance: number, event: number): void {
    const { instances } = this.owner.state;
    this.population.send(instance, event);
    instances.gone.push(instance);
    instances.alive--;
  }

  private recordAlive(): void {
    this.network.record(Fact.capacity, 0, this.node, 0, this.alive, 0);
  }
}
