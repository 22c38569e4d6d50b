import type { LognormalTable } from '../../kernel/lognormal';
import { Lognormal, type Sampler } from '../../kernel/sampler';
import { type Instruction, Op } from './program';

/** What stands in the line of an instruction, from its beginning on. */
export const CodeWord = {
  /** One of `Op`. */
  op: 0,
  /** The index of its link; of work, the number of its {@link Code.samplers sampler}, or the line of its stream; NOWHERE where it has none. */
  on: 1,
  /** The operation that a call asks for; where to go on, of those that jump; of work that is log-normal, the number of its {@link Code.tables table}. */
  operand: 2,
  /** Of a message: its label; of a call: its plan. */
  label: 3,
} as const;

/** A line: four instructions, as many as most operations have, fill a line of a processor's cache. */
export const CODE_LINE = 4;
/** Where no link is, and no sampler. */
export const NOWHERE = -1;

const JUMPS: ReadonlySet<number> = new Set([Op.ifMissed, Op.parallel, Op.branch, Op.jump]);

/**
 * The programs of all components, one behind the other, in numbers: what every request of every component goes through,
 * step by step, lies close together. What only some instructions have beyond that is in the {@link Instruction} itself.
 * It never changes during a run.
 */
export class Code {
  words = new Int32Array(64 * CODE_LINE);
  readonly samplers: Sampler[] = [];
  readonly tables: LognormalTable[] = [];
  private end = 0;

  /** Appends a program; returns where its line begins. */
  add(instructions: readonly Instruction[]): number {
    const start = this.end;
    this.end += instructions.length * CODE_LINE;
    if (this.end > this.words.length) {
      const grown = new Int32Array(2 * this.end);
      grown.set(this.words);
      this.words = grown;
    }
    instructions.forEach((instruction, at) => {
      this.words.set(this.lineOf(instruction), start + at * CODE_LINE);
    });
    return start;
  }

  private lineOf({ op, sampler, link, operation, target, label, plan }: Instruction): number[] {
    if (op === Op.work) return [op, ...this.drawnBy(sampler), NOWHERE];
    const on = link?.index ?? NOWHERE;
    return [op, on, JUMPS.has(op) ? target : operation, op === Op.publish ? label : plan];
  }

  /** What stands in a line of work: on what, and with which table. */
  private drawnBy(sampler: Sampler | null): [on: number, table: number] {
    if (sampler instanceof Lognormal) return [sampler.line, this.tableOf(sampler)];
    return [sampler === null ? NOWHERE : this.samplers.push(sampler) - 1, NOWHERE];
  }

  private tableOf({ table }: Lognormal): number {
    const known = this.tables.indexOf(table);
    return known === -1 ? this.tables.push(table) - 1 : known;
  }
}
