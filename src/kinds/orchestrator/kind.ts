import type { Sampler } from '../../kernel/sampler';
import type { Population } from '../../kernel/statechart/population';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { FrameAlarms } from '../../network/frames/frame-alarms';
import { FrameFlag, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts } from '../../network/live-chart';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import type { OrchestratorParams } from './params';
import { noSagas, type Saga, type SagaLog } from './saga-log';
import { ENDS, type SagaEnd, sagaChart } from './statechart';
import { isUncertain, plan, type SagaPlan } from './steps';

/** Timers. */
const STEP_DUE = 0;

/** So many answers are remembered as asked for when nobody waits for them any more. */
const REMEMBERED = 4_096;

const NOTE_OF_END: Readonly<Record<SagaEnd, number>> = {
  completed: Note.sagasCompleted,
  rolledBack: Note.sagasRolledBack,
  stuck: Note.sagasStuck,
  lost: Note.sagasLost,
};

/**
 * Runs sagas: asks one participant after the other, by call or by message, and has what was done taken back when a step
 * fails. It holds no worker while it waits. Every change of a saga is written to a log first, from which it goes on
 * after a crash: with the step that it was at, which its participant may so be asked for twice.
 */
class Orchestrator extends Component {
  override state: SagaLog = noSagas();
  private readonly params: OrchestratorParams;
  private readonly plans: readonly SagaPlan[];
  private readonly population: Population;
  /** By the index of a state: the step that it does or takes back; null where a saga is over, or has not begun. */
  private readonly stepOf: readonly ({ readonly step: number; readonly undoes: boolean } | null)[];
  private readonly logTime: Sampler;
  private readonly alarms: FrameAlarms;
  private readonly events: Readonly<
    Record<'begin' | 'done' | 'failed' | 'unknown' | 'undone' | 'gaveUp' | 'crashed', number>
  >;

