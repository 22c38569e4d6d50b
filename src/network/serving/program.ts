import type { RandomStream } from '../../kernel/random';
import type { Sampler } from '../../kernel/sampler';
import type { Link } from '../links/link';
import type { StreamDirection } from '../streams/stream-field';
import { UNARY } from '../streams/stream-plan';
import type { CodecCosts } from '../wire/wire';
import type { GatherPlan } from './gathered';
import type { Step } from './operations-field';

/** What an operation is made of, once its steps are flattened. */
export const Op = {
  work: 0,
  call: 1,
  parallel: 2,
  publish: 3,
  reply: 4,
  branch: 5,
  jump: 6,
  end: 7,
  ask: 8,
  ifMissed: 9,
  /** Decodes the request. */
  read: 10,
  /** Encodes the answer. */
  write: 11,
  /** Lets what is published from now on say whom answers to it are for. */
  correlate: 12,
  /** Waits for such answers. */
  gather: 13,
} as const;

/** The operation under which a cache is given what it did not have. */
export const CACHE_FILL = 'cache fill';

/** The operation that a call asks for: the one that the caller itself was asked for. */
export const SAME_OPERATION = -1;

export interface Instruction {
  readonly op: number;
  readonly sampler: Sampler | null;
  readonly link: Link | null;
  readonly operation: number;
  /** Of what is published: what it says about itself, as {@link Labels} number it. */
  readonly label: number;
  /** Where to go on: of a jump; of a branch not taken; of `ifMissed` when a cache had it; of parallel calls, behind them. */
  target: number;
  readonly probability: number;
  readonly random: RandomStream | null;
  /** Of a call: what is said in it, where it is a stream, as `Streams` number it. */
  readonly plan: number;
  /** Of `gather`. */
  readonly gather: GatherPlan | null;
}

const instruction = (op: number, rest: Partial<Instruction> = {}): Instruction => ({
  op,
  sampler: null,
  link: null,
  operation: 0,
  label: 0,
  target: 0,
  probability: 0,
  random: null,
  plan: UNARY,
  gather: null,
  ...rest,
});

/** What the flattening of steps must look up. */
export interface ProgramContext {
  /** An outgoing link by its id. */
  link(id: string): Link;
  operation(name: string): number;
  /** What a message says about itself that a step sends over a link, see {@link Labels}; left out by who sends none of their own. */
  label?(link: Link, step: Step): number;
  /** The duration of a `work` step; of one without a service time, the component's own. */
  sampler(step: Extract<Step, { step: 'work' }>): Sampler;
  /** The number of a plan for a `stream` step; left out by who opens none. */
  stream?(step: Extract<Step, { step: 'stream' }>): number;
  /** The links over which requests come whose messages it decodes and encodes; left out by who hands them on as they are. */
  readonly callers?: readonly Link[];
  /** Where branches draw. */
  readonly random: RandomStream;
}

const codesAnswers = ({ callers = [] }: ProgramContext): boolean => callers.some((link) => link.wire?.codec);

const hasGather = (steps: readonly Step[]): boolean =>
  steps.some(
    (step) => step.step === 'gather' || (step.step === 'branch' && (hasGather(step.then) || hasGather(step.else))),
  );

/** The operations of a component, one behind the other in one list. */
export class Program {
  readonly instructions: Instruction[] = [];
  /** Whether any operation waits for answers that come as messages. */
  gathers = false;
  /** The link of the last step that publishes: who waits for an answer, waits for whoever is behind it. */
  private asked: Link | null = null;

  /** Appends an operation; returns where it begins. */
  add(steps: readonly Step[], context: ProgramContext): number {
    const start = this.instructions.length;
    const codes = codesAnswers(context);
    if (hasGather(steps)) {
      this.gathers = true;
      this.instructions.push(instruction(Op.correlate));
    }
    if (codes) this.instructions.push(instruction(Op.read));
    this.append(steps, context);
    if (codes) this.instructions.push(instruction(Op.write));
    this.instructions.push(instruction(Op.end));
    return start;
  }

  private append(steps: readonly Step[], context: ProgramContext): void {
    for (const step of steps) this.appendStep(step, context);
  }

