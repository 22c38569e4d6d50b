import { Fact } from '../../network/facts';
import { FrameFlag, NONE } from '../../network/frames/frames';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import type { Confirms } from './confirms';
import { isOnDisk } from './durability';
import type { Host } from './host';
import type { PublishParams } from './params';
import type { Queues } from './queues';
import type { Exchanges } from './routing/exchanges';

/** Where the messages of a link with a label go. */
interface Way {
  /** Whether the exchange is there. */
  readonly exists: boolean;
  readonly queues: readonly number[];
}

const MOST_LABELS = 65_536;

/** What becomes of a message that is published: which queues it goes into, and when that is confirmed. */
export class Publishing {
  /** By link and label. */
  private readonly ways = new Map<number, Way>();

  constructor(
    private readonly host: Host,
    private readonly exchanges: Exchanges,
    private readonly queues: Queues,
    private readonly confirms: Confirms,
  ) {}

  /** A message has arrived. */
  onArrival(frame: number): void {
    const { network, isUp, cluster } = this.host;
    const { frames } = network;
    if (!isUp || !cluster.isUp) {
      network.messages.refuse(frame, Outcome.connectionRefused);
      return;
    }
    const link = network.links[frames.link[frame]];
    const params = link.spec.params as unknown as PublishParams;
    const way = this.wayOf(link.index, params, frames.label[frame]);
    // The channel is closed with 404; whoever publishes opens another.
    if (!way.exists) network.messages.refuse(frame, Outcome.noRoute);
    else this.take(frame, way.queues, params.mandatory);
  }

  /** Where messages of that link and label go: asked once, for both say the same for ever. */
  private wayOf(link: number, params: PublishParams, label: number): Way {
    const place = link * MOST_LABELS + label;
    let way = this.ways.get(place);
    if (way === undefined) {
      way = this.findWay(params, label);
      this.ways.set(place, way);
    }
    return way;
  }

  private findWay({ exchange, queue }: PublishParams, label: number): Way {
    const { exchanges } = this;
    const { network, params } = this.host;
    const said = network.labels.of(label);
    if (exchange !== '') return { exists: exchanges.has(exchange), queues: exchanges.route(exchange, said) };
    const named = exchanges.queue(said.routingKey || queue || (params.queues[0]?.name ?? ''));
    return { exists: true, queues: named < 0 ? [] : [named] };
  }

  /** Takes a message over into as many of the queues as there are and have room. */
  private take(frame: number, routed: readonly number[], mandatory: boolean): void {
    const { host, queues } = this;
    const { network } = host;
    // Most messages go into one queue, which is there and has room, and nothing has to be waited for.
    if (
      routed.length === 1 &&
      queues.isThere(routed[0]) &&
      !queues.refuses(routed[0]) &&
      this.waitsFor(frame, routed) === 0
    ) {
      queues.store(network.messages.accept(frame), routed[0], NONE);
      return;
    }
    const there = routed.filter((queue) => queues.isThere(queue));
    const open = there.filter((queue) => !queues.refuses(queue));
    if (open.length > 0) this.storeIn(frame, open, open.length < there.length);
    else if (there.length > 0) network.messages.refuse(frame, Outcome.overflow);
    else if (mandatory) {
      host.tell(Note.returned, 0, 0, frame);
      network.messages.refuse(frame, Outcome.noRoute);
    } else {
      // An unroutable message is confirmed all the same, and dropped.
      const stored = network.messages.accept(frame);
      network.record(Fact.lost, Outcome.noRoute, host.index, network.frames.serial[stored], -1, 0);
      network.frames.release(stored);
    }
  }

  /** @param isRefusedBySome whoever gets it from some of the queues only is told no, although the others have it */
  private storeIn(frame: number, open: readonly number[], isRefusedBySome: boolean): void {
    const { network } = this.host;
    const { frames } = network;
    const waitsFor = this.waitsFor(frame, open);
    const confirmsNow = waitsFor === 0 && !isRefusedBySome;
    const confirm = confirmsNow || !(frames.flags[frame] & FrameFlag.confirm) ? NONE : frame;
    const stored = confirm === NONE ? network.messages.accept(frame) : network.copy(frame);
    if (confirm !== NONE) {
      frames.flags[stored] &= ~FrameFlag.confirm;
      this.confirms.put(confirm, waitsFor + 1, isRefusedBySome ? Outcome.overflow : Outcome.ok);
      if (this.awaitsDisk(stored, open)) this.confirms.awaitDisk(confirm);
    }
    for (const queue of open.slice(1)) this.queues.store(network.messages.copy(stored), queue, confirm);
    this.queues.store(stored, open[0], confirm);
    if (confirm !== NONE) this.confirms.settle(confirm);
  }

  /** How many things must happen before a message is safe in all of these queues. */
  private waitsFor(frame: number, queues: readonly number[]): number {
    let commits = 0;
    for (const queue of queues) if (this.queues.commitsLater(queue)) commits++;
    return this.awaitsDisk(frame, queues) ? commits + 1 : commits;
  }

  private awaitsDisk(frame: number, queues: readonly number[]): boolean {
    const { network, params } = this.host;
    if (params.persistMs === 0 || !(network.frames.flags[frame] & FrameFlag.persistent)) return false;
    return queues.some((queue) => isOnDisk(params.queues[queue]));
  }
}
