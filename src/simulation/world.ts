import { Kernel, type SavedKernel } from '../kernel/kernel';
import { createSampler } from '../kernel/sampler';
import { copyPlain } from '../kernel/snapshot';
import { type SavedStatecharts, Statecharts } from '../kernel/statechart/statecharts';
import type { KindBehaviour } from '../network/behaviour';
import type { Component } from '../network/component';
import type { LinkContractParams } from '../network/contracts/contract-field';
import type { LinkContract, Understanding } from '../network/contracts/link-contract';
import { Fact } from '../network/facts';
import { OPTIONAL_COLUMNS } from '../network/frames/frames';
import { Lifecycle } from '../network/lifecycle';
import { Link, type SavedLink } from '../network/links/link';
import { type LiveChart, liveChartsOfLink } from '../network/live-chart';
import { Network, type SavedNetwork } from '../network/network';
import { part } from '../network/parts/parts';
import type { Breaker } from '../network/policies/breaker';
import type { BreakerParams } from '../network/policies/breaker-field';
import { replicasOf } from '../scenario/replicas-of';
import type { Scenario } from '../scenario/scenario';
import { linksAcross } from '../scenario/zones';

/** How much a run may use up before it is stopped. */
export interface Limits {
  /** Requests and messages in flight, waiting included. About 90 bytes each. */
  readonly maxFrames?: number;
  /** Messages that logs have room for, read or not. About 60 bytes each. */
  readonly maxKept?: number;
  /** Events without time passing. */
  readonly maxEventsPerInstant?: number;
}

/** So many columns of the trace are read at once at the most, and one of them for so many components. */
const MOST_COLUMNS = 16;
const COMPONENTS_A_COLUMN = 64;

/** Everything that a world needs to go on from where it was: plain data. */
export interface SavedWorld {
  readonly kernel: SavedKernel;
  readonly network: SavedNetwork;
  readonly statecharts: SavedStatecharts;
  readonly nodes: readonly object[];
  readonly links: readonly SavedLink[];
}

/** The components and links of a scenario, built and connected, on a clock that stands at zero. */
export class World {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly statecharts: Statecharts;
  readonly nodes: readonly Component[];
  readonly links: readonly Link[];
  private readonly understandings = new Map<string, Understanding>();
  /** The links between a node's zone and the rest, by the node's id. */
  readonly linksAcross: (node: string) => readonly number[];
  private readonly nodeIndices: ReadonlyMap<string, number>;
  private readonly linkIndices: ReadonlyMap<string, number>;

  /** Builds the world of a checked scenario. Throws if a kind has no behaviour. */
  constructor(scenario: Scenario, behaviours: Readonly<Record<string, KindBehaviour>>, limits: Limits = {}) {
    const kernel = new Kernel(scenario.seed, limits.maxEventsPerInstant);
    const statecharts = new Statecharts(kernel);
    const network = new Network(kernel, statecharts, limits.maxFrames, limits.maxKept);
    this.kernel = kernel;
    this.network = network;
    this.statecharts = statecharts;
    this.nodeIndices = new Map(scenario.nodes.map((node, index) => [node.id, index]));
    this.linkIndices = new Map(scenario.links.map((link, index) => [link.id, index]));
    this.linksAcross = (node) => linksAcross(scenario, node).map(({ id }) => this.linkIndices.get(id) ?? -1);
    this.links = scenario.links.map((_, index) => this.createLink(scenario, index));
    for (const link of this.links) network.addLink(link);
    const outgoing: Link[][] = scenario.nodes.map(() => []);
    const incoming: Link[][] = scenario.nodes.map(() => []);
    for (const link of this.links) {
      outgoing[link.from]?.push(link);
      incoming[link.to]?.push(link);
    }
    this.nodes = scenario.nodes.map((node, index) => {
      const behaviour = behaviours[node.kind];
      if (!behaviour) throw new Error(`nodes[${index}].kind: there is no kind "${node.kind}"`);
      return behaviour.create({
        network,
        index,
        id: node.id,
        params: node.params,
        outgoing: outgoing[index],
        incoming: incoming[index],
        peerId: (link) => scenario.nodes[link.from === index ? link.to : link.from].id,
        random: (purpose) => kernel.random.stream(`${node.id}/${purpose}`),
        sampler: (purpose, distribution) => createSampler(distribution, kernel.random.stream(`${node.id}/${purpose}`)),
        lifecycle: (startupMs) => new Lifecycle(statecharts, startupMs),
      });
    });
    for (const node of this.nodes) network.addNode(node);
    for (const { kind } of scenario.nodes) {
      for (const columns of behaviours[kind].columns ?? OPTIONAL_COLUMNS) network.frames.keep(columns);
    }
    network.frames.dropUnasked();
    kernel.trace.gather(Math.min(MOST_COLUMNS, Math.ceil(this.nodes.length / COMPONENTS_A_COLUMN)));
  }

