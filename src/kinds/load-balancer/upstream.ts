import type { Population } from '../../kernel/statechart/population';
import type { Statecharts } from '../../kernel/statechart/statecharts';
import { OutlierDetection, type SavedOutliers } from '../../network/policies/outlier-detection';
import type { LoadBalancerParams } from './params';
import { isPanic, type Level, levelLoads } from './priority';
import { slowStartShare } from './slow-start';
import { targetMachine } from './statechart';

/** A target as configured. */
export interface TargetSpec {
  /** What the ring of `consistent-hash` knows it by: `host` or `host:port`. */
  readonly name: string;
  readonly weight: number;
  /** 0: failures do not count. */
  readonly maxFails: number;
  readonly failTimeoutMs: number;
  /** Infinity for no limit. */
  readonly maxConnections: number;
  readonly backup: boolean;
  readonly down: boolean;
}

/** Targets that are chosen among: those with a weight, in the scenario's order. */
export interface Group {
  readonly members: readonly number[];
  /** Of all members, those that are down included. */
  readonly totalWeight: number;
}

/** What changes of the targets, by their index. */
export interface UpstreamState {
  /** Requests under way from here. */
  readonly connections: Int32Array;
  readonly fails: Int32Array;
  /** When it last failed, ms. */
  readonly accessedAt: Float64Array;
  /** From when on `failTimeoutMs` counts: its last failure, or the last request that was to show how it is. */
  readonly checkedAt: Float64Array;
  /** nginx's `current_weight` and `effective_weight`. */
  readonly current: Float64Array;
  readonly effective: Float64Array;
  /** Since when it warms up, ms; Infinity while it does not. */
  readonly warmFrom: Float64Array;
  /** 1: fails the probes. */
  readonly unhealthy: Uint8Array;
  outliers: SavedOutliers | null;
}

type Settings = Pick<LoadBalancerParams, 'slowStart' | 'outliers' | 'spillover'>;

const UNIT_WEIGHT = 1;

/**
 * The targets of a load balancer by nginx's rules: who is available, how failures are counted, when one that failed is
 * tried again (ngx_http_upstream_round_robin.c). What a request needs to be placed is told with {@link ask}.
 */
export class Upstream {
  readonly primaries: Group;
  readonly backups: Group;
  readonly chart: Population<typeof targetMachine>;
  readonly outliers: OutlierDetection | null;
  private readonly data: UpstreamState;
  private readonly events: Readonly<
    Record<'ejected' | 'tried' | 'recovered' | 'warms' | 'warmed' | 'failsProbes' | 'passesProbes', number>
  >;
  private readonly out: number;
  /** nginx counts no failures of a server that is alone. */
  private readonly single: boolean;
  /** What per cent of the requests each group gets; null: to be computed anew. */
  private loads: readonly number[] | null = null;
  private primariesPanic = false;
  private backupsPanic = false;
  /** Of the request that is being placed. */
  private nowMs = 0;
  private triedBits = 0;
  private triedBeyond: readonly number[] | undefined;

  /** @param onChange hears of every target that is in another state of its statechart */
  constructor(
    readonly targets: readonly TargetSpec[],
    private readonly settings: Settings,
    statecharts: Statecharts,
    private readonly onChange: (target: number, stateIndex: number) => void,
  ) {
    const groupOf = (backup: boolean): Group => {
      const members = targets.map((_, i) => i).filter((i) => targets[i].backup === backup && targets[i].weight > 0);
      return { members, totalWeight: members.reduce((sum, i) => sum + targets[i].weight, 0) };
    };
    this.primaries = groupOf(false);
    this.backups = groupOf(true);
    this.single = this.primaries.members.length + this.backups.members.length === 1;
    this.outliers = this.newOutliers();
    this.chart = statecharts.populate(targetMachine);
    for (const _ of targets) this.chart.add();
    this.events = {
      ejected: this.chart.eventIndex('ejected'),
      tried: this.chart.eventIndex('tried'),
      recovered: this.chart.eventIndex('recovered'),
      warms: this.chart.eventIndex('warms'),
      warmed: this.chart.eventIndex('warmed'),
      failsProbes: this.chart.eventIndex('failsProbes'),
      passesProbes: this.chart.eventIndex('passesProbes'),
    };
    this.out = this.chart.states.indexOf('out');
    this.data = this.atRest();
  }

  get state(): UpstreamState {
    this.data.outliers = this.outliers?.save() ?? null;
    return this.data;
  }

