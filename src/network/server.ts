import { Component } from './component';
import { Fact } from './facts';
import { append, emptyList, type FrameList, remove, takeFirst } from './frame-list';
import { FrameFlag, NONE, Phase } from './frames';
import type { Lifecycle } from './lifecycle';
import type { Link } from './link';
import type { Network } from './network';
import { Outcome } from './outcomes';
import { Op, type Program, SAME_OPERATION } from './program';

export interface ServerState {
  /** Frames that wait for a worker. */
  queue: FrameList;
  /** Frames that hold a worker: as many as workers are busy. */
  serving: FrameList;
  /** Frames that were answered early and go on without a worker. */
  background: FrameList;
  /** Multiplies the time of its own work. */
  slowness: number;
}

export const emptyServer = (): ServerState => ({
  queue: emptyList(),
  serving: emptyList(),
  background: emptyList(),
  slowness: 1,
});

/**
 * Workers behind one bounded first-come-first-served queue, which run operations: what a service, a gateway and a
 * database have in common. A worker is held from the start of an operation to its reply, and is blocked while it waits
 * for a call.
 */
export abstract class Server extends Component {
  override state: ServerState = emptyServer();
  /** True only inside {@link next}. */
  private filling = false;

  constructor(
    network: Network,
    index: number,
    id: string,
    lifecycle: Lifecycle | null,
    private readonly program: Program,
    private readonly workers: number,
    private readonly queueLimit: number,
  ) {
    super(network, index, id, lifecycle);
  }

  override start(): void {
    this.network.record(Fact.capacity, 0, this.index, 0, this.workers, 0);
  }

  override setSlowness(factor: number): void {
    this.state.slowness = factor;
  }

  /** Where in the program a request begins. */
  protected abstract entry(frame: number): number;

  /** What the caller is told when a call that the operation needed has failed. */
  protected failure(_outcome: Outcome): Outcome {
    return Outcome.error;
  }

  /** How a message is handed to the broker behind `link`: bits of {@link FrameFlag}. */
  protected publishFlags(_link: Link): number {
    return 0;
  }