  constructor(context: ComponentContext<OrchestratorParams>) {
    const { network, index, id, params } = context;
    super(network, index, id, context.lifecycle(params.startupMs));
    this.params = params;
    this.plans = plan(context);
    const { machine, stepOf } = sagaChart(this.plans);
    this.population = network.statecharts.populate(machine);
    this.stepOf = this.population.states.map((state) => stepOf.get(state) ?? null);
    const event = (type: string) => (this.plans.length > 0 || type === 'begin' ? this.indexOf(type) : NONE);
    this.events = {
      begin: event('begin'),
      done: event('done'),
      failed: event('failed'),
      unknown: event('unknown'),
      undone: event('undone'),
      gaveUp: event('gaveUp'),
      crashed: event('crashed'),
    };
    this.logTime = context.sampler('log', params.logTime);
    this.alarms = new FrameAlarms(
      network,
      index,
      STEP_DUE,
      () => this.state.alarms,
      (frame, atMs) => this.sagaOf(frame)?.dueMs === atMs,
    );
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) this.answer(frame, Outcome.connectionRefused);
    else if (!this.takeAnswer(frame)) this.begin(frame);
  }

  /** A line of the log is written, or a pause before another try is over. */
  override onWorked(frame: number): void {
    const saga = this.sagaOf(frame);
    if (saga === undefined) throw new Error(`${this.id} has no saga for frame ${frame}`);
    this.act(saga);
  }

  override onReply(frame: number, outcome: Outcome, link: Link): void {
    const saga = this.sagaOf(frame);
    // That the broker has a command says nothing of whoever is to carry it out.
    if (saga === undefined || (link.carriesMessages && outcome === Outcome.ok)) return;
    this.onStepOver(saga, outcome);
  }

  override onTimer(): void {
    this.alarms.ring((frame) => {
      const saga = this.sagaOf(frame);
      if (saga === undefined) return;
      this.network.giveUpCalls(frame, Outcome.timeout);
      this.onStepOver(saga, Outcome.timeout);
    });
  }

  override liveCharts(): LiveChart[] {
    const { population, state } = this;
    const counts = population.states.map((name, index) => {
      const end = ENDS.indexOf(name as SagaEnd);
      // Who is over goes on to be the next one: of these, all that there have been are counted.
      if (end >= 0) return state.ended[end];
      return this.stepOf[index] === null ? 0 : population.count(index);
    });
    return [manyCharts('saga', population, counts), ...super.liveCharts()];
  }

  protected override loseEverything(): void {
    const { state, params } = this;
    this.alarms.clear();
    for (const saga of Object.values(state.sagas)) {
      this.forgetQuestion(saga);
      this.putDown(saga);
      if (params.persistent) continue;
      this.population.send(saga.instance, this.events.crashed);
      this.end(saga, 'lost');
    }
    this.tellLevels();
  }

  /** What the log holds goes on. */
  protected override onUp(): void {
    for (const saga of Object.values(this.state.sagas)) this.act(saga);
  }

  private begin(frame: number): void {
    const { state, population, network } = this;
    const instance = state.spare.pop() ?? population.add();
    const serial = network.frames.serial[frame];
    // What a broker delivers again is a saga again, also while the first one goes on.
    const isAgain = serial in state.sagas;
    const number = isAgain ? network.newSerial() : serial;
    if (isAgain) state.again[frame] = number;
    const saga: Saga = { number, frame, instance, tries: 0, dueMs: Infinity, question: 0 };
    state.sagas[number] = saga;
    population.send(instance, this.events.begin);
    this.tellLevels();
    if (this.params.answers === 'accepted') this.answerEarly(saga);
    this.log(saga);
  }

  /** The caller gets its answer; the saga goes on without one. */
  private answerEarly(saga: Saga): void {
    const { network } = this;
    const { frames } = network;
    const reply = network.succeed(saga.frame);
    frames.flags[saga.frame] = FrameFlag.answered;
    this.answer(reply, Outcome.ok);
  }

  /** Writes down where the saga is, and then does what comes next. */
  private log(saga: Saga): void {
    this.network.work(saga.frame, this.logTime.sample() * this.slowness);
  }

  /** Does what the state of the saga says. */
  private act(saga: Saga): void {
    const at = this.stepOf[this.population.stateIndex(saga.instance)];
    if (at === null) this.end(saga, this.population.states[this.population.stateIndex(saga.instance)] as SagaEnd);
    else this.ask(saga, this.plans[at.step], at.undoes);
  }

  private ask(saga: Saga, { link, operation, undo, timeoutMs }: SagaPlan, undoes: boolean): void {
    const { network, state } = this;
    const { frames, kernel } = network;
    const { frame } = saga;
    saga.tries++;
    frames.phase[frame] = Phase.blocked;
    frames.since[frame] = kernel.now;
    const asked = undoes ? undo : operation === NONE ? frames.operation[frame] : operation;
    if (link.carriesMessages) {
      saga.question = network.newSerial();
      state.questions[saga.question] = saga.number;
      const own = frames.operation[frame];
      frames.correlation[frame] = saga.question;
      // A command says what is to be done, not what the saga was asked for.
      frames.operation[frame] = asked;
      network.messages.publish(link, frame, link.publishFlags);
      frames.operation[frame] = own;
    } else {
      network.call(link, frame, asked);
    }
    saga.dueMs = kernel.now + timeoutMs;
    if (timeoutMs !== Infinity) this.alarms.set(frame, saga.dueMs);
  }

  /** A participant has answered, or will not any more. */
  private onStepOver(saga: Saga, outcome: Outcome): void {
    const { network, population, params, events } = this;
    const at = this.stepOf[population.stateIndex(saga.instance)];
    if (at === null) return;
    const { retries, retryDelayMs } = this.plans[at.step];
    saga.dueMs = Infinity;
    this.forgetQuestion(saga);
    network.orphanChildren(saga.frame);
    if (outcome !== Outcome.ok && saga.tries < (at.undoes ? (params.undoTries ?? Infinity) : retries + 1)) {
      network.work(saga.frame, at.undoes ? params.undoDelayMs : retryDelayMs);
      return;
    }
    saga.tries = 0;
    const forward = outcome === Outcome.ok ? events.done : isUncertain(outcome) ? events.unknown : events.failed;
    population.send(saga.instance, at.undoes ? (outcome === Outcome.ok ? events.undone : events.gaveUp) : forward);
    this.tellLevels();
    this.log(saga);
  }

  /** Takes a message that is the answer to a command. One that comes too late changes nothing. */
  private takeAnswer(frame: number): boolean {
    const { state, network } = this;
    const question = network.frames.correlation[frame];
    if (question === 0) return false;
    const saga = state.sagas[state.questions[question]];
    if (saga === undefined && !state.over.includes(question)) return false;
    this.note(saga ? Note.answers : Note.lateAnswers, 0, 0, frame);
    this.answer(frame, Outcome.ok);
    if (saga !== undefined) this.onStepOver(saga, Outcome.ok);
    return true;
  }

  private forgetQuestion(saga: Saga): void {
    const { questions, over } = this.state;
    if (saga.question === 0) return;
    delete questions[saga.question];
    over.push(saga.question);
    if (over.length > REMEMBERED) over.splice(0, REMEMBERED / 2);
    saga.question = 0;
  }

  /**
   * The process dies: whoever waits for the saga loses its connection, and what the saga waits for is no longer heard
   * of. What is left of it is a line in the log, kept by a frame with nothing scheduled.
   */
  private putDown(saga: Saga): void {
    const { network, state } = this;
    const { frames } = network;
    const { frame } = saga;
    network.orphanChildren(frame);
    if (!(frames.flags[frame] & FrameFlag.answered)) {
      this.answer(network.succeed(frame), Outcome.connectionReset);
      frames.flags[frame] = FrameFlag.answered;
    }
    saga.frame = network.copy(frame);
    if (frame in state.again) {
      delete state.again[frame];
      state.again[saga.frame] = saga.number;
    }
    frames.phase[saga.frame] = Phase.queued;
    saga.dueMs = Infinity;
    network.kill(frame);
  }

  private end(saga: Saga, end: SagaEnd): void {
    const { network, state } = this;
    const { frames } = network;
    delete state.sagas[saga.number];
    delete state.again[saga.frame];
    state.spare.push(saga.instance);
    state.ended[ENDS.indexOf(end)]++;
    this.note(NOTE_OF_END[end], 0, 0, saga.frame);
    this.tellLevels();
    if (frames.flags[saga.frame] & FrameFlag.answered) frames.release(saga.frame);
    else this.answer(saga.frame, end === 'completed' ? Outcome.ok : Outcome.error);
  }

  private answer(frame: number, outcome: Outcome): void {
    const { network } = this;
    const { frames, kernel } = network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    network.record(Fact.finished, outcome, this.index, frames.serial[frame], 0, tookMs);
    network.reply(frame, outcome);
  }

  /** How many sagas are under way, and how many of them go back. */
  private tellLevels(): void {
    const { state, population } = this;
    const levels = [0, 0];
    this.stepOf.forEach((at, index) => {
      const sagas = at === null ? 0 : population.count(index);
      levels[0] += sagas;
      if (at?.undoes) levels[1] += sagas;
    });
    if (levels[0] !== state.told[0]) this.note(Note.sagas, levels[0]);
    if (levels[1] !== state.told[1]) this.note(Note.sagasUndoing, levels[1]);
    state.told = levels;
  }

  private sagaOf(frame: number): Saga | undefined {
    const { sagas, again } = this.state;
    const saga = sagas[again[frame] ?? this.network.frames.serial[frame]];
    return saga?.frame === frame ? saga : undefined;
  }

  /** The number of an event; NONE for one that these steps never lead to. */
  private indexOf(type: string): number {
    try {
      return this.population.eventIndex(type);
    } catch {
      return NONE;
    }
  }
}

export const orchestrator = defineBehaviour<OrchestratorParams>({
  kind: 'orchestrator',
  create: (context) => new Orchestrator(context),
});
