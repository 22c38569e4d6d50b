import type { Sampler } from '../../kernel/sampler';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { append, emptyList, type FrameList, remove, takeFirst } from '../../network/frame-list';
import { NONE, Phase } from '../../network/frames';
import type { Link } from '../../network/link';
import { Outcome } from '../../network/outcomes';
import { emptyHealth, isAvailable, noteFailure, type TargetHealth } from './health';
import type { LoadBalancerParams } from './params';
import { createPolicy, type Policy } from './policy';

interface LoadBalancerState {
  /** Requests that it is proxying. */
  proxied: FrameList;
  /** Whose turn it is. */
  turn: number;
  health: TargetHealth[];
}

/** What makes nginx try the next server by default (`proxy_next_upstream error timeout`): no answer, rather than a bad one. */
const UNANSWERED: ReadonlySet<Outcome> = new Set([
  Outcome.connectionRefused,
  Outcome.connectionReset,
  Outcome.timeout,
  Outcome.partitioned,
]);

/** Where it is remembered that a request was sent to that target; of targets beyond the 32nd it is not. */
const bitOf = (target: number): number => (target < 32 ? 1 << target : 0);

/** A reverse proxy that holds any number of requests at once and spreads them over its links. */
class LoadBalancer extends Component {
  override state: LoadBalancerState;
  private readonly targets: readonly Link[];
  private readonly params: LoadBalancerParams;
  private readonly overhead: Sampler;
  private readonly policy: Policy;

  constructor(context: ComponentContext<LoadBalancerParams>) {
    super(context.network, context.index, context.id, context.lifecycle(context.params.startupMs));
    this.params = context.params;
    this.targets = context.outgoing;
    this.overhead = context.sampler('overhead', context.params.overhead);
    this.policy = createPolicy(context.params, context.random('choice'));
    this.state = { proxied: emptyList(), turn: 0, health: this.targets.map(emptyHealth) };
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) {
      this.leave(frame, Outcome.connectionRefused, 0);
      return;
    }
    network.record(Fact.started, 0, this.index, frames.serial[frame], 0, 0);
    append(frames, this.state.proxied, frame);
    frames.pc[frame] = 0;
    frames.order[frame] = 0;
    network.work(frame, this.overhead.sample() * this.slowness);
  }

  override onWorked(frame: number): void {
    this.forward(frame, Outcome.noRoute);
  }

  override onReply(frame: number, outcome: Outcome, link: Link): void {
    if (UNANSWERED.has(outcome)) {
      noteFailure(this.state.health[this.targets.indexOf(link)], this.params, this.network.kernel.now);
      this.forward(frame, outcome);
      return;
    }
    this.finish(frame, outcome);
  }

  protected override loseEverything(): void {
    const { network } = this;
    const { proxied } = this.state;
    for (let frame = takeFirst(network.frames, proxied); frame !== NONE; frame = takeFirst(network.frames, proxied)) {
      this.recordFinished(frame, Outcome.connectionReset, 1);
      network.abort(frame, Outcome.connectionReset);
    }
  }

  /** Calls the next target, none twice; with none left to try, answers with what came of the last one. */
  private forward(frame: number, last: Outcome): void {
    const { frames } = this.network;
    const { targets } = this;
    // Of a proxied request, pc counts the targets that it has been sent to, and the bits of order tell which.
    const mayTry = frames.pc[frame] < Math.min(this.params.maxTries, targets.length);
    const target = mayTry ? this.choose(frames.order[frame]) : -1;
    if (target < 0) {
      this.finish(frame, last);
      return;
    }
    frames.pc[frame]++;
    frames.order[frame] |= bitOf(target);
    frames.phase[frame] = Phase.blocked;
    this.network.call(targets[target], frame, frames.operation[frame]);
  }

  /** A target that was not tried. When none of them is available, all are: better to try one than nobody. */
  private choose(tried: number): number {
    const { state, params, targets, policy } = this;
    const { now } = this.network.kernel;
    const isNew = (target: number) => (tried & bitOf(target)) === 0;
    const healthy = policy.choose(targets, state, (i) => isNew(i) && isAvailable(state.health[i], params, now));
    return healthy >= 0 ? healthy : policy.choose(targets, state, isNew);
  }

  private finish(frame: number, outcome: Outcome): void {
    remove(this.network.frames, this.state.proxied, frame);
    this.leave(frame, outcome, 1);
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

export const loadBalancer = defineBehaviour<LoadBalancerParams>({
  kind: 'load-balancer',
  create: (context) => new LoadBalancer(context),
});
