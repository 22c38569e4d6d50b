import { Fact } from '../facts';
import { FrameAlarms } from '../frames/frame-alarms';
import { NONE } from '../frames/frames';
import type { Network } from '../network';
import { Note } from '../notes';
import { Outcome } from '../outcomes';
import type { GatheringState, GatherPlan, Question } from './gathered';

/** So many requests are remembered after their end; a message for an older one is treated as any other. */
const REMEMBERED = 4_096;

/** Whose requests gather answers. */
interface GatheringOwner {
  readonly index: number;
  readonly gathered: GatheringState;
  /** `frame` has waited long enough: with `ok` it goes on. */
  onGathered(frame: number, outcome: Outcome): void;
}

/**
 * Answers that come as messages. Whatever is published on behalf of a request bears the request's serial as its
 * correlation id, and so does what its consumers publish because of it. Such a message that comes back to the node which
 * asked is an answer: taken by the client library, without a worker.
 */
export class Gathering {
  private readonly alarms: FrameAlarms;

  constructor(
    private readonly network: Network,
    private readonly owner: GatheringOwner,
    timer: number,
  ) {
    this.alarms = new FrameAlarms(
      network,
      owner.index,
      timer,
      () => owner.gathered.alarms,
      (frame, atMs) => this.questionOf(frame)?.dueMs === atMs,
    );
  }

  /** From now on, what is published for the request bears its serial. */
  open(frame: number): void {
    const { frames } = this.network;
    const serial = frames.serial[frame];
    const outer = frames.correlation[frame];
    this.owner.gathered.questions[serial] = { answers: 0, frame: NONE, wanted: 0, dueMs: Infinity, outer };
    frames.correlation[frame] = serial;
  }

  /** Whether the request must wait for answers; if not, it has them already. */
  waits(frame: number, plan: GatherPlan): boolean {
    const question = this.questionOf(frame);
    if (question === undefined || question.answers >= plan.answers) return false;
    question.frame = frame;
    question.wanted = plan.answers;
    question.dueMs = this.network.kernel.now + plan.withinMs;
    this.alarms.set(frame, question.dueMs);
    return true;
  }

  /** Takes a message that has arrived if it is an answer to a question that was asked here. */
  take(frame: number): boolean {
    const { network, owner } = this;
    const { frames } = network;
    const correlation = frames.correlation[frame];
    const question = owner.gathered.questions[correlation];
    if (question === undefined && !owner.gathered.over.includes(correlation)) return false;
    const serial = frames.serial[frame];
    network.record(Fact.arrived, 0, owner.index, serial, 0, 0);
    network.record(Fact.noted, question ? Note.answers : Note.lateAnswers, owner.index, serial, 0, 0);
    network.record(Fact.finished, Outcome.ok, owner.index, serial, 0, 0);
    network.reply(frame, Outcome.ok);
    if (question === undefined) return true;
    question.answers++;
    if (question.frame !== NONE && question.answers >= question.wanted) this.goOn(question, Outcome.ok);
    return true;
  }

  /** The request is over, well or not. */
  close(frame: number): void {
    const { frames } = this.network;
    const { questions, over } = this.owner.gathered;
    const serial = frames.serial[frame];
    const question = questions[serial];
    if (question === undefined) return;
    frames.correlation[frame] = question.outer;
    delete questions[serial];
    over.push(serial);
    if (over.length > REMEMBERED) over.splice(0, REMEMBERED / 2);
  }

  /** Nobody waits for anything any more. */
  clear(): void {
    const { questions } = this.owner.gathered;
    for (const serial of Object.keys(questions)) delete questions[serial];
    this.alarms.clear();
  }

  /** The time of some is up. */
  ring(plans: (frame: number) => GatherPlan | null): void {
    this.alarms.ring((frame) => {
      const question = this.questionOf(frame);
      const enough = plans(frame)?.atLeast ?? 0;
      if (question) this.goOn(question, question.answers >= enough ? Outcome.ok : Outcome.timeout);
    });
  }

  private questionOf(frame: number): Question | undefined {
    return this.owner.gathered.questions[this.network.frames.serial[frame]];
  }

  private goOn(question: Question, outcome: Outcome): void {
    const { frame } = question;
    question.frame = NONE;
    question.dueMs = Infinity;
    this.owner.onGathered(frame, outcome);
  }
}