  private appendStep(step: Step, context: ProgramContext): void {
    const { instructions } = this;
    switch (step.step) {
      case 'work':
        instructions.push(instruction(Op.work, { sampler: context.sampler(step) }));
        return;
      // What goes over a link is the link's nature: a message cannot be waited for, and a call must be.
      case 'call':
      case 'publish': {
        const isNamed = step.step === 'call' && step.operation !== '';
        const operation = isNamed ? context.operation(step.operation) : SAME_OPERATION;
        const link = context.link(step.link);
        const call = instruction(link.carriesMessages ? Op.publish : Op.call, {
          link,
          operation,
          label: context.label?.(link, step) ?? link.label,
        });
        if (link.carriesMessages) this.asked = link;
        this.appendCall(call, link, link.spec.params.stream?.direction ?? null, context);
        return;
      }
      case 'stream': {
        const link = context.link(step.link);
        // A message has no answer, and so no more than one.
        if (link.carriesMessages) this.appendStep({ step: 'publish', link: step.link }, context);
        else this.appendStream(step, link, context);
        return;
      }
      case 'cached':
        this.appendCached(step, context);
        return;
      case 'parallel': {
        this.appendParallel(step, context);
        return;
      }
      case 'gather': {
        const { answers, atLeast, withinMs } = step;
        const gather = { answers, atLeast: Math.min(atLeast, answers), withinMs };
        instructions.push(instruction(Op.gather, { link: this.asked, gather }));
        return;
      }
      case 'reply':
        if (codesAnswers(context)) instructions.push(instruction(Op.write));
        instructions.push(instruction(Op.reply));
        return;
      case 'branch': {
        const branch = instruction(Op.branch, { probability: step.probability, random: context.random });
        instructions.push(branch);
        this.append(step.then, context);
        const jump = instruction(Op.jump);
        instructions.push(jump);
        branch.target = instructions.length;
        this.append(step.else, context);
        jump.target = instructions.length;
        return;
      }
    }
  }

  private appendStream(step: Extract<Step, { step: 'stream' }>, link: Link, context: ProgramContext): void {
    const operation = step.operation === '' ? SAME_OPERATION : context.operation(step.operation);
    const call = instruction(Op.call, { link, operation, plan: context.stream?.(step) ?? UNARY });
    this.appendCall(call, link, step.direction, context);
  }

  /** A call with the work of writing its request and reading its answer; that of a stream's messages is done one by one. */
  private appendCall(call: Instruction, link: Link, streams: StreamDirection | null, context: ProgramContext): void {
    const codec = context.callers === undefined ? null : (link.wire?.codec ?? null);
    const writesOne = streams === null || streams === 'server';
    const readsOne = streams === null || streams === 'client';
    this.appendCoding(writesOne ? (codec?.encodeRequestMs ?? 0) : 0);
    this.instructions.push(call);
    this.appendCoding(readsOne ? (codec?.decodeAnswerMs ?? 0) : 0);
  }

  /** All requests are encoded before the first is sent, and the answers decoded when all have come. */
  private appendParallel({ steps }: Extract<Step, { step: 'parallel' }>, context: ProgramContext): void {
    const codecs = steps.flatMap((step) => {
      const isCall = context.callers !== undefined && (step.step === 'call' || step.step === 'publish');
      return isCall ? [context.link(step.link).wire?.codec ?? null] : [];
    });
    const sum = (ms: (codec: CodecCosts) => number) =>
      codecs.reduce((total, codec) => (codec === null ? total : total + ms(codec)), 0);
    this.appendCoding(sum((codec) => codec.encodeRequestMs));
    const parallel = instruction(Op.parallel);
    this.instructions.push(parallel);
    this.append(steps, { ...context, callers: undefined });
    parallel.target = this.instructions.length;
    this.appendCoding(sum((codec) => codec.decodeAnswerMs));
  }

  /** Work that takes always so long, if it takes any time at all. */
  private appendCoding(ms: number): void {
    if (ms > 0) this.instructions.push(instruction(Op.work, { sampler: { sample: () => ms } }));
  }

  private appendCached(step: Extract<Step, { step: 'cached' }>, context: ProgramContext): void {
    const { instructions } = this;
    const cache = context.link(step.cache);
    const operation = step.operation === '' ? SAME_OPERATION : context.operation(step.operation);
    const askOrigin: Step = { step: 'call', link: step.origin, operation: step.operation };
    // Nobody can be asked for something by a message.
    if (cache.carriesMessages) {
      this.appendStep(askOrigin, context);
      return;
    }
    const ifMissed = instruction(Op.ifMissed);
    instructions.push(instruction(Op.ask, { link: cache, operation }), ifMissed);
    this.appendStep(askOrigin, context);
    instructions.push(instruction(Op.ask, { link: cache, operation: context.operation(CACHE_FILL) }));
    ifMissed.target = instructions.length;
  }
}
