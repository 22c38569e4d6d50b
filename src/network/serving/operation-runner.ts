import { Component } from '../component';
import { Answer, FrameFlag, NONE, Phase } from '../frames/frames';
import type { Lifecycle } from '../lifecycle';
import type { Link } from '../links/link';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { BACK, THERE } from '../wire/ways';
import { CODE_LINE, CodeWord, NOWHERE } from './code';
import type { GatherPlan } from './gathered';
import { Manner } from './manners';
import { Op, type Program, SAME_OPERATION } from './program';

/**
 * Runs operations step by step: works, calls, publishes, branches. Whom it runs them for, and what its time and its end
 * cost, is for the subclass to say.
 */
export abstract class OperationRunner extends Component {
  /** Where its program begins in the network's {@link Code}. */
  private code = 0;
  /** Bits of {@link Manner}. */
  protected manners = 0;
  private readonly program: Program;

  constructor(network: Network, index: number, id: string, lifecycle: Lifecycle | null, program: Program) {
    super(network, index, id, lifecycle);
    this.program = program;
  }

  override start(): void {
    this.code = this.network.code.add(this.program.instructions);
    if (this.program.gathers) this.manners |= Manner.gathers;
  }

  /** Lets so many ms of work be done for `frame`, which goes on in {@link run}. */
  protected abstract work(frame: number, durationMs: number): void;

  /** `frame` begins to wait for a call over `link`. */
  protected abstract onBlocked(frame: number, link: Link): void;

  /** `frame` has waited so long for its calls and goes on. */
  protected abstract onResumed(frame: number, blockedMs: number): void;

  /** Replies before the operation is over; returns the frame that does the rest of it. */
  protected abstract answerEarly(frame: number): number;

  /** The operation is over. */
  protected abstract finish(frame: number, outcome: Outcome): void;

  /** What the caller is told when a call that the operation needed has failed. */
  protected failure(_outcome: Outcome): Outcome {
    return Outcome.error;
  }

  /** Multiplies the time that work on `frame` takes. */
  protected slownessFor(_frame: number): number {
    return this.slowness;
  }

  /** How a message is handed to the broker behind `link`: bits of {@link FrameFlag}. */
  protected publishFlags(_link: Link): number {
    return 0;
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
    this.unblock(frame);
    if (this.waitedFor(frame) === Op.ask) this.takeForMiss(frame);
    const failure = frames.outcome[frame];
    if (failure === Outcome.pending) this.run(frame);
    else this.finish(frame, this.failure(failure));
  }

  /** The step at which `frame` waited, one of {@link Op}. */
  private waitedFor(frame: number): number {
    const { frames, code } = this.network;
    const pc = frames.pc[frame];
    return pc === 0 ? Op.end : code.words[this.code + (pc - 1) * CODE_LINE + CodeWord.op];
  }

  /** `frame` waits no longer. */
  private unblock(frame: number): void {
    const { frames, kernel } = this.network;
    this.onResumed(frame, kernel.now - frames.since[frame]);
    // Whether it blocks anew is for its next step to say.
    frames.phase[frame] = Phase.working;
  }

  /** `frame` has the answers that it waited for, or has waited long enough. */
  onGathered(frame: number, outcome: Outcome): void {
    this.unblock(frame);
    if (outcome === Outcome.ok) this.run(frame);
    else this.finish(frame, this.failure(outcome));
  }

  /** What `frame` publishes from now on says that answers to it are for `frame`. */
  protected correlate(_frame: number): void {}

  /** Whether `frame` must wait for such answers; if so, {@link onGathered} follows. */
  protected waitsForAnswers(_frame: number, _plan: GatherPlan): boolean {
    return false;
  }

  /** What `frame` waits for. */
  protected gatherPlanOf(frame: number): GatherPlan | null {
    return this.program.instructions[this.network.frames.pc[frame] - 1]?.gather ?? null;
  }

  /** Begins at an instruction. */
  protected runFrom(frame: number, entry: number): void {
    const { frames } = this.network;
    frames.pc[frame] = entry;
    frames.outcome[frame] = Outcome.pending;
    this.run(frame);
  }

  /** Executes the operation up to the next step that takes time. */
  protected run(frame: number): void {
    const { frames, code, links } = this.network;
    const { words } = code;
    for (;;) {
      const at = frames.pc[frame];
      const line = this.code + at * CODE_LINE;
      const on = words[line + CodeWord.on];
      frames.pc[frame] = at + 1;
      switch (words[line + CodeWord.op]) {
        case Op.work:
          this.work(frame, this.drawMs(words[line + CodeWord.operand], on) * this.slownessFor(frame));
          return;
        case Op.call:
          if (on === NOWHERE) break;
          this.block(frame, links[on]);
          this.call(frame, links[on], words[line + CodeWord.operand], words[line + CodeWord.label]);
          return;
        case Op.publish:
          if (on !== NOWHERE && this.publish(frame, links[on], words[line + CodeWord.label])) return;
          break;
        case Op.end:
          this.finish(frame, Outcome.ok);
          return;
        case Op.reply:
          frame = this.answerEarly(frame);
          break;
        default:
          if (this.runRare(frame, at)) return;
      }
    }
  }

