import type { FastStatechart } from '../../kernel/statechart/compiled';
import type { Statecharts } from '../../kernel/statechart/statecharts';
import type { Link } from '../../network/links/link';
import { consumerMachine } from './statechart';

const DELIVERED = { type: 'delivered' } as const;
const SETTLED = { type: 'settled' } as const;

/** How a consumer takes messages. */
export interface ConsumerTerms {
  /** Messages count as delivered once they are on the wire. */
  readonly automatic: boolean;
  /** What it fails at is given up, instead of coming again. */
  readonly rejects: boolean;
  /** A lower one gets messages only while those above have enough. */
  readonly priority: number;
  /** How long it may hold a message without acknowledging it, ms. */
  readonly ackTimeoutMs: number;
}

const MANUAL: ConsumerTerms = { automatic: false, rejects: false, priority: 0, ackTimeoutMs: Infinity };

/** A consumer of one queue, behind one link. Its statechart is saved by {@link Statecharts.save}. */
export class Consumer {
  readonly chart: FastStatechart<typeof consumerMachine>;
  private readonly full: number;
  private readonly gone: number;
  private readonly delivered: number;
  private readonly settled: number;

  /**
   * @param queue NONE where the queue that it asks for does not exist: it gets nothing
   * @param prefetch messages that it may hold without an acknowledgement; Infinity for no limit
   * @param terms how it takes messages
   */
  constructor(
    statecharts: Statecharts,
    readonly link: Link,
    readonly queue: number,
    prefetch: number,
    readonly terms: ConsumerTerms = MANUAL,
  ) {
    this.chart = statecharts.compile(consumerMachine, { prefetch });
    this.full = this.chart.states.indexOf('full');
    this.gone = this.chart.states.indexOf('gone');
    this.delivered = this.chart.eventIndex('delivered');
    this.settled = this.chart.eventIndex('settled');
    this.chart.start();
  }

  /** Whether the broker may push it another message: neither when it has enough nor while it is gone. */
  get mayTake(): boolean {
    return this.chart.stateIndex < this.full;
  }

  /** Whether its process is there. */
  get isThere(): boolean {
    return this.chart.stateIndex !== this.gone;
  }

  /** A message was pushed to it. */
  deliver(): void {
    this.chart.dispatch(this.delivered, DELIVERED);
  }

  /** A message that it had was acknowledged, or came back. */
  settle(): void {
    this.chart.dispatch(this.settled, SETTLED);
  }

  /** Its process went down: the broker notices at once, for its connection is closed. */
  leave(): void {
    this.chart.send({ type: 'left' });
  }

  /** Its process is up (again). */
  join(): void {
    this.chart.send({ type: 'joined' });
  }

  /** The broker has crashed: what it had delivered is no longer known to it. */
  forget(): void {
    this.chart.send({ type: 'forgotten' });
  }
}
