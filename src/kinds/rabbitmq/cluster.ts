import type { FastStatechart } from '../../kernel/statechart/compiled';
import type { ComponentContext } from '../../network/behaviour';
import { NONE } from '../../network/frames/frames';
import type { Lifecycle } from '../../network/lifecycle';
import { type LiveChart, manyCharts } from '../../network/live-chart';
import type { RabbitmqParams } from './params';
import { quorumMachine } from './statechart';

/** By queue, the node that leads it, or that a classic one lives on; NONE while it has no leader. Plain data. */
export type Leaders = number[];

/**
 * The nodes of a broker's cluster, and which of them answers for which queue. A classic queue lives on its home node and
 * is away while that is down. A quorum queue has a member on every node, one of which leads; it needs a majority.
 *
 * Source: rabbitmq.com/docs/quorum-queues; rabbitmq.com/docs/clustering.
 */
export class Cluster {
  /** Empty where there is one node: it is up when the broker is. */
  private readonly nodes: readonly Lifecycle[];
  private readonly leadersInQuietTimes: Leaders;
  /** By queue; null for a classic one. */
  private readonly quorums: readonly (FastStatechart<typeof quorumMachine> | null)[];

  /**
   * @param onNodeDown a node went down; queues still have the leaders that they had
   * @param onServed a queue is there again
   * @param onChange so many nodes are not up from now on
   */
  constructor(
    { params, lifecycle, network }: ComponentContext<RabbitmqParams>,
    private readonly leaders: () => Leaders,
    private readonly onNodeDown: (node: number) => void,
    private readonly onServed: (queue: number) => void,
    onChange: (down: number) => void,
  ) {
    const count = params.nodes;
    this.leadersInQuietTimes = Cluster.leadersAtFirst(params);
    this.nodes = count === 1 ? [] : Array.from({ length: count }, () => lifecycle(params.startupMs));
    this.quorums = params.queues.map(({ type }, queue) => {
      if (type === 'classic') return null;
      const chart = network.statecharts.compile(quorumMachine, { electionMs: params.electionMs });
      chart.onTransition(() => {
        if (chart.state === 'led') this.lead(queue);
        else this.leaders()[queue] = NONE;
      });
      chart.start();
      return chart;
    });
    this.nodes.forEach((node, index) => {
      node.onChange((_mode, isUp) => {
        onChange(this.nodes.filter((one) => !one.isUp).length);
        if (isUp) this.joined(index);
        else if (node.isCrashed) this.left(index);
      });
    });
  }

  /** Where queues are led in quiet times: those of each type are spread evenly. */
  static leadersAtFirst({ queues, nodes }: RabbitmqParams): Leaders {
    const spread = { classic: 0, quorum: 0 };
    return queues.map(({ type }) => spread[type]++ % nodes);
  }

  get hasNodes(): boolean {
    return this.nodes.length > 0;
  }

  /** Whether any node takes connections. */
  get isUp(): boolean {
    return this.nodes.length === 0 || this.nodes.some(({ isUp }) => isUp);
  }

  /** Whether somebody answers for a queue. */
  serves(queue: number): boolean {
    const leader = this.leaders()[queue];
    return leader !== NONE && this.isNodeUp(leader);
  }

  /** Kills a node; does nothing where there is none of that number. */
  crash(node: number): void {
    this.nodes[node]?.crash();
  }

  /** Starts a node that is down. */
  restart(node: number): void {
    this.nodes[node]?.restart();
  }

  /** Starts all nodes that are down. */
  restartAll(): void {
    for (const node of this.nodes) node.restart();
  }

  liveCharts(): LiveChart[] {
    const quorums = this.quorums.filter((chart) => chart !== null);
    const counted = <C extends { readonly states: readonly string[]; readonly stateIndex: number }>(
      charts: readonly C[],
    ) => charts[0].states.map((_, state) => charts.filter(({ stateIndex }) => stateIndex === state).length);
    return [
      ...(this.hasNodes
        ? [manyCharts('clusterNodes', this.nodes[0].chart, counted(this.nodes.map(({ chart }) => chart)))]
        : []),
      ...(quorums.length > 0 ? [manyCharts('quorumQueues', quorums[0], counted(quorums))] : []),
    ];
  }

  private isNodeUp(node: number): boolean {
    return this.nodes.length === 0 || this.nodes[node].isUp;
  }

  private get hasMajority(): boolean {
    return 2 * this.nodes.filter(({ isUp }) => isUp).length > this.nodes.length;
  }

  private left(node: number): void {
    this.onNodeDown(node);
    const { hasMajority } = this;
    this.quorums.forEach((chart, queue) => {
      if (!hasMajority) chart?.send({ type: 'outnumbered' });
      else if (this.leaders()[queue] === node) chart?.send({ type: 'leaderLost' });
    });
  }

  private joined(node: number): void {
    if (this.hasMajority) for (const chart of this.quorums) chart?.send({ type: 'majorityBack' });
    this.quorums.forEach((chart, queue) => {
      if (chart === null && this.leaders()[queue] === node) this.onServed(queue);
    });
  }

  /** An election is over: the first node that is up after the one that would lead it in quiet times. */
  private lead(queue: number): void {
    const { nodes } = this;
    const first = this.leadersInQuietTimes[queue];
    for (let step = 0; step < nodes.length; step++) {
      const node = (first + step) % nodes.length;
      if (!nodes[node].isUp) continue;
      this.leaders()[queue] = node;
      this.onServed(queue);
      return;
    }
  }
}
