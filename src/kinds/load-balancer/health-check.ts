import { NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Network } from '../../network/network';
import { Note } from '../../network/notes';
import type { HealthCheckParams } from './params';

/** What changes of the probes, by target. */
export interface HealthCheckState {
  /** The frame of a probe under way; NONE while there is none. */
  readonly probes: Int32Array;
  /** Failed (negative) or successful (positive) probes in a row. */
  readonly streaks: Int32Array;
}

export const emptyHealthCheck = (targets: number): HealthCheckState => ({
  probes: new Int32Array(targets).fill(NONE),
  streaks: new Int32Array(targets),
});

/** Probes of the load balancer's own: real calls over its links, which cost the targets what a request costs. */
export class HealthCheck {
  private readonly operation: number;

  /**
   * @param judge hears that a target is to be seen as healthy, or not
   * @param tell hears what is to be counted
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly links: readonly Link[],
    readonly params: HealthCheckParams,
    private readonly stateNow: () => HealthCheckState,
    private readonly judge: (target: number, healthy: boolean) => void,
    private readonly tell: (note: number, target: number) => void,
  ) {
    this.operation = network.operation(params.operation);
  }

  /** Sends a probe to every target that owes no answer. */
  probeAll(mayProbe: (target: number) => boolean): void {
    const { network, links } = this;
    const { probes } = this.stateNow();
    links.forEach((link, target) => {
      if (probes[target] !== NONE || !mayProbe(target)) return;
      const probe = network.openRequest(this.node, this.operation);
      // It is nobody's request, and not among those that are counted as held here.
      network.frames.phase[probe] = Phase.outbound;
      probes[target] = probe;
      this.tell(Note.probes, target);
      network.call(link, probe, this.operation);
    });
  }

  /** A probe came back. */
  ended(target: number, ok: boolean): void {
    this.forgetProbe(target);
    this.count(target, ok);
  }

  /** Those that were sent long enough ago without an answer have failed; their targets are not told. */
  endLate(nowMs: number): void {
    const { frames } = this.network;
    const { probes } = this.stateNow();
    for (const [target, probe] of probes.entries()) {
      if (probe === NONE || frames.sentAt[probe] + this.params.timeoutMs > nowMs) continue;
      this.giveUp(target);
      this.count(target, false);
    }
  }

  /** Nobody waits for them any more. */
  giveUpAll(): void {
    const { probes, streaks } = this.stateNow();
    for (const [target, probe] of probes.entries()) if (probe !== NONE) this.giveUp(target);
    streaks.fill(0);
  }

  private giveUp(target: number): void {
    this.network.orphanChildren(this.stateNow().probes[target]);
    this.forgetProbe(target);
  }

  private forgetProbe(target: number): void {
    const { probes } = this.stateNow();
    this.network.frames.release(probes[target]);
    probes[target] = NONE;
  }

  private count(target: number, ok: boolean): void {
    const { streaks } = this.stateNow();
    const { fails, passes } = this.params;
    const streak = streaks[target];
    if (!ok) this.tell(Note.failedProbes, target);
    streaks[target] = ok ? Math.max(streak, 0) + 1 : Math.min(streak, 0) - 1;
    if (streaks[target] <= -fails) this.judge(target, false);
    else if (streaks[target] >= passes) this.judge(target, true);
  }
}
