import type { Sampler } from '../../kernel/sampler';
import type { ComponentContext } from '../../network/behaviour';
import { NONE } from '../../network/frames/frames';
import { type LiveChart, manyCharts } from '../../network/live-chart';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { Crew } from '../../network/serving/crews';
import type { LiveReplica } from '../../network/serving/live-replicas';
import { Manner } from '../../network/serving/manners';
import type { Program } from '../../network/serving/program';
import { emptyServer, Server, type ServerState } from '../../network/serving/server';
import { Autoscaler, type AutoscalerState, newAutoscaler } from './autoscaler';
import { Liveness, type LivenessOwner, type LivenessState, noProbes } from './liveness';
import type { ServiceParams } from './params';
import { noReplicas, Replicas, type ReplicasOwner, type ReplicasState } from './replicas';
import { noSessions, Sessions, type SessionsState } from './sessions';
import { DRAINING, GONE, READY, STARTING } from './statechart';

interface ReplicatedState extends ServerState {
  readonly replicas: ReplicasState;
  readonly sessions: SessionsState;
  readonly liveness: LivenessState;
  readonly autoscaler: AutoscalerState;
  /** How many are ready, starting and draining, as last told. */
  readonly told: number[];
}

/** Timers, beside those of every server. */
const REPLICAS = 16;
const PROBES = 17;
const AUTOSCALER = 18;

/** Of a Kubernetes Deployment: how many more, and fewer, there may be during a rolling update. */
const MAX_SURGE = 0.25;
const MAX_UNAVAILABLE = 0.25;
/** Up to so many replicas can be told apart at a glance. */
const SHOWN = 6;
const LEVELS = [
  [Note.readyReplicas, READY],
  [Note.startingReplicas, STARTING],
  [Note.drainingReplicas, DRAINING],
] as const;

/**
 * A server that consists of replicas: they are started and stopped, probed, replaced one after the other and scaled with
 * the load, while requests wait in one queue for all of them. It is reachable while a replica is ready.
 */
export abstract class ReplicatedServer extends Server implements ReplicasOwner, LivenessOwner {
  override state: ReplicatedState = {
    ...emptyServer(),
    replicas: noReplicas(),
    sessions: noSessions(),
    liveness: noProbes(),
    autoscaler: newAutoscaler(),
    told: [],
  };
  private readonly params: ServiceParams;
  private readonly replicas: Replicas;
  private readonly sessions: Sessions | null;
  private readonly liveness: Liveness | null;
  private readonly autoscaler: Autoscaler | null;

  constructor(context: ComponentContext<ServiceParams>, program: Program, patience: Sampler | null) {
    const { network, params } = context;
    super(context, program, params.replicas * params.concurrency, params.queueLimit, {
      discipline: params.discipline,
      priorities: new Map(params.priorities.map(({ operation, priority }) => [network.operation(operation), priority])),
      patience,
      shedding: params.shedding,
    });
    this.params = params;
    const isMeasured = params.autoscaling !== null;
    this.replicas = new Replicas(network, this, this.line, params.concurrency, this.shares, isMeasured);
    this.sessions = params.sessions === null ? null : new Sessions(this, params.sessions.idleMs);
    this.liveness = params.liveness === null ? null : new Liveness(network, this, params.liveness, PROBES);
    this.autoscaler = params.autoscaling === null ? null : new Autoscaler(params.autoscaling, this.replicas, this);
    network.workers.tell(this.line, this.replicas);
    if (isMeasured || params.warmUp !== null || params.sessions !== null) this.replicas.divide();
    if (this.sessions !== null) this.manners |= Manner.sessions;
    if (this.liveness !== null) this.manners |= Manner.probes;
    if (params.warmUp !== null) this.manners |= Manner.warmsUp;
    if (this.sessions !== null || this.liveness !== null) network.frames.keep('subject');
  }

  override start(): void {
    const { replicas, params, state } = this;
    state.replicas.desired = params.replicas;
    this.startAll();
    for (let replica = 0; replica < replicas.size; replica++) replicas.warm(replica);
    this.tellLevels();
    super.start();
    if (params.autoscaling !== null) this.startTimer(AUTOSCALER, params.autoscaling.syncMs);
  }

  /** True while a replica is ready: one that drains takes nothing new. */
  override get isUp(): boolean {
    return super.isUp && this.crews.words[this.line + Crew.ready] > 0;
  }

  /** From now on there are to be so many replicas; null: as many as the parameters say. */
  scale(replicas: number | null): void {
    this.state.replicas.desired = replicas ?? this.params.replicas;
    this.reconcile();
  }

  /** Replaces every replica by a new one, a few at a time, as a deploy does. */
  rollOut(): void {
    this.state.replicas.generation++;
    this.reconcile();
  }

  /** Kills one replica; it is started again in its place. */
  crashReplica(): void {
    const { replicas, state } = this;
    for (let replica = 0; replica < replicas.size; replica++) {
      if (replicas.stateOf(replica) !== READY) continue;
      state.replicas.returns[replica] = true;
      this.kill(replica);
      return;
    }
  }