  set state(saved: UpstreamState) {
    const { data } = this;
    data.connections.set(saved.connections);
    data.fails.set(saved.fails);
    data.accessedAt.set(saved.accessedAt);
    data.checkedAt.set(saved.checkedAt);
    data.current.set(saved.current);
    data.effective.set(saved.effective);
    data.warmFrom.set(saved.warmFrom);
    data.unhealthy.set(saved.unhealthy);
    if (saved.outliers !== null) this.outliers?.restore(saved.outliers);
    this.loads = null;
  }

  /** A request is to be placed: which targets it has seen already, as bits for the first 32 and the others by name. */
  ask(nowMs: number, triedBits: number, triedBeyond?: readonly number[]): void {
    this.nowMs = nowMs;
    this.triedBits = triedBits;
    this.triedBeyond = triedBeyond;
  }

  /** Whether the request may be sent there. */
  isOpen(target: number): boolean {
    const spec = this.targets[target];
    if (spec.down || this.data.connections[target] >= spec.maxConnections) return false;
    if (target < 32 ? (this.triedBits & (1 << target)) !== 0 : this.triedBeyond?.includes(target)) return false;
    return this.isAvailable(target) || (spec.backup ? this.backupsPanic : this.primariesPanic);
  }

  /** Neither left out for its failures, nor unhealthy, nor ejected. */
  private isAvailable(target: number): boolean {
    const { data, targets, outliers } = this;
    if (data.unhealthy[target] === 1 || outliers?.mayUse(target) === false) return false;
    const { maxFails, failTimeoutMs } = targets[target];
    return (
      this.single ||
      maxFails === 0 ||
      data.fails[target] < maxFails ||
      this.nowMs - data.checkedAt[target] > failTimeoutMs
    );
  }

  connections(target: number): number {
    return this.data.connections[target];
  }

  weight(target: number): number {
    return this.targets[target].weight;
  }

  /** Its weight at this moment: less after a failure, and while it warms up. */
  weightNow(target: number): number {
    return this.data.effective[target] * this.warmth(target);
  }

  currentWeight(target: number): number {
    return this.data.current[target];
  }

  /** One step of smooth weighted round robin for one of those in question. */
  advance(target: number, weight: number): void {
    const { data } = this;
    data.current[target] += weight;
    const full = this.targets[target].weight;
    if (data.effective[target] < full) data.effective[target] = Math.min(full, data.effective[target] + UNIT_WEIGHT);
  }

  /** The end of that step: the one chosen steps back by what all advanced. */
  stepBack(target: number, total: number): void {
    this.data.current[target] -= total;
  }

  /** The request goes there. */
  picked(target: number): void {
    const { data, nowMs } = this;
    data.connections[target]++;
    const { maxFails, failTimeoutMs } = this.targets[target];
    if (nowMs - data.checkedAt[target] <= failTimeoutMs) return;
    data.checkedAt[target] = nowMs;
    if (maxFails > 0 && data.fails[target] >= maxFails) this.send(target, this.events.tried);
  }

  /** It answered. */
  answered(target: number, ok: boolean, nowMs: number): void {
    const { data } = this;
    data.connections[target]--;
    if (data.accessedAt[target] < data.checkedAt[target] && data.fails[target] > 0) {
      data.fails[target] = 0;
      if (!this.single) this.comeBack(target, nowMs);
    }
    this.tellOutliers(target, ok, nowMs);
  }

  /** Nobody waits for its answer any more, which says nothing of it. */
  givenUp(target: number): void {
    this.data.connections[target]--;
  }

  /** It did not answer, or with what counts as a failure. */
  failed(target: number, nowMs: number): void {
    const { data } = this;
    data.connections[target]--;
    if (!this.single) this.countFailure(target, nowMs);
    this.tellOutliers(target, false, nowMs);
  }

  private countFailure(target: number, nowMs: number): void {
    const { data } = this;
    const { weight, maxFails } = this.targets[target];
    data.fails[target]++;
    data.accessedAt[target] = nowMs;
    data.checkedAt[target] = nowMs;
    if (maxFails === 0) return;
    data.effective[target] = Math.max(0, data.effective[target] - Math.floor(weight / maxFails));
    if (data.fails[target] >= maxFails) this.send(target, this.events.ejected);
  }

  private tellOutliers(target: number, ok: boolean, nowMs: number): void {
    if (this.outliers?.ended(target, ok, nowMs)) this.send(target, this.events.ejected);
  }

  /** Envoy's interval is over: hosts come back, others are ejected. */
  compareOutliers(nowMs: number): void {
    const { outliers } = this;
    if (outliers === null) return;
    const before = this.targets.map((_, target) => outliers.isEjected(target));
    outliers.compare(nowMs);
    this.nowMs = nowMs;
    before.forEach((wasEjected, target) => {
      if (outliers.isEjected(target)) this.send(target, this.events.ejected);
      else if (wasEjected && this.isAvailable(target)) this.comeBack(target, nowMs);
    });
  }

