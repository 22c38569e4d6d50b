import type { RandomStream } from '../../kernel/random';
import type { Sampler } from '../../kernel/sampler';
import type { Statechart } from '../../kernel/statechart/statechart';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Answer, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, oneChart } from '../../network/live-chart';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { addWork } from '../../network/serving/only-work';
import { Program } from '../../network/serving/program';
import { emptyServer, Server, type ServerState } from '../../network/serving/server';
import { FIRST_COME } from '../../network/serving/serving-rules';
import { emptyOutbox, Outbox, type OutboxState } from './outbox';
import type { DatabaseParams } from './params';
import { behindMs, inStep, type Replication, replicate } from './replication';
import { lock, type RowLocks, unlock } from './row-locks';
import { diskMachine } from './statechart';

interface DatabaseState extends ServerState {
  /** Connections in use: to the primary, to all replicas together. */
  readonly inUse: number[];
  /** Which replica the next read goes to. */
  turn: number;
  locks: RowLocks;
  lockWaiters: number;
  readonly replication: Replication;
  readonly outbox: OutboxState;
}

/** Timers; those before are the server's. */
const RELAY = 16;

/** What `order` says of a query: what it does and where. Replica i is `ON_REPLICA + i`. */
const WRITE = 0;
const READ_ON_PRIMARY = 1;
const ON_REPLICA = 2;

const PRIMARY = 0;
const REPLICAS = 1;

/** Pools of connections to a primary and its replicas: each runs one query at a time, the others wait. */
class Database extends Server {
  override state: DatabaseState;
  private readonly params: DatabaseParams;
  private readonly writes: ReadonlySet<number>;
  private readonly writeEntry: number;
  private readonly shareRandom: RandomStream;
  private readonly lag: Sampler;
  private readonly outbox: Outbox | null;
  private readonly disk: Statechart<typeof diskMachine>;
  /** Whether it makes any difference what a query does. */
  private readonly tellsApart: boolean;

  constructor(context: ComponentContext<DatabaseParams>) {
    const { network, params } = context;
    const program = new Program();
    const queryTime = context.sampler('query time', params.queryTime);
    addWork(program, context, queryTime);
    const { connectionTimeoutMs } = params;
    super(
      context,
      program,
      params.poolSize * (1 + params.replicas),
      params.maxWaiters,
      connectionTimeoutMs === null
        ? FIRST_COME
        : { ...FIRST_COME, patience: context.sampler('patience', { dist: 'constant', valueMs: connectionTimeoutMs }) },
    );
    const writeTime = params.writeTime === null ? queryTime : context.sampler('write time', params.writeTime);
    this.writeEntry = addWork(program, context, writeTime);
    this.params = params;
    this.disk = network.statecharts.compile(diskMachine);
    this.disk.start();
    this.writes = new Set(params.writeOperations.map((name) => network.operation(name)));
    this.shareRandom = context.random('write');
    this.lag = context.sampler('replication lag', params.replicationLag);
    const brokers = context.outgoing.filter((link) => link.carriesMessages);
    const { outbox } = params;
    this.outbox =
      outbox.relay === 'none' || brokers.length === 0
        ? null
        : new Outbox(
            network,
            {
              index: context.index,
              isUp: () => this.isUp,
              outbox: () => this.state.outbox,
              tell: (note, extra, value) => this.note(note, extra, value),
            },
            outbox,
            brokers,
            RELAY,
          );
    this.tellsApart =
      params.replicas > 0 ||
      params.rowLocks ||
      params.writeShare > 0 ||
      params.writeTime !== null ||
      outbox.relay !== 'none';
    this.state = {
      ...emptyServer(),
      inUse: [0, 0],
      turn: 0,
      locks: {},
      lockWaiters: 0,
      replication: inStep(params.replicas),
      outbox: emptyOutbox(),
    };
  }

  override onArrival(frame: number): void {
    const { params } = this;
    const onReplica = params.replicas > 0 && params.reads === 'replicas';
    this.network.frames.order[frame] = this.isWrite(frame) ? WRITE : onReplica ? ON_REPLICA : READ_ON_PRIMARY;
    super.onArrival(frame);
  }

  /** Nothing can be written from now on, until there is room again. */
  setDiskFull(full: boolean): void {
    if (this.isDiskFull === full) return;
    this.disk.send({ type: full ? 'filled' : 'freed' });
    this.note(Note.diskFull, full ? 1 : 0);
  }

  override liveCharts(): LiveChart[] {
    return [...super.liveCharts(), oneChart('disk', this.disk)];
  }

  private get isDiskFull(): boolean {
    return this.disk.state === 'full';
  }

  protected override entry(frame: number): number {
    return this.network.frames.order[frame] === WRITE ? this.writeEntry : 0;
  }

