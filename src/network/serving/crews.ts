import { setup } from 'xstate';
import type { Population } from '../../kernel/statechart/population';
import type { Statecharts } from '../../kernel/statechart/statecharts';
import { NONE } from '../frames/frames';
import { clearIn, LIST_WORDS } from '../frames/list-in-line';

/** A worker: a thread, a connection of a pool, a slot of a limit on concurrency. */
export const workerMachine = setup({
  types: {} as {
    events:
      | { type: 'take' }
      | { type: 'block' }
      | { type: 'resume' }
      | { type: 'finish' }
      | { type: 'preempt' }
      | { type: 'crash' };
  },
}).createMachine({
  id: 'worker',
  initial: 'free',
  states: {
    free: { on: { take: 'busy' } },
    busy: { on: { block: 'blocked', finish: 'free', preempt: 'free', crash: 'free' } },
    blocked: { on: { resume: 'busy', crash: 'free' } },
  },
});

/** Indices of the states: free, busy, blocked. */
const BLOCKED = 2;

/** What stands in the line of a server, from its beginning on. */
export const Crew = {
  /** How many workers there are; fewer than are held, for a while, after their number has gone down. */
  workers: 0,
  /** Workers that are not free. Where requests share the workers there may be more than these. */
  held: 1,
  /** Of those, the ones that wait for a call. */
  blocked: 2,
  /** The slot that nobody holds and that is taken next; NONE: a new one is. */
  spare: 3,
  /** 1 where whoever divides the workers among several wants to hear of each change: see `SlotUses`. */
  isDivided: 4,
  /** Of a server of replicas: how many are ready, and while its workers are not divided, how many of them may be held. */
  ready: 5,
  open: 6,
  /** The list of frames that hold a worker, in the order in which they got it. */
  serving: 7,
  /** The list of frames that wait for one. */
  queue: 7 + LIST_WORDS,
  /** The list of frames that were answered early and go on without a worker. */
  background: 7 + 2 * LIST_WORDS,
} as const;

/** As many numbers as a line of a processor's cache holds. */
const LINE = 16;
const FIRST_SERVERS = 16;
const FIRST_SLOTS = 64;

export interface SavedCrews {
  readonly words: Int32Array;
  readonly nextSpare: Int32Array;
  readonly dividedTo: Int32Array;
}

/**
 * The workers of all servers, and who is served and waits there. Every request comes by here several times: so what
 * changes with each of them is one line of numbers a server, side by side, and a byte and two numbers a worker. A thousand
 * servers with objects of their own for that took thrice the time an event, all of it spent on waiting for the memory.
 *
 * Each worker is a statechart; its states are saved by `Statecharts.save`. A slot comes into being when it is first
 * taken, so that ten million workers cost nothing while they are idle.
 */
export class Crews {
  readonly population: Population<typeof workerMachine>;
  /** The lines: see {@link Crew}. Replaced when it grows, which is before a run. */
  words = new Int32Array(FIRST_SERVERS * LINE);
  /** By slot that nobody holds: the one that was given back before it. */
  nextSpare = new Int32Array(FIRST_SLOTS).fill(NONE);
  /** By slot: whose it is, where the workers are divided among several. */
  dividedTo = new Int32Array(FIRST_SLOTS);
  /** Where the next line begins. */
  private end = 0;
  private readonly takes: number;
  private readonly blocks: number;
  private readonly resumes: number;
  private readonly finishes: number;
  private readonly preempts: number;
  private readonly crashes: number;

  constructor(statecharts: Statecharts) {
    const population = statecharts.populate(workerMachine);
    this.population = population;
    this.takes = population.eventIndex('take');
    this.blocks = population.eventIndex('block');
    this.resumes = population.eventIndex('resume');
    this.finishes = population.eventIndex('finish');
    this.preempts = population.eventIndex('preempt');
    this.crashes = population.eventIndex('crash');
  }

  /** One more server, without workers; returns where its line begins. */
  add(): number {
    const line = this.end;
    this.end += LINE;
    if (this.end > this.words.length) {
      const grown = new Int32Array(2 * this.words.length);
      grown.set(this.words);
      this.words = grown;
    }
    this.words[line + Crew.spare] = NONE;
    for (const list of [Crew.serving, Crew.queue, Crew.background]) clearIn(this.words, line + list);
    return line;
  }

  /** A worker is taken; whether there is one is the caller's business. Returns its slot. */
  take(line: number): number {
    const { words } = this;
    let slot = words[line + Crew.spare];
    if (slot === NONE) slot = this.addSlot();
    else words[line + Crew.spare] = this.nextSpare[slot];
    this.population.send(slot, this.takes);
    words[line + Crew.held]++;
    return slot;
  }

  /** A worker begins to wait for a call; false if it waits already. */
  block(line: number, slot: number): boolean {
    if (!this.population.send(slot, this.blocks)) return false;
    this.words[line + Crew.blocked]++;
    return true;
  }

  /** A worker goes on; false if it has not waited. */
  resume(line: number, slot: number): boolean {
    if (!this.population.send(slot, this.resumes)) return false;
    this.words[line + Crew.blocked]--;
    return true;
  }

  /** The operation is over. Returns whether its worker was waiting; so do the next two. */
  finish(line: number, slot: number): boolean {
    return this.free(line, slot, this.finishes);
  }

  /** The worker is wanted elsewhere. */
  preempt(line: number, slot: number): boolean {
    return this.free(line, slot, this.preempts);
  }

  /** The process that the worker was part of is gone. */
  crash(line: number, slot: number): boolean {
    return this.free(line, slot, this.crashes);
  }

  save(): SavedCrews {
    const { size } = this.population;
    return {
      words: this.words.slice(0, this.end),
      nextSpare: this.nextSpare.slice(0, size),
      dividedTo: this.dividedTo.slice(0, size),
    };
  }

  restore({ words, nextSpare, dividedTo }: SavedCrews): void {
    this.words.set(words);
    if (this.nextSpare.length < nextSpare.length) this.growTo(nextSpare.length);
    this.nextSpare.set(nextSpare);
    this.dividedTo.fill(0);
    this.dividedTo.set(dividedTo);
  }

  private free(line: number, slot: number, eventIndex: number): boolean {
    const { words, population } = this;
    const wasBlocked = population.stateIndex(slot) === BLOCKED;
    if (!population.send(slot, eventIndex)) throw new Error(`worker ${slot} is held by nobody`);
    words[line + Crew.held]--;
    if (wasBlocked) words[line + Crew.blocked]--;
    this.nextSpare[slot] = words[line + Crew.spare];
    words[line + Crew.spare] = slot;
    return wasBlocked;
  }

  private addSlot(): number {
    const slot = this.population.add();
    if (slot >= this.nextSpare.length) this.growTo(2 * slot);
    return slot;
  }

  private growTo(slots: number): void {
    const nextSpare = new Int32Array(slots);
    nextSpare.set(this.nextSpare);
    this.nextSpare = nextSpare;
    const dividedTo = new Int32Array(slots);
    dividedTo.set(this.dividedTo);
    this.dividedTo = dividedTo;
  }
}