  /** The probes say how it is. */
  setHealthy(target: number, healthy: boolean, nowMs: number): void {
    const { data } = this;
    if ((data.unhealthy[target] === 0) === healthy) return;
    data.unhealthy[target] = healthy ? 0 : 1;
    if (!healthy) {
      this.send(target, this.events.failsProbes);
      return;
    }
    data.fails[target] = 0;
    if (!this.warmUp(target, nowMs)) this.send(target, this.events.passesProbes);
  }

  /** Whether a target would take the request if it had fewer under way. */
  isFull(): boolean {
    return this.targets.some(
      ({ down, weight, maxConnections }, target) =>
        !down && weight > 0 && this.data.connections[target] >= maxConnections && this.isAvailable(target),
    );
  }

  /** Those whose time is over have warmed up. */
  endWarmUp(nowMs: number): void {
    const { slowStart } = this.settings;
    if (slowStart === null) return;
    this.data.warmFrom.forEach((fromMs, target) => {
      if (fromMs + slowStart.windowMs > nowMs) return;
      this.data.warmFrom[target] = Infinity;
      this.send(target, this.events.warmed);
    });
  }

  /** All that was under way is lost with the process, and with it what it knew. */
  forget(): void {
    const { data } = this;
    const fresh = this.atRest();
    for (const target of this.targets.keys()) {
      if (data.unhealthy[target] === 1) this.send(target, this.events.passesProbes);
      else if (data.warmFrom[target] !== Infinity) this.send(target, this.events.warmed);
      else this.send(target, this.events.recovered);
    }
    this.state = fresh;
  }

  /** What per cent of the requests the first group gets by Envoy's rule; the other gets the rest. */
  primaryLoad(): number {
    this.loads ??= this.computeLoads();
    return this.loads[0];
  }

  private computeLoads(): readonly number[] {
    const { spillover } = this.settings;
    if (spillover === null) return [100, 0];
    const levels = [this.levelOf(this.primaries), this.levelOf(this.backups)];
    const { overprovisioning, panicShare } = spillover;
    this.primariesPanic = isPanic(levels[0], panicShare, levels, overprovisioning);
    this.backupsPanic = isPanic(levels[1], panicShare, levels, overprovisioning);
    return levelLoads(levels, overprovisioning);
  }

  private levelOf({ members }: Group): Level {
    const usable = members.filter((target) => !this.targets[target].down);
    const healthy = usable.filter((target) => this.isInState(target, 'up') || this.isInState(target, 'warming'));
    return { healthy: healthy.length, all: usable.length };
  }

  private isInState(target: number, state: string): boolean {
    return this.chart.states[this.chart.stateIndex(target)] === state;
  }

  private comeBack(target: number, nowMs: number): void {
    if (!this.warmUp(target, nowMs)) this.send(target, this.events.recovered);
  }

  private warmUp(target: number, nowMs: number): boolean {
    if (this.settings.slowStart === null) return false;
    if (this.send(target, this.events.warms)) this.data.warmFrom[target] = nowMs;
    return true;
  }

  private warmth(target: number): number {
    const { slowStart } = this.settings;
    const fromMs = this.data.warmFrom[target];
    return slowStart === null || fromMs === Infinity ? 1 : slowStartShare(this.nowMs - fromMs, slowStart);
  }

  private send(target: number, event: number): boolean {
    if (!this.chart.send(target, event)) return false;
    if (this.chart.stateIndex(target) === this.out) this.data.warmFrom[target] = Infinity;
    this.loads = null;
    this.onChange(target, this.chart.stateIndex(target));
    return true;
  }

  private newOutliers(): OutlierDetection | null {
    const { outliers } = this.settings;
    return outliers === null ? null : new OutlierDetection(this.targets.length, outliers);
  }

  private atRest(): UpstreamState {
    const count = this.targets.length;
    return {
      connections: new Int32Array(count),
      fails: new Int32Array(count),
      accessedAt: new Float64Array(count).fill(-Infinity),
      checkedAt: new Float64Array(count).fill(-Infinity),
      current: new Float64Array(count),
      effective: Float64Array.from(this.targets, ({ weight }) => weight),
      warmFrom: new Float64Array(count).fill(Infinity),
      unhealthy: new Uint8Array(count),
      outliers: this.newOutliers()?.save() ?? null,
    };
  }
}