  protected override get isChoosy(): boolean {
    return this.params.replicas > 0;
  }

  protected override canBegin(frame: number): boolean {
    if (!super.canBegin(frame)) return false;
    const { poolSize, replicas } = this.params;
    const pool = this.poolOf(frame);
    return this.state.inUse[pool] < (pool === PRIMARY ? poolSize : poolSize * replicas);
  }

  protected override begin(frame: number): void {
    const { frames } = this.network;
    this.state.inUse[this.poolOf(frame)]++;
    if (frames.order[frame] >= ON_REPLICA) {
      frames.order[frame] = ON_REPLICA + this.state.turn;
      this.state.turn = (this.state.turn + 1) % this.params.replicas;
    }
    super.begin(frame);
  }

  protected override finish(frame: number, outcome: Outcome): void {
    this.state.inUse[this.poolOf(frame)]--;
    super.finish(frame, outcome);
  }

  /** The query runs, unless another write has its row. */
  protected override work(frame: number, durationMs: number): void {
    const { frames, kernel } = this.network;
    if (frames.order[frame] !== WRITE) {
      this.read(frame);
      super.work(frame, durationMs);
    } else if (!this.params.rowLocks || lock(this.state.locks, frames.key[frame], frame)) {
      super.work(frame, durationMs);
    } else {
      frames.phase[frame] = Phase.blocked;
      frames.since[frame] = kernel.now;
      frames.work[frame] = durationMs;
      this.state.lockWaiters++;
      this.note(Note.lockWaits, 0, 0, frame);
      this.note(Note.lockWaiters, this.state.lockWaiters);
    }
  }

  override onWorked(frame: number): void {
    const { frames } = this.network;
    if (frames.order[frame] !== WRITE) {
      super.onWorked(frame);
      return;
    }
    const diskFull = this.isDiskFull;
    if (!diskFull) this.commit(frame);
    if (this.params.rowLocks) this.releaseRow(frames.key[frame]);
    if (diskFull) this.finish(frame, Outcome.diskFull);
    else super.onWorked(frame);
  }

  override onReply(frame: number, outcome: Outcome, link: Link): void {
    if (this.outbox?.isSending(frame)) this.outbox.onReply(frame, outcome);
    else super.onReply(frame, outcome, link);
  }

  override onTimer(timer: number): void {
    if (timer === RELAY) this.outbox?.look();
    else super.onTimer(timer);
  }

  protected override onUp(): void {
    super.onUp();
    this.outbox?.resume();
  }

  /** What is committed stays: replicas go on catching up, and the outbox keeps its events. */
  protected override loseEverything(): void {
    super.loseEverything();
    const { state } = this;
    state.inUse.fill(0);
    state.locks = {};
    if (state.lockWaiters > 0) this.note(Note.lockWaiters, 0);
    state.lockWaiters = 0;
    this.outbox?.crash();
  }

  private isWrite(frame: number): boolean {
    if (this.writes.has(this.network.frames.operation[frame])) return true;
    const { writeShare } = this.params;
    return writeShare > 0 && this.shareRandom.unit() < writeShare;
  }

  private poolOf(frame: number): number {
    return this.network.frames.order[frame] >= ON_REPLICA ? REPLICAS : PRIMARY;
  }

  /** A read sees what its instance has when it begins. */
  private read(frame: number): void {
    if (!this.tellsApart) return;
    const { frames, kernel } = this.network;
    this.note(Note.reads, 0, 0, frame);
    const replica = frames.order[frame] - ON_REPLICA;
    if (replica < 0) return;
    const missingMs = behindMs(this.state.replication, frames.key[frame], replica, kernel.now);
    if (missingMs < 0) return;
    frames.answer[frame] = Answer.stale;
    this.note(Note.staleReads, 0, missingMs, frame);
  }

  private commit(frame: number): void {
    if (!this.tellsApart) return;
    const { frames, kernel } = this.network;
    this.note(Note.writes, 0, 0, frame);
    if (this.params.replicas > 0) {
      const lagMs = () => this.lag.sample() * this.slowness;
      const slowestMs = replicate(this.state.replication, frames.key[frame], kernel.now, lagMs);
      this.note(Note.replicationLagMs, Math.round(slowestMs));
    }
    this.outbox?.add(frame);
  }

  /** The row is free: the next write that waits for it goes on. */
  private releaseRow(key: number): void {
    const { frames, kernel } = this.network;
    const next = unlock(this.state.locks, key);
    if (next === undefined) return;
    this.state.lockWaiters--;
    this.note(Note.lockWaiters, this.state.lockWaiters, kernel.now - frames.since[next], next);
    super.work(next, frames.work[next]);
  }
}

export const database = defineBehaviour<DatabaseParams>({
  kind: 'database',
  create: (context) => new Database(context),
});
