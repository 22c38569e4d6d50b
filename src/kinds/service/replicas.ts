import type { Population } from '../../kernel/statechart/population';
import type { Network } from '../../network/network';
import { Crew } from '../../network/serving/crews';
import type { LiveReplica } from '../../network/serving/live-replicas';
import type { WorkerSlots } from '../../network/serving/worker-slots';
import type { SlotUses } from '../../network/serving/workers';
import { DRAINING, GONE, READY, replicaMachine, STARTING } from './statechart';

/** What changes in the replicas during a run, besides their statecharts: plain data. Lists are by replica. */
export interface ReplicasState {
  /** How many there are to be. */
  desired: number;
  /** Raised by every rolling restart: replicas of an earlier one are to be replaced. */
  generation: number;
  readonly generations: number[];
  readonly startedAtMs: number[];
  readonly readySinceMs: number[];
  /** When its state ends by itself: it has started, or its grace period is over. */
  readonly dueMs: number[];
  /** Workers in use; 0 while the workers are not divided. So are the next two. */
  readonly held: number[];
  /** Of those, not waiting for others. */
  readonly working: number[];
  /** Requests begun since it was started. */
  readonly begun: number[];
  /** Workers × ms in use, and at work, since it was started. */
  readonly heldMs: number[];
  readonly workingMs: number[];
  /** Up to when both are counted. */
  readonly countedToMs: number[];
  /** True for one that goes only to be started again in its place. */
  readonly returns: boolean[];
  /** How often it has been restarted in its place, one soon after the other. */
  readonly restarts: number[];
  /** Workers that may be taken. */
  free: number;
  /** Those that take requests: ready ones, or while there are none, those that drain. */
  takes: boolean[];
  takers: number;
  /** Where the search for the next worker begins. */
  next: number;
}

export const noReplicas = (): ReplicasState => ({
  desired: 0,
  generation: 0,
  generations: [],
  startedAtMs: [],
  readySinceMs: [],
  dueMs: [],
  held: [],
  working: [],
  begun: [],
  heldMs: [],
  workingMs: [],
  countedToMs: [],
  returns: [],
  restarts: [],
  free: 0,
  takes: [],
  takers: 0,
  next: 0,
});

/** What a service does about what becomes of its replicas. */
export interface ReplicasOwner {
  readonly state: { readonly replicas: ReplicasState };
  readonly slots: WorkerSlots;
  /** Who is to take a request: one of those with a free worker. */
  replicaFor(frame: number): number;
  /** The last request in hand of a replica that drains is done. */
  onDrained(replica: number): void;
}

/** So many requests one has served that was there before the run began. */
const LONG_IN_USE = 1e12;
/** So long a replica must have run for its restarts to be forgotten (kubelet: ten minutes). */
const HEALTHY_MS = 600_000;
/** kubelet's CrashLoopBackOff: 10 s, 20 s, 40 s … up to five minutes; the first restart is at once. */
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 300_000;

/** The wait before the next restart, when there were so many. */
function backoffMs(restarts: number): number {
  if (restarts === 0) return 0;
  let ms = FIRST_BACKOFF_MS;
  for (let restart = 1; restart < restarts && ms < LONGEST_BACKOFF_MS; restart++) ms *= 2;
  return Math.min(LONGEST_BACKOFF_MS, ms);
}

/**
 * The replicas of a service, each a statechart with its share of the workers. Who waits, waits for all of them; a free
 * worker of the next replica in turn takes it. Numbers of replicas are used again.
 *
 * While there has only ever been one, and nobody asks how long its workers were in use, its books are those of the
 * server, and nothing is written down twice: most services of a large scenario are like that.
 */
export class Replicas implements SlotUses {
  readonly population: Population<typeof replicaMachine>;
  private readonly events: Record<'start' | 'started' | 'drain' | 'drained' | 'crash', number>;

  private readonly line: number;

  /**
   * @param line of the server in the crews
   * @param workers of each
   * @param isMeasured whether anybody wants to know how long its workers were in use
   * @param shares whether requests share the workers, so that a replica may have any number in hand
   */
  constructor(
    private readonly network: Network,
    private readonly owner: ReplicasOwner,
    line: number,
    readonly workers: number,
    private readonly shares: boolean,
    private readonly isMeasured: boolean,
  ) {
    const population = network.statecharts.populate(replicaMachine);
    this.line = line;
    this.population = population;
    this.events = {
      start: population.eventIndex('start'),
      started: population.eventIndex('started'),
      drain: population.eventIndex('drain'),
      drained: population.eventIndex('drained'),
      crash: population.eventIndex('crash'),
    };
  }