  /** Lets the components begin. Folds of the trace are subscribed before. */
  start(): void {
    for (const node of this.nodes) node.start();
  }

  node(id: string): Component | undefined {
    return this.nodes[this.nodeIndices.get(id) ?? -1];
  }

  link(id: string): Link | undefined {
    return this.links[this.linkIndices.get(id) ?? -1];
  }

  /**
   * Lets a node go over to a version of a contract on all of its links that name it.
   *
   * @param version null: back to the one that it began with
   */
  deploy(node: Component, contract: string, version: number | null, rollMs: number): void {
    for (const link of this.links) {
      if (link.contract?.id !== contract) continue;
      if (link.from === node.index) link.contract.deploy('caller', version, this.kernel.now, rollMs);
      if (link.to === node.index) link.contract.deploy('callee', version, this.kernel.now, rollMs);
    }
  }

  /** The statecharts of a link, as they stand; those of a node are its own to tell. */
  liveChartsOf(link: Link): LiveChart[] {
    return liveChartsOfLink(this.network, link);
  }

  save(): SavedWorld {
    return {
      kernel: this.kernel.save(),
      network: this.network.save(),
      statecharts: this.statecharts.save(),
      nodes: this.nodes.map((node) => copyPlain(node.state)),
      links: this.links.map((link) => link.save()),
    };
  }

  /** Puts a world built from the same scenario where the saved one was. */
  restore(saved: SavedWorld): void {
    this.kernel.restore(saved.kernel);
    this.network.restore(saved.network);
    this.statecharts.restore(saved.statecharts);
    this.nodes.forEach((node, index) => {
      node.state = copyPlain(saved.nodes[index]);
    });
    this.links.forEach((link, index) => {
      link.restore(saved.links[index]);
    });
  }

  private createLink(scenario: Scenario, index: number): Link {
    const { id, from, to, protocol, params } = scenario.links[index];
    const breaker = this.createBreaker(index, params.breaker as BreakerParams | null | undefined);
    const spec = {
      id,
      from: this.nodeIndices.get(from) ?? -1,
      to: this.nodeIndices.get(to) ?? -1,
      protocol,
      params: params as unknown as Link['spec']['params'],
    };
    return new Link(this.kernel, index, spec, breaker, this.createContract(scenario, index));
  }

  private createContract(scenario: Scenario, index: number): LinkContract | null {
    const { id, from, to, params } = scenario.links[index];
    const said = (params.contract ?? null) as LinkContractParams | null;
    if (said === null) return null;
    const number = scenario.contracts.findIndex((contract) => contract.id === said.contract);
    const key = `${number} ${said.reader}`;
    const understanding =
      this.understandings.get(key) ??
      new (part('contract').Understanding)(scenario.contracts[number], number + 1, said.reader);
    this.understandings.set(key, understanding);
    const replicas = (node: string) => replicasOf(scenario.nodes.find((one) => one.id === node));
    return new (part('contract').LinkContract)(said, understanding, this.kernel.random.stream(`${id}/contract`), {
      caller: replicas(from),
      callee: replicas(to),
    });
  }

  private createBreaker(link: number, params: BreakerParams | null | undefined): Breaker | null {
    if (!params) return null;
    const breaker = new (part('breaker').Breaker)(this.statecharts, params);
    breaker.chart.onTransition((state) => this.network.record(Fact.breaker, 0, link, 0, state, 0));
    return breaker;
  }
}