  override onArrival(frame: number): void {
    if (this.manners & Manner.sessions && this.hasLostSession(frame)) this.turnAway(frame, Outcome.sessionLost);
    else super.onArrival(frame);
  }

  override onTimer(timer: number): void {
    if (timer === REPLICAS) this.endStates();
    else if (timer === PROBES) this.liveness?.look();
    else if (timer === AUTOSCALER) this.autoscale();
    else super.onTimer(timer);
  }

  override liveCharts(): LiveChart[] {
    const { population, size } = this.replicas;
    if (size < 2 && this.state.replicas.generation === 0 && this.autoscaler === null) return super.liveCharts();
    const counts = population.states.map((_, state) => population.count(state));
    return [manyCharts('replicas', population, counts), ...super.liveCharts()];
  }

  override liveReplicas(): readonly LiveReplica[] {
    return this.replicas.few(SHOWN) ?? super.liveReplicas();
  }

  replicaFor(frame: number): number {
    const { sessions, replicas } = this;
    const { frames, kernel } = this.network;
    if (sessions === null) return replicas.nextInTurn();
    const user = frames.source[frame];
    const known = sessions.replicaOf(user, kernel.now);
    const replica = known === undefined || !replicas.canTake(known) ? replicas.nextInTurn() : known;
    sessions.use(user, replica, kernel.now);
    return replica;
  }

  onDrained(replica: number): void {
    // While nobody is ready, it still serves who has been let in.
    if (this.state.replicas.takes[replica] && this.queue.length > 0) return;
    this.replicas.leave(replica);
    this.replace(replica);
  }

  onProbe(frame: number): void {
    if (this.canBegin(frame)) this.begin(frame);
    else this.letWait(frame);
  }

  withdraw(frame: number): void {
    this.queue.drop(frame);
  }

  onDead(replica: number): void {
    this.note(Note.livenessRestarts, replica);
    this.state.replicas.returns[replica] = true;
    this.drain(replica);
    this.reconcile();
  }

  protected override get hasPlace(): boolean {
    const { words } = this.crews;
    if (this.shares) return this.state.replicas.takers > 0 && super.hasPlace;
    if (words[this.line + Crew.isDivided] !== 0) return this.state.replicas.free > 0;
    return words[this.line + Crew.held] < words[this.line + Crew.open];
  }

  protected override canBegin(frame: number): boolean {
    if (!this.hasPlace) return false;
    return (this.manners & (Manner.sessions | Manner.probes)) === 0 || this.isForFreeReplica(frame);
  }

  /** A caller without a session goes to any. */
  private isForFreeReplica(frame: number): boolean {
    const { replicas, sessions } = this;
    const { frames, kernel } = this.network;
    if (frames.link[frame] === NONE) return replicas.canTake(frames.order[frame]);
    if (sessions === null) return true;
    const replica = sessions.replicaOf(frames.source[frame], kernel.now);
    return replica === undefined || replicas.canTake(replica);
  }

  protected override get isChoosy(): boolean {
    return (this.manners & (Manner.sessions | Manner.probes)) !== 0;
  }

  protected override mayPreempt(frame: number): boolean {
    return this.state.replicas.takes[this.replicaOf(frame)];
  }

  /** A probe is answered as soon as a worker sees it. */
  protected override begin(frame: number): void {
    if (this.network.frames.link[frame] === NONE) this.liveness?.answered(frame, true);
    else super.begin(frame);
  }

  protected override leave(frame: number, outcome: Outcome): void {
    if (this.network.frames.link[frame] === NONE) this.liveness?.answered(frame, false);
    else super.leave(frame, outcome);
  }

  /** The first requests of a new replica find nothing loaded, compiled or cached: ever faster up to its usual pace. */
  protected override slownessFor(frame: number): number {
    if (!(this.manners & Manner.warmsUp)) return this.slowness;
    const { warmUp } = this.params;
    if (warmUp === null || this.network.frames.slot[frame] === NONE) return this.slowness;
    const begun = this.state.replicas.begun[this.replicaOf(frame)] - 1;
    const cold = Math.max(0, 1 - begun / warmUp.requests);
    return this.slowness * (1 + (warmUp.factor - 1) * cold);
  }

  /** A crash of the service is one of all replicas. */
  protected override loseEverything(): void {
    const { replicas, state } = this;
    for (let replica = 0; replica < replicas.size; replica++) {
      if (replicas.stateOf(replica) === GONE) continue;
      state.replicas.returns[replica] = false;
      this.forget(replica);
      replicas.crash(replica);
    }
    super.loseEverything();
    replicas.refresh();
    this.tellLevels();
  }

  protected override onUp(): void {
    this.startAll();
    this.tellLevels();
    this.openWorkers();
  }

  private hasLostSession(frame: number): boolean {
    return this.isUp && this.sessions?.learnsOfLoss(this.network.frames.source[frame]) === true;
  }

  /** The replica whose worker `frame` holds. */
  private replicaOf(frame: number): number {
    return this.replicas.ofSlot(this.network.frames.slot[frame]);
  }

  private startAll(): void {
    const { replicas, state } = this;
    for (let i = 0; i < state.replicas.desired; i++) this.ready(replicas.start(this.network.kernel.now));
    replicas.refresh();
  }