  get size(): number {
    return this.population.size;
  }

  /** By the indices of the states. */
  stateOf(replica: number): number {
    return this.population.stateIndex(replica);
  }

  count(stateIndex: number): number {
    return this.population.count(stateIndex);
  }

  /** Those that are there to stay: starting, ready, or away for a restart. */
  get alive(): number {
    let alive = 0;
    for (let replica = 0; replica < this.size; replica++) if (this.isAlive(replica)) alive++;
    return alive;
  }

  /** Of the living, those from before the last rolling restart began. */
  get outdated(): number {
    let outdated = 0;
    for (let replica = 0; replica < this.size; replica++) if (this.isOutdated(replica)) outdated++;
    return outdated;
  }

  isOutdated(replica: number): boolean {
    return this.isAlive(replica) && this.state.generations[replica] < this.state.generation;
  }

  /** Whether a replica has a worker to spare and takes requests. */
  canTake(replica: number): boolean {
    return this.state.takes[replica] && (this.shares || this.heldOf(replica) < this.workers);
  }

  /** The next in turn of those that can take a request; there must be one. */
  nextInTurn(): number {
    const { state, size } = this;
    if (size === 1 && this.canTake(0)) return 0;
    for (let step = 0; step < size; step++) {
      const replica = (state.next + step) % size;
      if (!this.canTake(replica)) continue;
      state.next = (replica + 1) % size;
      return replica;
    }
    throw new Error('no replica can take a request');
  }

  /** All that are not gone, one by one; null where there are more than `most`, or only one. */
  few(most: number): LiveReplica[] | null {
    const { population, size, state } = this;
    const present = size - this.count(GONE);
    if (present < 2 || present > most) return null;
    const few: LiveReplica[] = [];
    for (let replica = 0; replica < size; replica++) {
      const stateIndex = this.stateOf(replica);
      if (stateIndex === GONE) continue;
      const busy = this.heldOf(replica);
      few.push({ state: population.states[stateIndex], busy, blocked: busy - state.working[replica] });
    }
    return few;
  }

  /** The replica that a slot is a worker of. */
  ofSlot(slot: number): number {
    return this.owner.slots.dividedTo(slot);
  }

  /** Workers of a replica that are in use. */
  heldOf(replica: number): number {
    const { slots } = this.owner;
    return slots.isDivided ? this.state.held[replica] : slots.held;
  }

  /** From now on each replica has books of its own. Does nothing if that is so already. */
  divide(): void {
    const { state, owner } = this;
    const { slots } = owner;
    if (slots.isDivided) return;
    slots.divide();
    if (state.held.length === 0) return;
    const [, busy, blocked] = slots.counts();
    state.held[0] = busy + blocked;
    state.working[0] = busy;
    state.free = state.takes[0] ? Math.max(0, this.workers - state.held[0]) : 0;
  }

  /** A new one begins to start, and will be ready at `readyAtMs`. Returns its number. */
  start(readyAtMs: number): number {
    let replica = 0;
    while (replica < this.size && this.stateOf(replica) !== GONE) replica++;
    if (replica === this.size) this.add();
    this.state.restarts[replica] = 0;
    this.startAt(replica, readyAtMs);
    return replica;
  }

  /** One that is gone begins to start again in its place, later the more often it was restarted lately. */
  startAgain(replica: number, startupMs: number): void {
    const { state, network } = this;
    const { now } = network.kernel;
    const ranMs = now - state.readySinceMs[replica];
    const restarts = ranMs >= HEALTHY_MS ? 0 : state.restarts[replica];
    state.restarts[replica] = restarts + 1;
    this.startAt(replica, now + backoffMs(restarts) + startupMs);
  }

  /** One that was starting takes requests from now on. */
  becomeReady(replica: number): void {
    const { state, network } = this;
    this.send(replica, this.events.started);
    state.readySinceMs[replica] = network.kernel.now;
    state.countedToMs[replica] = network.kernel.now;
    state.dueMs[replica] = Infinity;
  }

  /** One has long been in use: it is not slow at first. */
  warm(replica: number): void {
    this.state.begun[replica] = LONG_IN_USE;
  }

  /** One takes nothing new from now on; one that is starting goes at once. */
  drain(replica: number, endsAtMs: number): void {
    this.divide();
    this.send(replica, this.events.drain);
    this.state.dueMs[replica] = this.stateOf(replica) === DRAINING ? endsAtMs : Infinity;
  }

  /** One has nothing in hand any more and goes. */
  leave(replica: number): void {
    this.send(replica, this.events.drained);
    this.state.dueMs[replica] = Infinity;
  }

