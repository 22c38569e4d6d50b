import { NONE } from '../../network/frames/frames';
import { close, numbered, open } from '../../network/messaging/numbered';
import { tripBackMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import type { ConsumersState, SqsPoller } from './pollers';
import type { Store } from './store';

/** A message that a consumer has received: what its receipt handle stands for. Plain data. */
export interface Receipt {
  /** The frame that SQS keeps the message in, its name, and the how manieth receive it was. */
  readonly message: number;
  readonly serial: number;
  readonly receives: number;
  readonly queue: number;
  /** Of a FIFO queue, the message's group. */
  readonly group: string | null;
  /** Who received it, in which of the consumer's lives. */
  readonly poller: number;
  readonly life: number;
  /** What the consumer has of it; NONE when it is done with it. */
  frame: number;
  /** Whether a DeleteMessage is on its way. */
  isDeleting: boolean;
  /** How its processing ended; pending while it has not. */
  ended: Outcome;
  /** Whether SQS has deleted it before it was processed. */
  isForgotten: boolean;
}

/** Receipts from their opening to their end: the consumer is done with what it got, and no DeleteMessage is on its way. */
export class Receipts {
  /** @param plan a DeleteMessage, by the number of its receipt, reaches SQS at that moment, ms */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly store: Store,
    private readonly pollers: readonly SqsPoller[],
    private readonly state: () => ConsumersState,
    private readonly isUp: () => boolean,
    private readonly plan: (atMs: number, number: number) => void,
  ) {}

  /** That must be of one that is open. */
  of(number: number): Receipt {
    return numbered(this.state().receipts, number);
  }

  /** A consumer receives a message. Returns the number of the receipt. */
  open(receipt: Receipt): number {
    return open(this.state().receipts, receipt);
  }

  /** A consumer asks for what it has received to be deleted. */
  sendDelete(number: number): void {
    const receipt = this.of(number);
    const travelMs = tripBackMs(this.network, this.pollers[receipt.poller].link);
    if (travelMs === Infinity) return;
    receipt.isDeleting = true;
    this.plan(this.network.kernel.now + travelMs, number);
  }

  /** That has reached SQS. */
  onDelete(number: number): void {
    const { network, store } = this;
    const receipt = this.of(number);
    if (network.pauses.isPaused(this.node)) {
      this.state().deleting.push(number);
      return;
    }
    const { link, params } = this.pollers[receipt.poller];
    const comes = this.isUp() && !network.paths.isCutBack(link.index) && !network.errorShares.strikes(this.node);
    const { message, serial, receives } = receipt;
    if (comes && store.holds(message, serial) && store.isDeletable(message, receives)) {
      if (params.deleteAfter === 'processing') store.acknowledge(message);
      else {
        store.forget(message);
        receipt.isForgotten = true;
        if (receipt.ended !== Outcome.pending) this.settle(receipt);
      }
    }
    this.endDelete(number);
  }

  /** It has been done, or never will be. */
  endDelete(number: number): void {
    this.of(number).isDeleting = false;
    this.closeIfOver(number);
  }

  /** The consumer is done with a message, in one way or another. Nobody has it in hand any more. */
  onEnded(receipt: Receipt, outcome: Outcome): void {
    const { store } = this;
    if (store.holds(receipt.message, receipt.serial)) store.letGo(receipt.message, receipt.receives);
    receipt.ended = outcome;
    if (receipt.isForgotten) this.settle(receipt);
  }

  /** The consumer's frame of a message is gone. */
  releaseFrame(number: number, frame: number): void {
    this.network.frames.release(frame);
    this.of(number).frame = NONE;
    this.closeIfOver(number);
  }

  /** What was deleted before it was processed has come to its end. */
  private settle({ message, ended }: Receipt): void {
    if (ended === Outcome.ok) this.store.acknowledge(message);
    else this.store.lose(message, ended);
  }

  private closeIfOver(number: number): void {
    const { frame, isDeleting } = this.of(number);
    if (frame === NONE && !isDeleting) close(this.state().receipts, number);
  }
}