  private ready(replica: number): void {
    this.replicas.becomeReady(replica);
    this.liveness?.begin(replica);
  }

  /** Starts and stops replicas until there are as many as there are to be, of the latest generation. */
  private reconcile(): void {
    if (super.isUp) while (this.step()) {}
    this.settle();
  }

  /** Starts or stops one replica; false when there is nothing to do just now. */
  private step(): boolean {
    const { replicas } = this;
    const { desired } = this.state.replicas;
    const { alive, outdated } = replicas;
    if (outdated > 0) {
      const most = desired + Math.max(1, Math.ceil(MAX_SURGE * desired));
      const least = desired - Math.floor(MAX_UNAVAILABLE * desired);
      if (alive - outdated < desired && alive < most) return this.startOne();
      const goes = replicas.youngest((replica) => replicas.isOutdated(replica));
      const isMissed = goes !== null && replicas.stateOf(goes) === READY && replicas.count(READY) <= least;
      return goes !== null && !isMissed && this.retire(goes);
    }
    if (alive < desired) return this.startOne();
    const goes = alive > desired ? replicas.youngest() : null;
    return goes !== null && this.retire(goes);
  }

  private startOne(): true {
    const readyAtMs = this.network.kernel.now + this.params.startupMs;
    this.becomesReadyAt(this.replicas.start(readyAtMs));
    return true;
  }

  private retire(replica: number): true {
    this.state.replicas.returns[replica] = false;
    this.drain(replica);
    return true;
  }

  private becomesReadyAt(replica: number): void {
    const dueMs = this.state.replicas.dueMs[replica];
    if (dueMs <= this.network.kernel.now) this.ready(replica);
    else this.startTimer(REPLICAS, dueMs);
  }

  /** Lets a replica finish what it has in hand, and go. */
  private drain(replica: number): void {
    const { replicas, params, network } = this;
    const endsAtMs = network.kernel.now + params.graceMs;
    this.forget(replica);
    replicas.drain(replica, endsAtMs);
    if (replicas.stateOf(replica) === GONE) this.replace(replica);
    else if (replicas.heldOf(replica) === 0) this.onDrained(replica);
    else if (params.graceMs === 0) this.kill(replica);
    else this.startTimer(REPLICAS, endsAtMs);
  }

  /** Ends a replica and everything that it has in hand. */
  private kill(replica: number): void {
    const { replicas } = this;
    this.forget(replica);
    replicas.crash(replica);
    this.loseThose((frame) => this.replicaOf(frame) === replica);
    this.replace(replica);
  }

  /** A replica is gone: starts it again, where it only went for that. */
  private replace(replica: number): void {
    const { replicas, state, params } = this;
    if (state.replicas.returns[replica]) {
      replicas.startAgain(replica, params.startupMs);
      this.becomesReadyAt(replica);
    }
    this.reconcile();
  }

  /** Nobody comes to a replica any more: neither probes nor those whose sessions it had. */
  private forget(replica: number): void {
    this.liveness?.stop(replica);
    const users = this.sessions?.loseThoseOf(replica, this.network.kernel.now) ?? [];
    for (const user of users) this.note(Note.sessionsLost, user);
  }

  /** The time of states that end by themselves is up. */
  private endStates(): void {
    const { replicas, state } = this;
    const { now } = this.network.kernel;
    for (let replica = 0; replica < replicas.size; replica++) {
      if (state.replicas.dueMs[replica] > now) continue;
      if (replicas.stateOf(replica) === STARTING) this.ready(replica);
      else if (replicas.stateOf(replica) === DRAINING) this.kill(replica);
    }
    this.reconcile();
  }

  /** Who takes requests may have changed: says so, and lets who waits have the workers there are. */
  private settle(): void {
    const { replicas, state } = this;
    const wasReady = state.told[0] > 0;
    replicas.refresh();
    this.tellLevels();
    if (!super.isUp) return;
    const isReady = this.isUp;
    if (wasReady && !isReady) this.tellCallers(false);
    if (state.replicas.takers === 0) this.loseQueue();
    this.openWorkers();
    if (!wasReady && isReady) this.tellCallers(true);
  }

  private openWorkers(): void {
    const workers = this.state.replicas.takers * this.params.concurrency;
    if (workers === this.slots.workers) this.next();
    else this.resize(workers);
  }

  private tellLevels(): void {
    const { told } = this.state;
    LEVELS.forEach(([note, stateIndex], place) => {
      const count = this.replicas.count(stateIndex);
      // That none is starting or draining goes without saying, until one has been.
      if (count === (told[place] ?? 0)) return;
      told[place] = count;
      this.note(note, count);
    });
  }

  private autoscale(): void {
    const { autoscaler, params, network } = this;
    if (autoscaler === null || params.autoscaling === null) return;
    const { now } = network.kernel;
    this.startTimer(AUTOSCALER, now + params.autoscaling.syncMs);
    if (super.isUp) this.scale(autoscaler.look(this.queue.length, now));
  }

  private startTimer(timer: number, atMs: number): void {
    this.network.startTimer(this.index, timer, atMs);
  }
}
