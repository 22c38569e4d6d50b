import { FrameFlag, NONE } from '../../network/frames/frames';
import type { Network } from '../../network/network';

/** What changes in the probes during a run: plain data, by replica. */
export interface LivenessState {
  /** When it is probed next. */
  readonly nextAtMs: number[];
  /** The probe that it has not answered yet; NONE: none. */
  readonly probes: number[];
  /** When that counts as failed. */
  readonly endsAtMs: number[];
  /** Failures in a row. */
  readonly failures: number[];
}

export const noProbes = (): LivenessState => ({ nextAtMs: [], probes: [], endsAtMs: [], failures: [] });

export interface LivenessParams {
  readonly initialDelayMs: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  readonly failures: number;
}

/** What the service does with probes. */
export interface LivenessOwner {
  readonly state: { readonly liveness: LivenessState };
  readonly index: number;
  /** A probe has come: it waits like any request, and costs no work. */
  onProbe(frame: number): void;
  /** A probe that waits is given up. */
  withdraw(frame: number): void;
  /** So many probes in a row have failed. */
  onDead(replica: number): void;
}

/**
 * The kubelet's liveness probe of every replica (kubernetes.io, "Configure Liveness, Readiness and Startup Probes"). It
 * is a request among the others: where all workers are taken it waits, and a service that is merely saturated is killed.
 */
export class Liveness {
  constructor(
    private readonly network: Network,
    private readonly owner: LivenessOwner,
    private readonly params: LivenessParams,
    private readonly timer: number,
  ) {}

  /** A replica is ready: it is probed from now on. */
  begin(replica: number): void {
    const { state, network, params } = this;
    state.nextAtMs[replica] = network.kernel.now + Math.max(params.initialDelayMs, params.periodMs);
    state.probes[replica] = NONE;
    state.endsAtMs[replica] = Infinity;
    state.failures[replica] = 0;
    this.arm(state.nextAtMs[replica]);
  }

  /** A replica takes nothing any more: it is not probed. */
  stop(replica: number): void {
    const { state } = this;
    if (state.nextAtMs[replica] === undefined) return;
    state.nextAtMs[replica] = Infinity;
    this.giveUp(replica);
  }

  /** Sends the probes that are due, and gives up those that were not answered in time. */
  look(): void {
    const { state, network, params } = this;
    const { now } = network.kernel;
    for (let replica = 0; replica < state.nextAtMs.length; replica++) {
      if (state.endsAtMs[replica] <= now) {
        this.giveUp(replica);
        this.failed(replica);
      }
      if (state.nextAtMs[replica] > now) continue;
      state.nextAtMs[replica] = now + params.periodMs;
      this.arm(state.nextAtMs[replica]);
      // The kubelet waits for one probe before it sends the next.
      if (state.probes[replica] === NONE) this.send(replica);
    }
  }

  /** A probe was answered, or turned away. */
  answered(frame: number, ok: boolean): void {
    const { state, network } = this;
    const replica = network.frames.order[frame];
    network.frames.release(frame);
    state.probes[replica] = NONE;
    state.endsAtMs[replica] = Infinity;
    if (ok) state.failures[replica] = 0;
    else if (state.nextAtMs[replica] !== Infinity) this.failed(replica);
  }

  private send(replica: number): void {
    const { state, network, owner, params } = this;
    const { frames } = network;
    const frame = network.openRequest(owner.index, 0);
    frames.order[frame] = replica;
    // Nobody counts it among the requests, and nobody waits for it but the kubelet.
    frames.flags[frame] = FrameFlag.answered;
    state.probes[replica] = frame;
    state.endsAtMs[replica] = network.kernel.now + params.timeoutMs;
    owner.onProbe(frame);
    if (state.probes[replica] === frame) this.arm(state.endsAtMs[replica]);
  }

  private giveUp(replica: number): void {
    const { state, network } = this;
    const frame = state.probes[replica];
    if (frame === NONE) return;
    state.probes[replica] = NONE;
    state.endsAtMs[replica] = Infinity;
    this.owner.withdraw(frame);
    network.frames.release(frame);
  }

  private failed(replica: number): void {
    const { state, params } = this;
    state.failures[replica]++;
    if (state.failures[replica] < params.failures) return;
    state.failures[replica] = 0;
    this.owner.onDead(replica);
  }

  private arm(atMs: number): void {
    this.network.startTimer(this.owner.index, this.timer, atMs);
  }

  private get state(): LivenessState {
    return this.owner.state.liveness;
  }
}