  override onArrival(frame: number): void {
    const { network, state } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) {
      this.leave(frame, Outcome.connectionRefused, 0);
      return;
    }
    if (state.serving.length < this.workers) {
      this.begin(frame);
      return;
    }
    // A consumer's client library takes every message that its prefetch lets through.
    if (state.queue.length < this.queueLimit || frames.flags[frame] & FrameFlag.delivery) {
      frames.phase[frame] = Phase.queued;
      append(frames, state.queue, frame);
      return;
    }
    this.leave(frame, Outcome.refused, 0);
  }

  override onWorked(frame: number): void {
    this.run(frame);
  }

  override onReply(frame: number, outcome: Outcome, _link: Link): void {
    const { network } = this;
    const { frames } = network;
    if (outcome !== Outcome.ok) frames.outcome[frame] = outcome;
    // Of parallel calls, the last one to come back lets the frame go on.
    if (frames.child[frame] !== NONE || frames.phase[frame] !== Phase.blocked) return;
    if (!(frames.flags[frame] & FrameFlag.answered)) {
      network.record(Fact.resumed, 0, this.index, frames.serial[frame], 0, network.kernel.now - frames.since[frame]);
    }
    // Whether it blocks anew is for its next step to say.
    frames.phase[frame] = Phase.working;
    const failure = frames.outcome[frame];
    if (failure === Outcome.pending) this.run(frame);
    else this.finish(frame, this.failure(failure));
  }

  protected override loseEverything(): void {
    const { network, state } = this;
    const { frames } = network;
    for (let frame = takeFirst(frames, state.serving); frame !== NONE; frame = takeFirst(frames, state.serving)) {
      this.recordFinished(frame, Outcome.connectionReset, 1);
      network.abort(frame, Outcome.connectionReset);
    }
    for (let frame = takeFirst(frames, state.queue); frame !== NONE; frame = takeFirst(frames, state.queue)) {
      this.leave(frame, Outcome.connectionReset, 0);
    }
    for (let frame = takeFirst(frames, state.background); frame !== NONE; frame = takeFirst(frames, state.background)) {
      network.orphanChildren(frame);
      network.kill(frame);
    }
  }

  private begin(frame: number): void {
    const { network } = this;
    const { frames } = network;
    append(frames, this.state.serving, frame);
    frames.pc[frame] = this.entry(frame);
    frames.outcome[frame] = Outcome.pending;
    const waitedMs = network.kernel.now - frames.arrivedAt[frame];
    network.record(Fact.started, 0, this.index, frames.serial[frame], 0, waitedMs);
    this.run(frame);
  }

  /** Executes the operation up to the next step that takes time. */
  private run(frame: number): void {
    const { network } = this;
    const { frames } = network;
    const { instructions } = this.program;
    for (;;) {
      const at = frames.pc[frame];
      const step = instructions[at];
      frames.pc[frame] = at + 1;
      switch (step.op) {
        case Op.work:
          network.work(frame, step.sampler === null ? 0 : step.sampler.sample() * this.state.slowness);
          return;
        case Op.call:
          if (step.link === null) break;
          this.block(frame, step.link);
          this.call(frame, step.link, step.operation);
          return;
        case Op.parallel:
          frames.pc[frame] = step.target;
          if (this.callAll(frame, at + 1, step.target)) return;
          break;
        case Op.publish:
          if (step.link !== null && this.publish(frame, step.link)) return;
          break;
        case Op.reply:
          frame = this.answerEarly(frame);
          break;
        case Op.branch:
          if (step.random !== null && step.random.unit() >= step.probability) frames.pc[frame] = step.target;
          break;
        case Op.jump:
          frames.pc[frame] = step.target;
          break;
        default:
          this.finish(frame, Outcome.ok);
          return;
      }
    }
  }

  private call(frame: number, link: Link, operation: number): void {
    this.network.call(link, frame, operation === SAME_OPERATION ? this.network.frames.operation[frame] : operation);
  }

  /** Starts the calls and publishes between two instructions; true if the frame must wait for any. */
  private callAll(frame: number, from: number, to: number): boolean {
    const { instructions } = this.program;
    let waits = false;
    for (let at = from; at < to; at++) {
      const { op, link, operation } = instructions[at];
      if (link === null) continue;
      if (op === Op.publish) {
        waits = this.publish(frame, link) || waits;
      } else {
        if (!waits) this.block(frame, link);
        waits = true;
        this.call(frame, link, operation);
      }
    }
    return waits;
  }

  /** Publishes a message; true if the frame must wait for the broker's confirm. */
  private publish(frame: number, link: Link): boolean {
    const flags = this.publishFlags(link);
    const waits = (flags & FrameFlag.confirm) !== 0;
    if (waits && this.network.frames.phase[frame] !== Phase.blocked) this.block(frame, link);
    this.network.publish(link, frame, flags);
    return waits;
  }

  private block(frame: number, link: Link): void {
    const { network } = this;
    const { frames } = network;
    frames.phase[frame] = Phase.blocked;
    frames.since[frame] = network.kernel.now;
    if (frames.flags[frame] & FrameFlag.answered) return;
    network.record(Fact.blocked, 0, this.index, frames.serial[frame], link.index, 0);
  }

  /** Replies, frees the worker, and lets the rest of the operation go on in the background. Returns the frame that goes on. */
  private answerEarly(frame: number): number {
    const { network, state } = this;
    const { frames } = network;
    if (frames.flags[frame] & FrameFlag.answered) return frame;
    const answer = network.succeed(frame);
    remove(frames, state.serving, frame);
    frames.flags[frame] = FrameFlag.answered;
    append(frames, state.background, frame);
    this.recordFinished(answer, Outcome.ok, 1);
    network.reply(answer, Outcome.ok);
    this.next();
    return frame;
  }

  private finish(frame: number, outcome: Outcome): void {
    const { network, state } = this;
    const { frames } = network;
    if (frames.flags[frame] & FrameFlag.answered) {
      remove(frames, state.background, frame);
      frames.release(frame);
      return;
    }
    remove(frames, state.serving, frame);
    this.leave(frame, outcome, 1);
    this.next();
  }

  /** A worker is free: takes the first in the queue. A loop, because an operation may be over as soon as it begins. */
  private next(): void {
    const { queue, serving } = this.state;
    if (this.filling) return;
    this.filling = true;
    while (queue.length > 0 && serving.length < this.workers) this.begin(takeFirst(this.network.frames, queue));
    this.filling = false;
  }

  /** Answers a request that has just arrived without taking it in. */
  protected turnAway(frame: number, outcome: Outcome): void {
    const { network } = this;
    network.record(Fact.arrived, 0, this.index, network.frames.serial[frame], 0, 0);
    this.leave(frame, outcome, 0);
  }

  private leave(frame: number, outcome: Outcome, held: 0 | 1): void {
    this.recordFinished(frame, outcome, held);
    this.network.reply(frame, outcome);
  }

  private recordFinished(frame: number, outcome: Outcome, held: 0 | 1): void {
    const { network } = this;
    const { frames } = network;
    const tookMs = network.kernel.now - frames.arrivedAt[frame];
    network.record(Fact.finished, outcome, this.index, frames.serial[frame], held, tookMs);
  }
}
