import { FrameFlag, NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Network } from '../../network/network';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import type { Relay } from './params';

/** How many events the follower of a log has on their way at once. */
const LOG_WINDOW = 100;
/** How long it waits after the broker has not confirmed one. */
const LOG_RETRY_MS = 1_000;

/** An event, as the transaction of a write left it. */
interface OutboxRow {
  readonly key: number;
  readonly source: number;
  readonly operation: number;
  readonly hops: number;
  /** The write that it tells of. */
  readonly serial: number;
  readonly committedMs: number;
  /** What it is called as a message, on each link; empty before it is sent first. Sent again, it is called the same. */
  ids: readonly number[];
}

/** Plain data. It is part of the database and survives a crash; that the relay has sent something does not. */
export interface OutboxState {
  /** By number, which is the order of the commits. */
  rows: Record<number, OutboxRow>;
  size: number;
  /** The number of the next event. */
  next: number;
  /** The first that was never sent. */
  unsent: number;
  /** Those to be sent once more, in order. */
  again: number[];
  /** By frame that waits for the broker: the event. */
  sending: Record<number, number>;
  sendingCount: number;
  /** How many more may be sent before the next poll. */
  batchLeft: number;
  /** When the relay looks next, ms; timers at other times are those of plans that have changed. */
  lookMs: number;
}

export const emptyOutbox = (): OutboxState => ({
  rows: {},
  size: 0,
  next: 0,
  unsent: 0,
  again: [],
  sending: {},
  sendingCount: 0,
  batchLeft: 0,
  lookMs: Infinity,
});

/** What the outbox needs of the database that it is part of. */
interface OutboxOwner {
  readonly index: number;
  isUp(): boolean;
  outbox(): OutboxState;
  tell(note: number, extra: number, value: number): void;
}

/**
 * The transactional outbox and its relay: an event is written with the change that it tells of, or not at all, and stays
 * until the broker has confirmed it. So none is lost; one that was sent, and whose confirm did not come, is sent again.
 * Source: C. Richardson, "Microservices Patterns" (2018), chapter 3: polling publisher, transaction log tailing.
 */
export class Outbox {
  constructor(
    private readonly network: Network,
    private readonly owner: OutboxOwner,
    private readonly relay: Exclude<Relay, { relay: 'none' }>,
    private readonly links: readonly Link[],
    /** The component's timer under which {@link look} is to be called. */
    private readonly timer: number,
  ) {}

  /** The write of `frame` is committed, and its event with it. */
  add(frame: number): void {
    const { frames, kernel } = this.network;
    const state = this.owner.outbox();
    state.rows[state.next++] = {
      key: frames.key[frame],
      source: frames.source[frame],
      operation: frames.operation[frame],
      hops: frames.hops[frame],
      serial: frames.serial[frame],
      committedMs: kernel.now,
      ids: [],
    };
    state.size++;
    this.owner.tell(Note.outbox, state.size, 0);
    this.plan(this.relay.relay === 'log' ? kernel.now + this.relay.delayMs : this.nextPollMs());
  }

  /** The relay's timer has come. */
  look(): void {
    const state = this.owner.outbox();
    if (state.lookMs !== this.network.kernel.now) return;
    state.lookMs = Infinity;
    if (!this.owner.isUp()) return;
    if (this.relay.relay === 'poll') state.batchLeft = this.relay.batch;
    this.send();
  }

  /** The database, and the relay with it, is up again. */
  resume(): void {
    if (this.hasUnsent) this.plan(this.relay.relay === 'log' ? this.network.kernel.now : this.nextPollMs());
  }

  /** Whether `frame` is one of the relay's own, which waits for the broker. */
  isSending(frame: number): boolean {
    return this.owner.outbox().sending[frame] !== undefined;
  }

  /** A broker has answered; with several, the last one decides. */
  onReply(frame: number, outcome: Outcome): void {
    const { frames, kernel } = this.network;
    const state = this.owner.outbox();
    if (outcome !== Outcome.ok) frames.outcome[frame] = outcome;
    if (frames.child[frame] !== NONE) return;
    const event = state.sending[frame];
    const failed = frames.outcome[frame] !== Outcome.pending;
    delete state.sending[frame];
    state.sendingCount--;
    frames.release(frame);
    if (failed) {
      this.sendAgain(event);
      this.owner.tell(Note.relayFailures, 0, 0);
      this.plan(this.relay.relay === 'log' ? kernel.now + LOG_RETRY_MS : this.nextPollMs());
      return;
    }
    const heldMs = kernel.now - state.rows[event].committedMs;
    delete state.rows[event];
    state.size--;
    this.owner.tell(Note.relayed, 0, heldMs);
    this.owner.tell(Note.outbox, state.size, 0);
    if (this.relay.relay === 'log' && state.again.length === 0) this.send();
  }

  /** The relay is gone: nobody knows any more what it has sent. */
  crash(): void {
    const { network } = this;
    const state = this.owner.outbox();
    for (const [frame, event] of Object.entries(state.sending)) {
      network.orphanChildren(Number(frame));
      network.kill(Number(frame));
      this.sendAgain(event);
    }
    state.sending = {};
    state.sendingCount = 0;
    state.lookMs = Infinity;
  }

  private get hasUnsent(): boolean {
    const { again, unsent, next } = this.owner.outbox();
    return again.length > 0 || unsent < next;
  }

  private sendAgain(event: number): void {
    const { again } = this.owner.outbox();
    again.push(event);
    again.sort((one, other) => one - other);
  }

  /** Sends what it may of what has not been sent. */
  private send(): void {
    const state = this.owner.outbox();
    const { now } = this.network.kernel;
    const { relay } = this;
    while (this.hasUnsent) {
      if (relay.relay === 'poll' ? state.batchLeft === 0 : state.sendingCount >= LOG_WINDOW) break;
      const event = state.again.length > 0 ? state.again[0] : state.unsent;
      const dueMs = relay.relay === 'log' ? state.rows[event].committedMs + relay.delayMs : now;
      if (dueMs > now) {
        this.plan(dueMs);
        return;
      }
      if (state.again.length > 0) state.again.shift();
      else state.unsent++;
      state.batchLeft--;
      this.publish(event);
    }
    if (relay.relay === 'poll' && this.hasUnsent) this.plan(this.nextPollMs());
  }

  private publish(event: number): void {
    const { network, links } = this;
    const { frames } = network;
    const state = this.owner.outbox();
    const row = state.rows[event];
    const frame = network.openRequest(this.owner.index, row.operation);
    frames.key[frame] = row.key;
    frames.source[frame] = row.source;
    frames.hops[frame] = row.hops;
    frames.serial[frame] = row.serial;
    frames.outcome[frame] = Outcome.pending;
    // It runs on behalf of a write that is answered, and holds no connection.
    frames.flags[frame] = FrameFlag.answered;
    state.sending[frame] = event;
    state.sendingCount++;
    row.ids = links.map((link, index) =>
      network.messages.publish(link, frame, link.publishFlags | FrameFlag.confirm, link.label, row.ids[index]),
    );
  }

  private nextPollMs(): number {
    if (this.relay.relay !== 'poll') return Infinity;
    const { intervalMs } = this.relay;
    const { now } = this.network.kernel;
    const next = (Math.floor(now / intervalMs) + 1) * intervalMs;
    // Rounding may have led back to this very moment.
    return next > now ? next : now + intervalMs;
  }

  private plan(atMs: number): void {
    const state = this.owner.outbox();
    if (atMs >= state.lookMs) return;
    state.lookMs = atMs;
    this.network.startTimer(this.owner.index, this.timer, atMs);
  }
}