  /** How long a step of work takes at the component's own pace, ms. */
  private drawMs(table: number, on: number): number {
    const { code, kernel } = this.network;
    if (table !== NOWHERE) return code.tables[table].draw(kernel.random.words, on);
    return on === NOWHERE ? 0 : code.samplers[on].sample();
  }

  /** Executes a step that few operations have; true if it takes time. */
  private runRare(frame: number, at: number): boolean {
    const { frames, code, links } = this.network;
    const { words } = code;
    const line = this.code + at * CODE_LINE;
    const op = words[line + CodeWord.op];
    const on = words[line + CodeWord.on];
    const operand = words[line + CodeWord.operand];
    switch (op) {
      case Op.read:
      case Op.write:
        return this.readsOrWrites(frame, op);
      case Op.ask:
        if (on === NOWHERE) return false;
        this.block(frame, links[on]);
        this.call(frame, links[on], operand, words[line + CodeWord.label]);
        return true;
      case Op.ifMissed:
        if (!(frames.answer[frame] & Answer.miss)) frames.pc[frame] = operand;
        return false;
      case Op.parallel:
        frames.pc[frame] = operand;
        return this.callAll(frame, at + 1, operand);
      case Op.correlate:
        this.correlate(frame);
        return false;
      case Op.gather: {
        const plan = this.gatherPlanOf(frame);
        if (on === NOWHERE || plan === null || !this.waitsForAnswers(frame, plan)) return false;
        this.block(frame, links[on]);
        return true;
      }
      case Op.branch:
        if (!this.takesBranch(at)) frames.pc[frame] = operand;
        return false;
      default:
        frames.pc[frame] = operand;
        return false;
    }
  }

  private takesBranch(at: number): boolean {
    const { random, probability } = this.program.instructions[at];
    return random === null || random.unit() < probability;
  }

  /** Decodes the request, or encodes the answer; true if that takes time. */
  private readsOrWrites(frame: number, op: number): boolean {
    const { frames, links } = this.network;
    const codec = frames.link[frame] === NONE ? null : links[frames.link[frame]].wire?.codec;
    if (!codec || frames.flags[frame] & FrameFlag.answered) return false;
    // The messages of a stream are read and written one by one.
    if (this.network.streams?.carries(frame, op === Op.read ? THERE : BACK)) return false;
    const ms = op === Op.read ? codec.decodeRequestMs : codec.encodeAnswerMs;
    if (ms > 0) this.work(frame, ms * this.slownessFor(frame));
    return ms > 0;
  }

  /** Without a cache one is slower, but no worse off: one that fails is one that does not have it. */
  private takeForMiss(frame: number): void {
    const { frames } = this.network;
    if (frames.outcome[frame] === Outcome.pending) return;
    frames.outcome[frame] = Outcome.pending;
    frames.answer[frame] |= Answer.miss;
  }

  private call(frame: number, link: Link, operation: number, plan: number): void {
    const asked = operation === SAME_OPERATION ? this.network.frames.operation[frame] : operation;
    this.network.call(link, frame, asked, plan);
  }

  /** Starts the calls and publishes between two instructions; true if the frame must wait for any. */
  private callAll(frame: number, from: number, to: number): boolean {
    const { instructions } = this.program;
    let waits = false;
    for (let at = from; at < to; at++) {
      const { op, link, operation, label, plan } = instructions[at];
      if (link === null) continue;
      if (op === Op.publish) {
        waits = this.publish(frame, link, label) || waits;
      } else {
        if (!waits) this.block(frame, link);
        waits = true;
        this.call(frame, link, operation, plan);
      }
    }
    return waits;
  }

  /** Publishes a message; true if the frame must wait for the broker's confirm. */
  private publish(frame: number, link: Link, label: number): boolean {
    const flags = this.publishFlags(link);
    const waits = (flags & FrameFlag.confirm) !== 0;
    if (waits && this.network.frames.phase[frame] !== Phase.blocked) this.block(frame, link);
    this.network.messages.publish(link, frame, flags, label);
    return waits;
  }

  /** Lets `frame` wait for an answer that will come over `link`. */
  protected block(frame: number, link: Link): void {
    const { frames, kernel } = this.network;
    frames.phase[frame] = Phase.blocked;
    frames.since[frame] = kernel.now;
    this.onBlocked(frame, link);
  }
}
