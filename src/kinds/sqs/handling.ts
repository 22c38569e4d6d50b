import { Fact } from '../../network/facts';
import type { Frames } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import type { ConsumersState, SqsPoller, SqsPollerState } from './pollers';
import type { Receipts } from './receipts';

/** What the libraries of the consumers do with what they have received: hand it over, and delete what is done. */
export class Handling {
  private readonly frames: Frames;

  /** @param onBatchOver a poller has nothing left to work on */
  constructor(
    private readonly network: Network,
    private readonly receipts: Receipts,
    private readonly pollers: readonly SqsPoller[],
    private readonly state: () => ConsumersState,
    private readonly onBatchOver: (poller: SqsPoller) => void,
  ) {
    this.frames = network.frames;
  }

  /** A poller has received messages. */
  begin(poller: SqsPoller): void {
    if (poller.params.deleteAfter === 'receive') {
      for (const number of this.stateOf(poller).batch) this.receipts.sendDelete(number);
    }
    this.next(poller);
  }

  /** What the consumer got has come to an end there. */
  onProcessed(frame: number, outcome: Outcome): void {
    const { receipts } = this;
    const number = this.frames.order[frame];
    const receipt = receipts.of(number);
    const poller = this.pollers[receipt.poller];
    receipts.onEnded(receipt, outcome);
    const isToDelete = !receipt.isForgotten && poller.params.deleteAfter === 'processing';
    if (isToDelete && outcome === Outcome.ok) receipts.sendDelete(number);
    const own = this.stateOf(poller);
    const isAlive = own.life === receipt.life;
    if (isAlive) {
      own.inHand = own.inHand.filter((other) => other !== number);
      if (outcome !== Outcome.ok && receipt.group !== null) this.skipGroup(poller, receipt.group);
    }
    receipts.releaseFrame(number, frame);
    if (isAlive) this.next(poller);
  }

  /** What a poller has not handed over yet will not be worked on by anybody. */
  discardBatch(poller: SqsPoller): void {
    const own = this.stateOf(poller);
    for (const number of own.batch) this.discard(number);
    own.batch = [];
  }

  /** The process is gone, with what its library had: that comes to where nobody is. */
  onLeft(poller: SqsPoller): void {
    const own = this.stateOf(poller);
    own.inHand = [];
    const { batch } = own;
    own.batch = [];
    for (const number of batch) this.handOver(number, poller.link);
  }

  private stateOf(poller: SqsPoller): SqsPollerState {
    return this.state().pollers[poller.index];
  }

  /** Hands over what may be handed over, until all of the batch is done. */
  private next(poller: SqsPoller): void {
    const own = this.stateOf(poller);
    const { link, params } = poller;
    if (params.processing === 'together') {
      const { batch } = own;
      own.batch = [];
      for (const number of batch) {
        if (this.isBehind(number, own)) own.batch.push(number);
        else this.hand(own, number, link);
      }
    } else if (own.inHand.length === 0) {
      const number = own.batch.shift();
      if (number !== undefined) this.hand(own, number, link);
    }
    if (own.inHand.length === 0 && own.batch.length === 0) this.onBatchOver(poller);
  }

  /** Whether another one of its group is in hand: those are never processed at once. */
  private isBehind(number: number, { inHand }: SqsPollerState): boolean {
    const { group } = this.receipts.of(number);
    return group !== null && inHand.some((other) => this.receipts.of(other).group === group);
  }

  private hand(own: SqsPollerState, number: number, link: Link): void {
    own.inHand.push(number);
    this.handOver(number, link);
  }

  private handOver(number: number, link: Link): void {
    this.network.messages.handOver(this.receipts.of(number).frame, link);
  }

  /** A message of a group has failed: those behind it in the batch must not overtake it, and come again with it. */
  private skipGroup(poller: SqsPoller, group: string): void {
    const { network, receipts } = this;
    const own = this.stateOf(poller);
    const skipped = own.batch.filter((number) => receipts.of(number).group === group);
    own.batch = own.batch.filter((number) => !skipped.includes(number));
    for (const number of skipped) {
      network.record(Fact.replied, Outcome.cancelled, poller.link.index, receipts.of(number).serial, 0, 0);
      this.discard(number);
    }
  }

  private discard(number: number): void {
    const receipt = this.receipts.of(number);
    this.receipts.onEnded(receipt, Outcome.cancelled);
    this.receipts.releaseFrame(number, receipt.frame);
  }
}
