import type { Population } from '../../kernel/statechart/population';
import type { Network } from '../../network/network';
import { threadMachine } from './statechart';

/** What a command does. */
export const Command = {
  /** PUBLISH, LPUSH or XADD. subject: the frame of the message. */
  publish: 0,
  /** BRPOP, BLMOVE or XREADGROUP. subject: the reader. number: the how manieth question of its. */
  read: 1,
  /** XACK or LREM. subject: the place. number: the offset. serial: the name of the message. */
  acknowledge: 2,
  /** Something that takes long. subject: how long, ms. */
  slow: 3,
} as const;
type Command = (typeof Command)[keyof typeof Command];

/** Plain data. */
export interface Order {
  readonly command: Command;
  readonly subject: number;
  readonly number: number;
  readonly serial: number;
}

/** Plain data, part of its owner's state. */
export interface ThreadState {
  /** What waits for the thread, the first at `head`. */
  orders: Order[];
  head: number;
  current: Order | null;
  /** When the current one is done, ms. */
  dueMs: number;
  /** The current one is done, but the process stands still. */
  isHalted: boolean;
}

export const idleThread = (): ThreadState => ({ orders: [], head: 0, current: null, dueMs: Infinity, isHalted: false });

/** So many orders that were carried out are worth a cleaning. */
const MOST_SPENT = 1_024;

/** One thread that carries out commands, one after the other. */
export class Thread {
  readonly chart: Population<typeof threadMachine>;
  private readonly run: number;
  private readonly runSlow: number;
  private readonly finish: number;

  /**
   * @param timer the component's timer under which {@link ring} is to be called
   * @param timeOf how long a command takes, ms
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly timer: number,
    private readonly state: () => ThreadState,
    private readonly timeOf: (order: Order) => number,
    private readonly carryOut: (order: Order) => void,
  ) {
    this.chart = network.statecharts.populate(threadMachine);
    this.chart.add();
    this.run = this.chart.eventIndex('run');
    this.runSlow = this.chart.eventIndex('runSlow');
    this.finish = this.chart.eventIndex('finish');
  }

  enqueue(order: Order): void {
    this.state().orders.push(order);
    this.next();
  }

  /** The timer has come. */
  ring(): void {
    const state = this.state();
    if (state.dueMs !== this.network.kernel.now || state.current === null) return;
    if (this.network.pauses.isPaused(this.node)) state.isHalted = true;
    else this.end(state.current);
  }

  /** Goes on after a pause. */
  goOn(): void {
    const { isHalted, current } = this.state();
    if (isHalted && current !== null) this.end(current);
    else this.next();
  }

  /** Nothing of what was to be done will be. Returns what that was. */
  drop(): Order[] {
    const state = this.state();
    const { orders, head, current } = state;
    this.chart.send(0, this.finish);
    Object.assign(state, idleThread());
    return [...(current === null ? [] : [current]), ...orders.slice(head)];
  }

  private end(order: Order): void {
    const state = this.state();
    state.current = null;
    state.dueMs = Infinity;
    state.isHalted = false;
    this.chart.send(0, this.finish);
    this.carryOut(order);
    this.next();
  }

  private next(): void {
    const state = this.state();
    if (state.current !== null || state.head === state.orders.length) return;
    if (this.network.pauses.isPaused(this.node)) return;
    const order = state.orders[state.head++];
    if (state.head === state.orders.length || state.head >= MOST_SPENT) {
      state.orders.splice(0, state.head);
      state.head = 0;
    }
    state.current = order;
    state.dueMs = this.network.kernel.now + this.timeOf(order);
    this.chart.send(0, order.command === Command.slow ? this.runSlow : this.run);
    this.network.startTimer(this.node, this.timer, state.dueMs);
  }
}
