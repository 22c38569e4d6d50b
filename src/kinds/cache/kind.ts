import type { RandomStream } from '../../kernel/random';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Answer, FrameFlag, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { addWork } from '../../network/serving/only-work';
import { CACHE_FILL, Program } from '../../network/serving/program';
import { emptyServer, Server, type ServerState } from '../../network/serving/server';
import { Entries, type EntriesState, noEntries } from './entries';
import { addLease, type LeaseQueue, noLeases, takeSpentLeases } from './leases';
import type { CacheParams } from './params';

/** Somebody is about to bring the entry of a key. */
interface Load {
  /** Whose call brings it; NONE where the caller does that by itself: it has a lease. */
  readonly leader: number;
  /** Until when the lease holds, ms. */
  readonly dueMs: number;
  /** Requests that wait for it. */
  readonly waiters: number[];
}

interface CacheState extends ServerState {
  entries: EntriesState;
  /** By key. */
  loads: Record<number, Load>;
  readonly leases: LeaseQueue;
}

/** Timers; those before are the server's. */
const LEASE = 16;
/** In the program: behind the look, where an operation ends. */
const END = 1;

/**
 * Keeps answers by key. With a link to an origin it fetches what it does not have (read-through); without one it says so,
 * and the caller fetches it and puts it here (cache-aside).
 */
class Cache extends Server {
  override state: CacheState = { ...emptyServer(), entries: noEntries(), loads: {}, leases: noLeases() };
  private readonly entries: Entries;
  private readonly origin: Link | null;
  private readonly fill: number;
  private readonly writes: ReadonlySet<number>;
  private readonly params: CacheParams;
  private readonly ttlRandom: RandomStream;

  constructor(context: ComponentContext<CacheParams>) {
    const { network, params } = context;
    const program = new Program();
    addWork(program, context, context.sampler('access time', params.accessTime));
    super(context, program, params.concurrency, params.queueLimit);
    this.params = params;
    this.entries = new Entries(this, params.capacity, params.eviction);
    this.origin = context.outgoing[0] ?? null;
    this.fill = network.operation(CACHE_FILL);
    this.writes = new Set(params.writeOperations.map((name) => network.operation(name)));
    this.ttlRandom = context.random('ttl');
  }

  protected override entry(): number {
    return 0;
  }

  /** The access is over: now it shows whether the entry is there. */
  override onWorked(frame: number): void {
    const operation = this.network.frames.operation[frame];
    if (operation === this.fill) this.takeFill(frame);
    else if (this.writes.has(operation)) this.write(frame);
    else this.look(frame);
  }

  /** The origin has answered. */
  override onReply(frame: number, outcome: Outcome, link: Link): void {
    const { frames } = this.network;
    const key = frames.key[frame];
    if (outcome === Outcome.ok) {
      if (!this.writes.has(frames.operation[frame]) || this.params.writes === 'through') this.store(key);
      else this.invalidate(key);
    }
    const waiters = this.state.loads[key]?.leader === frame ? this.endLoad(key) : [];
    super.onReply(frame, outcome, link);
    for (const waiter of waiters) this.release(waiter, outcome);
  }

  /** Whoever waits for another's load waits no longer; whoever loads leaves that to the first who waits for it. */
  override onCalledOff(frame: number): void {
    const { network, state, origin } = this;
    const { frames, kernel } = network;
    const key = frames.key[frame];
    const load = state.loads[key];
    const place = load?.waiters.indexOf(frame) ?? -1;
    if (place >= 0) load.waiters.splice(place, 1);
    const leads = load?.leader === frame;
    const heir = leads ? load.waiters.shift() : undefined;
    if (heir !== undefined) state.loads[key] = { ...load, leader: heir };
    else if (leads) delete state.loads[key];
    super.onCalledOff(frame);
    if (heir === undefined || origin === null) return;
    this.onResumed(heir, kernel.now - frames.since[heir]);
    this.askOrigin(heir, origin);
  }

  override onTimer(timer: number): void {
    if (timer !== LEASE) {
      super.onTimer(timer);
      return;
    }
    takeSpentLeases(this.state.leases, this.network.kernel.now, (key, dueMs) => {
      if (this.state.loads[key]?.dueMs === dueMs) this.passLeaseOn(key);
    });
  }

  /** Loses all entries; what is being loaded is stored when it comes. */
  flush(): void {
    this.entries.clear();
    this.note(Note.flushes);
    this.note(Note.entries, 0);
  }

  protected override loseEverything(): void {
    super.loseEverything();
    this.state.loads = {};
    this.state.leases.keys.length = 0;
    this.state.leases.dueMs.length = 0;
    this.state.leases.head = 0;
    if (this.entries.size === 0) return;
    this.entries.clear();
    this.note(Note.entries, 0);
  }

