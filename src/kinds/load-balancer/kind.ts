import type { RandomStream } from '../../kernel/random';
import type { Sampler } from '../../kernel/sampler';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { append, emptyList, type FrameList, remove, takeFirst } from '../../network/frames/frame-list';
import { NONE, Phase } from '../../network/frames/frames';
import type { Link, LinkSpecParams } from '../../network/links/link';
import { type LiveChart, oneOf } from '../../network/live-chart';
import type { LiveTarget } from '../../network/live-targets';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { emptyHealthCheck, HealthCheck, type HealthCheckState } from './health-check';
import { faultOf, isUnanswered, mayAskAnother } from './next-upstream';
import type { LoadBalancerParams, TargetParams } from './params';
import { createPolicy } from './policies/create-policy';
import { NOBODY, type Policy } from './policies/policy';
import { Subject } from './subject';
import { type TargetSpec, Upstream, type UpstreamState } from './upstream';

interface LoadBalancerState {
  /** Requests that it is proxying. */
  proxied: FrameList;
  targets: UpstreamState;
  /** By request: which targets it has tried in vain, of those beyond the 32nd. */
  triedBeyond: Record<number, number[]>;
  healthCheck: HealthCheckState;
}

/** Timers. */
const PROBE = 0;
const LATE_PROBES = 1;
const WARM = 2;
const OUTLIERS = 3;

/** Targets whose place fits into the bits of a frame's `order`. */
const BITS = 32;
/** To its client and to its target. */
const CONNECTIONS_PER_REQUEST = 2;
const ANY_OPERATION = '*';
/** What the `pc` of a request says while its client takes the answer. */
const HANDING_OVER = 0xffff;
/** The page has no room for more. */
const TARGETS_SHOWN = 32;

/** A reverse proxy that holds any number of requests at once and spreads them over its links. */
class LoadBalancer extends Component {
  private readonly targets: readonly Link[];
  private readonly params: LoadBalancerParams;
  private readonly overhead: Sampler;
  private readonly clientTransfer: Sampler | null;
  private readonly subject = new Subject();
  private readonly upstream: Upstream;
  private readonly policy: Policy;
  private readonly healthCheck: HealthCheck | null;
  private readonly levelRandom: RandomStream;
  private readonly places: ReadonlyMap<Link, number>;
  private readonly nonIdempotent: ReadonlySet<number>;
  private readonly nothingIsIdempotent: boolean;
  private readonly room: number;
  private proxied: FrameList = emptyList();
  private triedBeyond: Record<number, number[]> = {};
  private probing: HealthCheckState;

  constructor(context: ComponentContext<LoadBalancerParams>) {
    const { network, params, outgoing, index } = context;
    super(network, index, context.id, context.lifecycle(params.startupMs));
    this.params = params;
    this.targets = outgoing;
    this.places = new Map(outgoing.map((link, target) => [link, target]));
    this.overhead = context.sampler('overhead', params.overhead);
    this.clientTransfer =
      params.clientTransfer === null ? null : context.sampler('client transfer', params.clientTransfer);
    const specs = outgoing.map((link) => targetSpec(context.peerId(link), link.spec.params, params));
    this.upstream = new Upstream(specs, params, network.statecharts, (target, state) =>
      this.onTargetChange(target, state),
    );
    this.policy = createPolicy(params, context.random('choice'), this.subject, this.upstream);
    this.levelRandom = context.random('level');
    this.nothingIsIdempotent = params.nonIdempotentOperations.includes(ANY_OPERATION);
    this.nonIdempotent = new Set(params.nonIdempotentOperations.map((name) => network.operation(name)));
    this.room = params.workerConnections === null ? Infinity : requestsWithin(params.workerConnections);
    this.probing = emptyHealthCheck(outgoing.length);
    this.healthCheck =
      params.healthCheck === null
        ? null
        : new HealthCheck(
            network,
            index,
            outgoing,
            params.healthCheck,
            () => this.probing,
            (target, healthy) => this.upstream.setHealthy(target, healthy, network.kernel.now),
            (note, target) => this.note(note, target, 0),
          );
  }

  get state(): LoadBalancerState {
    const { proxied, triedBeyond, probing, upstream } = this;
    return { proxied, targets: upstream.state, triedBeyond, healthCheck: probing };
  }

  set state(saved: LoadBalancerState) {
    this.proxied = saved.proxied;
    this.triedBeyond = saved.triedBeyond;
    this.probing = saved.healthCheck;
    this.upstream.state = saved.targets;
  }

  override start(): void {
    const { network, index, params } = this;
    if (this.room !== Infinity) network.record(Fact.capacity, 0, index, 0, this.room, 0);
    if (this.clientTransfer !== null && !params.buffering) {
      for (const link of this.targets) network.nodes[link.to].holdForCallers(link, this.clientTransfer);
    }
    if (params.healthCheck !== null) this.startTimer(PROBE, params.healthCheck.intervalMs);
    if (params.outliers !== null) this.startTimer(OUTLIERS, params.outliers.intervalMs);
  }

