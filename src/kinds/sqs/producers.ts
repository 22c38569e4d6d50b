import { FrameFlag, type Frames, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Agenda } from '../../network/messaging/agenda';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { DUE_KINDS, Due } from './due';
import type { SendParams } from './params';

/** What a producer's library has in hand, by the place of its link: plain data. */
export interface ProducersState {
  readonly batches: { frames: number[]; entry: number }[];
}

/** The client libraries of the producers: they gather messages for SendMessageBatch. */
export class Producers {
  /** Whether any of them gathers. */
  readonly areThere: boolean;
  private readonly frames: Frames;
  private readonly placeOf: ReadonlyMap<number, number>;

  constructor(
    private readonly network: Network,
    private readonly links: readonly Link[],
    private readonly agenda: Agenda,
    private readonly state: () => ProducersState,
  ) {
    this.frames = network.frames;
    this.placeOf = new Map(links.map(({ index }, place) => [index, place]));
    this.areThere = links.some((link) => this.paramsOf(link).batch > 1);
  }

  get initial(): ProducersState {
    return { batches: this.links.map(() => ({ frames: [], entry: 0 })) };
  }

  /** A producer sends a message: at once, or with those that come after it. */
  gather(frame: number, link: Link): void {
    const { batch: most, batchWaitMs } = this.paramsOf(link);
    if (most === 1) {
      this.network.messages.sendPublished(frame);
      return;
    }
    const place = this.placeOf.get(link.index) ?? 0;
    const batch = this.state().batches[place];
    this.frames.phase[frame] = Phase.gathered;
    batch.frames.push(frame);
    if (batch.frames.length >= most) this.flush(place);
    else if (batch.frames.length === 1) {
      const atMs = this.network.kernel.now + batchWaitMs;
      batch.entry = this.agenda.plan(atMs, Due.flush + DUE_KINDS * place);
    }
  }

  /** The first message of a batch has waited long enough. */
  onDue(place: number, entry: number): void {
    if (this.state().batches[place].entry === entry) this.flush(place);
  }

  /** A producer has gone down, with what its library had gathered. */
  leave(link: Link): void {
    const batch = this.state().batches[this.placeOf.get(link.index) ?? 0];
    const gathered = batch.frames;
    batch.frames = [];
    batch.entry = 0;
    for (const frame of gathered) this.network.messages.withdrawPublished(frame, Outcome.connectionReset);
  }

  private flush(place: number): void {
    const batch = this.state().batches[place];
    const { frames } = batch;
    batch.frames = [];
    batch.entry = 0;
    for (const frame of frames) {
      if (this.isAbandoned(frame)) {
        // It goes as one of which nobody hears again.
        this.frames.flags[frame] &= ~(FrameFlag.confirm | FrameFlag.withheld);
        this.links[place].inFlight++;
      }
      this.network.messages.sendPublished(frame);
    }
  }

  /** Whether its producer waited for the confirm, and does so no longer. */
  private isAbandoned(frame: number): boolean {
    const { flags, parent } = this.frames;
    return (flags[frame] & FrameFlag.confirm) !== 0 && parent[frame] === NONE;
  }

  private paramsOf(link: Link): SendParams {
    return link.spec.params as unknown as SendParams;
  }
}