  /** One is killed; what it has in hand is for the owner to end. */
  crash(replica: number): void {
    this.send(replica, this.events.crash);
    this.state.dueMs[replica] = Infinity;
  }

  /** Works out anew who takes requests, and how many workers are free. */
  refresh(): void {
    const { state, size, network } = this;
    const taking = this.count(READY) > 0 ? READY : DRAINING;
    state.takers = 0;
    state.free = 0;
    state.takes = [];
    for (let replica = 0; replica < size; replica++) {
      const takes = this.stateOf(replica) === taking;
      state.takes.push(takes);
      if (!takes) continue;
      state.takers++;
      state.free += Math.max(0, this.workers - this.heldOf(replica));
    }
    network.crews.words[this.line + Crew.open] = state.takers * this.workers;
  }

  /** The one that is to go first where there are too many: one that is starting, or the youngest. */
  youngest(isCandidate: (replica: number) => boolean = () => true): number | null {
    const { readySinceMs } = this.state;
    let found: number | null = null;
    for (let replica = 0; replica < this.size; replica++) {
      const state = this.stateOf(replica);
      if ((state !== STARTING && state !== READY) || !isCandidate(replica)) continue;
      if (found === null) found = replica;
      else if (state !== this.stateOf(found)) found = state === STARTING ? replica : found;
      else if (state === STARTING || readySinceMs[replica] >= readySinceMs[found]) found = replica;
    }
    return found;
  }

  took(slot: number, frame: number): void {
    const { state } = this;
    const replica = this.owner.replicaFor(frame);
    if (this.isMeasured) this.countUp(replica);
    this.owner.slots.assign(slot, replica);
    state.held[replica]++;
    state.working[replica]++;
    state.begun[replica]++;
    if (state.takes[replica]) state.free--;
  }

  blocked(slot: number): void {
    const replica = this.ofSlot(slot);
    if (this.isMeasured) this.countUp(replica);
    this.state.working[replica]--;
  }

  resumed(slot: number): void {
    const replica = this.ofSlot(slot);
    if (this.isMeasured) this.countUp(replica);
    this.state.working[replica]++;
  }

  gave(slot: number, wasBlocked: boolean): void {
    const { state } = this;
    const replica = this.ofSlot(slot);
    if (this.isMeasured) this.countUp(replica);
    state.held[replica]--;
    if (!wasBlocked) state.working[replica]--;
    if (state.takes[replica]) state.free++;
    if (state.held[replica] === 0 && this.stateOf(replica) === DRAINING) this.owner.onDrained(replica);
  }

  /** Counts the time of its workers up to now. */
  countUp(replica: number): void {
    const { heldMs, workingMs, held, working, countedToMs } = this.state;
    const { now } = this.network.kernel;
    const ms = now - countedToMs[replica];
    if (ms === 0) return;
    heldMs[replica] += held[replica] * ms;
    workingMs[replica] += working[replica] * ms;
    countedToMs[replica] = now;
  }

  private get state(): ReplicasState {
    return this.owner.state.replicas;
  }

  private isAlive(replica: number): boolean {
    const state = this.stateOf(replica);
    return state === STARTING || state === READY || (state === DRAINING && this.state.returns[replica]);
  }

  private add(): void {
    const { state } = this;
    if (this.population.add() > 0) this.divide();
    state.generations.push(0);
    state.startedAtMs.push(0);
    state.readySinceMs.push(0);
    state.dueMs.push(Infinity);
    state.held.push(0);
    state.working.push(0);
    state.begun.push(0);
    state.heldMs.push(0);
    state.workingMs.push(0);
    state.countedToMs.push(0);
    state.returns.push(false);
    state.restarts.push(0);
    state.takes.push(false);
  }

  private startAt(replica: number, readyAtMs: number): void {
    const { state, network } = this;
    this.send(replica, this.events.start);
    state.generations[replica] = state.generation;
    state.startedAtMs[replica] = network.kernel.now;
    state.returns[replica] = false;
    state.begun[replica] = 0;
    state.heldMs[replica] = 0;
    state.workingMs[replica] = 0;
    state.countedToMs[replica] = network.kernel.now;
    state.dueMs[replica] = readyAtMs;
  }

  private send(replica: number, eventIndex: number): void {
    if (!this.population.send(replica, eventIndex)) {
      throw new Error(`replica ${replica} is not in a state for that: ${this.stateOf(replica)}`);
    }
    this.network.crews.words[this.line + Crew.ready] = this.count(READY);
  }
}