  override passesStreamsOn(): boolean {
    return true;
  }

  override get relays(): boolean {
    return true;
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) {
      this.leave(frame, Outcome.connectionRefused, 0);
      return;
    }
    if (this.proxied.length >= this.room) {
      this.leave(frame, Outcome.refused, 0);
      return;
    }
    network.record(Fact.started, 0, this.index, frames.serial[frame], 0, 0);
    append(frames, this.proxied, frame);
    // Of a proxied request, pc counts the targets that it has been sent to, and the bits of order tell which in vain.
    frames.pc[frame] = 0;
    frames.order[frame] = 0;
    network.work(frame, this.overhead.sample() * this.slowness);
  }

  override onWorked(frame: number): void {
    const { frames, kernel } = this.network;
    if (frames.pc[frame] === HANDING_OVER) {
      this.finish(frame, Outcome.ok);
      return;
    }
    frames.since[frame] = kernel.now;
    this.forward(frame);
  }

  override onReply(frame: number, outcome: Outcome, link: Link): void {
    const { frames, kernel } = this.network;
    const target = this.placeOf(link);
    if (frames.link[frame] === NONE) {
      this.healthCheck?.ended(target, outcome === Outcome.ok);
      return;
    }
    if (outcome === Outcome.ok) {
      this.upstream.answered(target, true, kernel.now);
      this.handOver(frame);
      return;
    }
    const fault = faultOf(outcome);
    const hasSpoken = this.network.streams?.hasSpoken(frame) ?? false;
    const goesOn = fault !== undefined && !hasSpoken && this.hasTriesLeft(frame) && this.mayAskAnother(frame, outcome);
    if (fault !== undefined && (goesOn || isUnanswered(fault))) this.upstream.failed(target, kernel.now);
    else this.upstream.answered(target, false, kernel.now);
    if (!goesOn) {
      this.finish(frame, outcome);
      return;
    }
    this.remember(frame, target);
    this.note(Note.nextTargets, target, 0, frame);
    this.forward(frame, outcome);
  }

  /** What was called off at the proxy is called off at the target, where the protocol can. */
  override onCalledOff(frame: number): void {
    const { network } = this;
    const { frames, links } = network;
    const call = frames.child[frame];
    if (call !== NONE) this.upstream.givenUp(this.placeOf(links[frames.link[call]]));
    this.letGo(frame);
    this.recordFinished(frame, Outcome.cancelled, 1);
    network.giveUpCalls(frame, Outcome.cancelled);
    network.kill(frame);
  }

  override onTimer(timer: number): void {
    const { params, upstream } = this;
    const { now } = this.network.kernel;
    switch (timer) {
      case PROBE:
        this.probe();
        break;
      case LATE_PROBES:
        this.healthCheck?.endLate(now);
        break;
      case WARM:
        upstream.endWarmUp(now);
        break;
      default:
        upstream.compareOutliers(now);
        if (params.outliers !== null) this.startTimer(OUTLIERS, params.outliers.intervalMs);
    }
  }

  override liveChartsOf(link: Link): LiveChart[] {
    return [oneOf('target', this.upstream.chart, this.placeOf(link))];
  }

  override liveTargets(): LiveTarget[] {
    const { upstream, targets } = this;
    upstream.ask(this.network.kernel.now, 0);
    const next = this.isUp ? this.firstIn(upstream.primaries, upstream.backups) : NOBODY;
    return targets.slice(0, TARGETS_SHOWN).map((link, target) => ({
      link: link.id,
      state: upstream.chart.states[upstream.chart.stateIndex(target)],
      weight: upstream.weightNow(target),
      next: target === next,
    }));
  }

  protected override loseEverything(): void {
    const { network, proxied } = this;
    this.healthCheck?.giveUpAll();
    for (let frame = takeFirst(network.frames, proxied); frame !== NONE; frame = takeFirst(network.frames, proxied)) {
      this.recordFinished(frame, Outcome.connectionReset, 1);
      network.abort(frame, Outcome.connectionReset);
    }
    this.triedBeyond = {};
    this.upstream.forget();
  }

  /** The client gets the answer: with buffering, out of the proxy's memory, while the target is free already. */
  private handOver(frame: number): void {
    const { clientTransfer, params, network } = this;
    if (clientTransfer === null || !params.buffering) {
      this.finish(frame, Outcome.ok);
      return;
    }
    network.frames.pc[frame] = HANDING_OVER;
    network.work(frame, clientTransfer.sample());
  }

  private startTimer(timer: number, afterMs: number): void {
    this.network.startTimer(this.index, timer, this.network.kernel.now + afterMs);
  }

  private probe(): void {
    const { healthCheck, upstream } = this;
    if (healthCheck === null) return;
    if (this.isUp) {
      healthCheck.probeAll((target) => !upstream.targets[target].down);
      this.startTimer(LATE_PROBES, healthCheck.params.timeoutMs);
    }
    this.startTimer(PROBE, healthCheck.params.intervalMs);
  }

  private onTargetChange(target: number, state: number): void {
    const { network, params, upstream } = this;
    network.record(Fact.target, 0, this.targets[target].index, 0, state, 0);
    const name = upstream.chart.states[state];
    if (name === 'out' || name === 'unhealthy') this.note(Note.leftOut, target, 0);
    const warms = name === 'warming';
    if (warms && params.slowStart !== null) this.startTimer(WARM, params.slowStart.windowMs);
  }

  private placeOf(link: Link): number {
    return this.places.get(link) ?? NOBODY;
  }

  private hasTriesLeft(frame: number): boolean {
    return this.network.frames.pc[frame] < Math.min(this.params.maxTries, this.targets.length);
  }

  private mayAskAnother(frame: number, outcome: Outcome): boolean {
    const { frames, kernel } = this.network;
    const fault = faultOf(outcome);
    if (fault === undefined) return false;
    const isIdempotent = !this.nothingIsIdempotent && !this.nonIdempotent.has(frames.operation[frame]);
    const sinceMs = kernel.now - frames.since[frame];
    return mayAskAnother(this.params.nextUpstream, fault, outcome, sinceMs, isIdempotent);
  }

  private remember(frame: number, target: number): void {
    if (target < BITS) this.network.frames.order[frame] |= 1 << target;
    else this.triedBeyond[frame] = [...(this.triedBeyond[frame] ?? []), target];
  }

  /** Sends a request to a target that it has not tried; with none to be had, answers with what came of the last one. */
  private forward(frame: number, last?: Outcome): void {
    const { frames, kernel } = this.network;
    this.upstream.ask(kernel.now, frames.order[frame], this.triedBeyond[frame]);
    const target = this.choose(frame);
    if (target === NOBODY) {
      this.finish(frame, last ?? (this.upstream.isFull() ? Outcome.refused : Outcome.noRoute));
      return;
    }
    this.upstream.picked(target);
    frames.pc[frame]++;
    frames.phase[frame] = Phase.blocked;
    this.network.call(this.targets[target], frame, frames.operation[frame]);
  }

  private choose(frame: number): number {
    const { upstream, policy } = this;
    this.writeSubject(frame);
    const { primaries, backups } = upstream;
    if (this.params.spillover === null || this.levelRandom.unit() * 100 < upstream.primaryLoad()) {
      const target = policy.choose(upstream, primaries);
      return target === NOBODY ? policy.choose(upstream, backups) : target;
    }
    const target = policy.choose(upstream, backups);
    return target === NOBODY ? policy.choose(upstream, primaries) : target;
  }

  private firstIn(...groups: readonly Upstream['primaries'][]): number {
    for (const group of groups) {
      if (group.members.some((target) => this.upstream.isOpen(target))) return this.policy.next(this.upstream, group);
    }
    return NOBODY;
  }

  private writeSubject(frame: number): void {
    const { frames } = this.network;
    const { policy, hashBy } = this.params;
    if (policy === 'ip-hash') this.subject.writeSource(frames.source[frame]);
    else if (policy === 'hash' || policy === 'consistent-hash') {
      if (hashBy === 'key') this.subject.writeKey(frames.key[frame]);
      else this.subject.writeSource(frames.source[frame]);
    }
  }

  private finish(frame: number, outcome: Outcome): void {
    this.letGo(frame);
    this.leave(frame, outcome, 1);
  }

  private letGo(frame: number): void {
    remove(this.network.frames, this.proxied, frame);
    if (frame in this.triedBeyond) delete this.triedBeyond[frame];
  }

  private leave(frame: number, outcome: Outcome, held: 0 | 1): void {
    this.recordFinished(frame, outcome, held);
    this.network.reply(frame, outcome);
  }

  private recordFinished(frame: number, outcome: Outcome, held: 0 | 1): void {
    const { frames, kernel } = this.network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    this.network.record(Fact.finished, outcome, this.index, frames.serial[frame], held, tookMs);
  }
}

/** How many requests fit into so many connections. */
const requestsWithin = (connections: number): number => Math.floor(connections / CONNECTIONS_PER_REQUEST);

function targetSpec(name: string, linkParams: LinkSpecParams, params: LoadBalancerParams): TargetSpec {
  const own = linkParams as unknown as TargetParams;
  return {
    name,
    weight: linkParams.weight ?? 1,
    maxFails: own.maxFails ?? params.maxFails,
    failTimeoutMs: own.failTimeoutMs ?? params.failTimeoutMs,
    maxConnections: own.maxConnections ?? Infinity,
    backup: own.backup,
    down: own.down,
  };
}

export const loadBalancer = defineBehaviour<LoadBalancerParams>({
  kind: 'load-balancer',
  columns: ['subject'],
  create: (context) => new LoadBalancer(context),
});