  private look(frame: number): void {
    const { network, entries, state, params, origin } = this;
    const { frames, kernel } = network;
    const key = frames.key[frame];
    const slot = this.findFresh(key);
    if (slot !== NONE) {
      this.note(Note.cacheHits, 0, kernel.now - entries.storedMs(slot), frame);
      entries.use(slot);
      this.renewIfOld(frame, slot);
      this.finish(frame, Outcome.ok);
      return;
    }
    this.note(Note.cacheMisses, 0, 0, frame);
    const load = params.singleFlight ? state.loads[key] : undefined;
    if (load !== undefined) {
      this.note(Note.joinedLoads, 0, 0, frame);
      load.waiters.push(frame);
      this.waitFor(frame);
    } else if (origin === null) {
      if (params.singleFlight) this.giveLease(key, []);
      this.answerMiss(frame);
    } else {
      if (params.singleFlight) state.loads[key] = { leader: frame, dueMs: Infinity, waiters: [] };
      this.askOrigin(frame, origin);
    }
  }

  /** The slot of an entry that may still be used; NONE where there is none. */
  private findFresh(key: number): number {
    const { entries } = this;
    const slot = entries.find(key);
    if (slot === NONE || this.network.kernel.now < entries.expiresMs(slot)) return slot;
    entries.remove(slot);
    this.note(Note.expirations);
    this.note(Note.entries, entries.size);
    return NONE;
  }

  private write(frame: number): void {
    if (this.origin !== null) {
      this.askOrigin(frame, this.origin);
      return;
    }
    this.invalidate(this.network.frames.key[frame]);
    this.answerMiss(frame);
  }

  /** The caller brings what was missing. */
  private takeFill(frame: number): void {
    const key = this.network.frames.key[frame];
    this.store(key);
    const waiters = this.state.loads[key]?.leader === NONE ? this.endLoad(key) : [];
    this.finish(frame, Outcome.ok);
    for (const waiter of waiters) this.release(waiter, Outcome.ok);
  }

  private answerMiss(frame: number): void {
    this.network.frames.answer[frame] = Answer.miss;
    this.finish(frame, Outcome.ok);
  }

  private askOrigin(frame: number, origin: Link): void {
    this.block(frame, origin);
    this.network.call(origin, frame, this.network.frames.operation[frame]);
  }

  private waitFor(frame: number): void {
    const { frames, kernel } = this.network;
    if (this.origin !== null) {
      this.block(frame, this.origin);
      return;
    }
    frames.phase[frame] = Phase.blocked;
    frames.since[frame] = kernel.now;
  }

  /** Goes on with one that waited for another's load. */
  private release(waiter: number, outcome: Outcome): void {
    const { frames, kernel } = this.network;
    this.onResumed(waiter, kernel.now - frames.since[waiter]);
    this.finish(waiter, outcome === Outcome.ok ? outcome : this.failure(outcome));
  }

  private endLoad(key: number): number[] {
    const { waiters } = this.state.loads[key];
    delete this.state.loads[key];
    return waiters;
  }

  private giveLease(key: number, waiters: number[]): void {
    const dueMs = this.network.kernel.now + this.params.leaseMs;
    this.state.loads[key] = { leader: NONE, dueMs, waiters };
    addLease(this.state.leases, key, dueMs);
    this.network.startTimer(this.index, LEASE, dueMs);
  }

  /** Whoever had the lease did not come back in time: the next may try. */
  private passLeaseOn(key: number): void {
    const [next, ...others] = this.endLoad(key);
    if (next === undefined) return;
    this.giveLease(key, others);
    this.answerMiss(next);
  }

  /** Fetches an entry anew that is about to expire, while it goes on being served. */
  private renewIfOld(frame: number, slot: number): void {
    const { network, state, origin, params, entries } = this;
    const { frames, kernel } = network;
    const key = frames.key[frame];
    if (origin === null || params.refreshAheadMs === null || state.loads[key] !== undefined) return;
    if (entries.expiresMs(slot) - kernel.now > params.refreshAheadMs) return;
    this.note(Note.refreshes, 0, 0, frame);
    const renewal = network.openRequest(this.index, frames.operation[frame]);
    frames.key[renewal] = key;
    frames.source[renewal] = frames.source[frame];
    frames.hops[renewal] = frames.hops[frame];
    frames.serial[renewal] = frames.serial[frame];
    // It runs on behalf of one that is answered, and holds no worker.
    frames.flags[renewal] = FrameFlag.answered;
    frames.pc[renewal] = END;
    this.goOnInBackground(renewal);
    state.loads[key] = { leader: renewal, dueMs: Infinity, waiters: [] };
    this.askOrigin(renewal, origin);
  }

  private store(key: number): void {
    const { entries, params } = this;
    const { now } = this.network.kernel;
    const before = entries.size;
    const cut = params.ttlJitter > 0 ? params.ttlJitter * this.ttlRandom.unit() : 0;
    const expiresMs = params.ttlMs === null ? Infinity : now + params.ttlMs * (1 - cut);
    if (entries.put(key, now, expiresMs)) this.note(Note.evictions);
    if (entries.size !== before) this.note(Note.entries, entries.size);
  }

  private invalidate(key: number): void {
    const slot = this.entries.find(key);
    if (slot === NONE) return;
    this.entries.remove(slot);
    this.note(Note.invalidations);
    this.note(Note.entries, this.entries.size);
  }
}

export const cache = defineBehaviour<CacheParams>({
  kind: 'cache',
  create: (context) => new Cache(context),
});
