import { Fact } from '../../../network/facts';
import { FrameFlag, NONE } from '../../../network/frames/frames';
import type { Link } from '../../../network/links/link';
import { Outcome } from '../../../network/outcomes';
import type { Host } from '../host';
import { type BatchState, Written } from '../state';
import { release, setInFlight } from './batches';

/** How publishing ends: a batch is in the log, or given up, and whoever waits for the confirm hears of it. */
export class Endings {
  constructor(
    private readonly host: Host,
    /** A producer has a batch less: its room, and its place among the requests, are others'. */
    private readonly onForgotten: (producer: number) => void,
  ) {}

  /** The producer knows that its batch is in the log, or does not ask. */
  finish(id: number): void {
    const { network, state } = this.host;
    const batch = state.batches[id];
    if (batch === undefined) return;
    for (const frame of batch.frames) network.messages.endPublished(frame, Outcome.ok);
    this.forget(id, batch);
  }

  /** The producer gives a batch up. What of it is in the log stays there. */
  fail(id: number, outcome: Outcome): void {
    const { state, layout } = this.host;
    const batch = state.batches[id];
    if (batch === undefined) return;
    const { link } = layout.producers[batch.producer];
    batch.frames.forEach((frame, record) => {
      if (batch.written[record] === Written.takenBack) this.loseTakenBack(batch, record, outcome);
      this.failOne(frame, link, outcome, batch.attempt > 0);
    });
    state.partitions[batch.partition].waiting = state.partitions[batch.partition].waiting.filter((one) => one !== id);
    this.forget(id, batch);
  }

  /** A record is given up, before it was sent or after. */
  failOne(frame: number, link: Link, outcome: Outcome, wasSent: boolean): void {
    const { network } = this.host;
    const { frames } = network;
    if (!wasSent && frames.flags[frame] & FrameFlag.confirm) {
      const caller = frames.parent[frame] === NONE ? 0 : frames.serial[frames.parent[frame]];
      network.record(Fact.withheld, outcome, link.index, frames.serial[frame], caller, 0);
    }
    network.messages.endPublished(frame, outcome);
  }

  /** Whether a record that was lost with its leader is still with its producer, which has had no acknowledgement. */
  takesBack(partition: number, offset: number): boolean {
    for (const batch of Object.values(this.host.state.batches)) {
      if (batch.partition !== partition || batch.isAnswered || batch.isOrphaned || batch.end <= offset) continue;
      const record = offset - (batch.end - batch.frames.length);
      if (record < 0 || batch.written[record] !== Written.yes) continue;
      batch.written[record] = Written.takenBack;
      return true;
    }
    return false;
  }

  private loseTakenBack(batch: BatchState, record: number, outcome: Outcome): void {
    const { network, state, layout, index } = this.host;
    const { backlogs } = layout.partitions[batch.partition];
    backlogs.forEach((backlog, copy) => {
      const serial = copy === 0 ? network.frames.serial[batch.frames[record]] : batch.copies[record] + copy - 1;
      network.record(Fact.lost, outcome, index, serial, backlog, 0);
    });
    state.takenBack -= backlogs.length;
  }

  private forget(id: number, batch: BatchState): void {
    const { state } = this.host;
    setInFlight(state, batch, false);
    release(state, batch);
    delete state.batches[id];
    const queue = state.producers[batch.producer].queues[batch.partition] ?? [];
    queue.splice(queue.indexOf(id), 1);
    this.onForgotten(batch.producer);
  }
}
