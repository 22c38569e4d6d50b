import type { RandomStream } from '../kernel/random';
import type { Sampler } from '../kernel/sampler';
import type { Link } from './link';
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
  /** Where to go on: of a jump; of a branch not taken; of `ifMissed` when a cache had it; of parallel calls, behind them. */
  target: number;
  readonly probability: number;
  readonly random: RandomStream | null;
}

const instruction = (op: number, rest: Partial<Instruction> = {}): Instruction => ({
  op,
  sampler: null,
  link: null,
  operation: 0,
  target: 0,
  probability: 0,
  random: null,
  ...rest,
});

/** What the flattening of steps must look up. */
export interface ProgramContext {
  /** An outgoing link by its id. */
  link(id: string): Link;
  operation(name: string): number;
  /** The duration of a `work` step; of one without a service time, the component's own. */
  sampler(step: Extract<Step, { step: 'work' }>): Sampler;
  /** Where branches draw. */
  readonly random: RandomStream;
}

/** The operations of a component, one behind the other in one list. */
export class Program {
  readonly instructions: Instruction[] = [];

  /** Appends an operation; returns where it begins. */
  add(steps: readonly Step[], context: ProgramContext): number {
    const start = this.instructions.length;
    this.append(steps, context);
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
        instructions.push(instruction(link.carriesMessages ? Op.publish : Op.call, { link, operation }));
        return;
      }
      case 'cached':
        this.appendCached(step, context);
        return;
      case 'parallel': {
        const parallel = instruction(Op.parallel);
        instructions.push(parallel);
        this.append(step.steps, context);
        parallel.target = instructions.length;
        return;
      }
      case 'reply':
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
