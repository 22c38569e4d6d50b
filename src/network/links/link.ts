import type { Distribution } from '../../kernel/distribution';
import type { Kernel } from '../../kernel/kernel';
import { createSampler, type Sampler } from '../../kernel/sampler';
import { copyPlain } from '../../kernel/snapshot';
import type { LinkContract, LinkContractState } from '../contracts/link-contract';
import { emptyList, type FrameList } from '../frames/frame-list';
import { NONE } from '../frames/frames';
import { carriesMessages } from '../kind';
import { part } from '../parts/parts';
import type { Breaker, SavedBreaker } from '../policies/breaker';
import type { Bulkhead, SavedBulkhead } from '../policies/bulkhead';
import type { BulkheadParams } from '../policies/bulkhead-field';
import type { Fallback, SavedFallback } from '../policies/fallback';
import type { FallbackParams } from '../policies/fallback-field';
import type { HedgeParams } from '../policies/hedge-field';
import type { Hedging } from '../policies/hedging';
import type { IdempotencyKeys, SavedKeys } from '../policies/idempotency';
import type { IdempotencyParams } from '../policies/idempotency-field';
import type { RateLimitParams } from '../policies/rate-limit-field';
import type { RateLimiter, SavedLimiter } from '../policies/rate-limiter';
import { Retry } from '../policies/retry';
import type { SavedBudget } from '../policies/retry-budget';
import type { RetryParams } from '../policies/retry-field';
import type { StreamParams } from '../streams/stream-field';
import { traitsOf } from '../wire/protocols';
import type { Wire, WireState } from '../wire/wire';
import { saysOfWire, type WireParams } from '../wire/wire-params';

/** Ids, ends and parameters of a link, as the scenario gives them. */
export interface LinkSpec {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly protocol: string;
  readonly params: LinkSpecParams;
}

/** The parameters that every link may have; what else stands there is for the kinds at its ends. */
export interface LinkSpecParams extends WireParams {
  readonly latency: Distribution;
  readonly timeoutMs?: number | null;
  readonly deadlineMs?: number | null;
  readonly retry?: RetryParams | null;
  readonly hedge?: HedgeParams | null;
  readonly rateLimit?: RateLimitParams | null;
  readonly bulkhead?: BulkheadParams | null;
  readonly fallback?: FallbackParams | null;
  readonly idempotency?: IdempotencyParams | null;
  readonly stream?: StreamParams | null;
  readonly weight?: number;
  readonly [name: string]: unknown;
}

/** What changes in a link during a run: plain data. */
export interface LinkState {
  /** Attempts whose end the caller still waits for. */
  inFlight: number;
  /** The attempts that may time out, in the order in which they will: the timeout is the same for all. */
  timeoutHead: number;
  timeoutTail: number;
  timerArmed: boolean;
  /** What has been added to its latency, each way, ms. */
  delayMs: number;
  /** Whether an event is scheduled for those who wait for the bulkhead. */
  lineArmed: boolean;
  /** At an idempotent callee: attempts that wait for the end of an earlier one of their call. */
  readonly joined: FrameList;
}

/** A link's state and that of its policies: plain data. */
export interface SavedLink {
  readonly state: LinkState;
  readonly breaker: SavedBreaker | null;
  readonly retry: SavedBudget | null;
  readonly hedge: SavedBudget | null;
  readonly limiter: SavedLimiter | null;
  readonly bulkhead: SavedBulkhead | null;
  readonly fallback: SavedFallback | null;
  readonly idempotency: SavedKeys | null;
  readonly wire: WireState | null;
  readonly contract: LinkContractState | null;
}

/** Protocols whose calls carry the time that is left to the callee, whose own calls then end in time too. */
const PROPAGATES_DEADLINES: ReadonlySet<string> = new Set(['grpc']);

/** A link with its policies. Traffic over it is the {@link Network}'s business. */
export class Link {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly timeoutMs: number;
  /** Whether attempts have a timeout. */
  readonly isTimed: boolean;
  /** Whether an attempt passes anything that may turn it away or let it wait before it leaves. */
  readonly isGated: boolean;
  /** For a whole call; null: there is none. */
  readonly deadlineMs: number | null;
  /** Null where calls are hedged. */
  readonly retry: Retry | null;
  readonly hedge: Hedging | null;
  readonly limiter: RateLimiter | null;
  readonly bulkhead: Bulkhead | null;
  readonly fallback: Fallback | null;
  readonly idempotency: IdempotencyKeys | null;
  /** Whether the callee is told of a call's deadline. */
  readonly propagatesDeadline: boolean;
  /** Whether a caller that gives a call up tells the callee. */
  readonly cancels: boolean;
  /** Null where calls have no size and connections are not counted. */
  readonly wire: Wire | null;
  /** True if what goes over it is messages rather than calls. */
  readonly carriesMessages: boolean;
  /** The number of the label that what is published over it bears; see {@link Labels}. */
  label = 0;
  state: LinkState = {
    inFlight: 0,
    timeoutHead: NONE,
    timeoutTail: NONE,
    timerArmed: false,
    delayMs: 0,
    lineArmed: false,
    joined: emptyList(),
  };
  private readonly latency: Sampler;

  constructor(
    kernel: Kernel,
    readonly index: number,
    readonly spec: LinkSpec,
    readonly breaker: Breaker | null,
    /** Null where any two versions understand each other. */
    readonly contract: LinkContract | null = null,
  ) {
    const { params } = spec;
    this.id = spec.id;
    this.from = spec.from;
    this.to = spec.to;
    this.carriesMessages = carriesMessages(spec.protocol);
    this.timeoutMs = params.timeoutMs ?? Infinity;
    this.isTimed = this.timeoutMs !== Infinity;
    this.latency = createSampler(params.latency, kernel.random.stream(`${spec.id}/latency`));
    const backoffRandom = kernel.random.stream(`${spec.id}/backoff`);
    this.deadlineMs = params.deadlineMs ?? null;
    this.propagatesDeadline = PROPAGATES_DEADLINES.has(spec.protocol);
    this.retry = params.retry && !params.hedge ? new Retry(params.retry, backoffRandom) : null;
    this.hedge = params.hedge ? new (part('hedging').Hedging)(params.hedge) : null;
    this.limiter = params.rateLimit ? part('limiter').createRateLimiter(params.rateLimit) : null;
    this.bulkhead = params.bulkhead ? new (part('bulkhead').Bulkhead)(params.bulkhead) : null;
    this.fallback = params.fallback ? new (part('fallback').Fallback)(params.fallback) : null;
    this.idempotency = params.idempotency ? new (part('idempotency').IdempotencyKeys)(params.idempotency) : null;
    this.isGated = breaker !== null || this.limiter !== null || this.bulkhead !== null;
    this.cancels = traitsOf(spec.protocol).cancels;
    const { payload = null, connections = null, bytesPerSec = null } = params;
    this.wire = saysOfWire(params) ? new (part('wire').Wire)(spec.protocol, payload, connections, bytesPerSec) : null;
  }

  /** Draws the time for one way at the link's own pace, ms. */
  travelMs(): number {
    return this.latency.sample() + this.state.delayMs;
  }

  /** From now on everything takes so much longer, each way; 0: as configured. */
  setDelay(ms: number): void {
    this.state.delayMs = ms;
  }

  save(): SavedLink {
    return {
      state: copyPlain(this.state),
      breaker: this.breaker?.save() ?? null,
      retry: this.retry?.save() ?? null,
      hedge: this.hedge?.save() ?? null,
      limiter: this.limiter?.save() ?? null,
      bulkhead: this.bulkhead?.save() ?? null,
      fallback: this.fallback?.save() ?? null,
      idempotency: this.idempotency?.save() ?? null,
      wire: this.wire?.save() ?? null,
      contract: this.contract?.save() ?? null,
    };
  }

  restore(saved: SavedLink): void {
    this.state = copyPlain(saved.state);
    if (saved.breaker) this.breaker?.restore(saved.breaker);
    this.retry?.restore(saved.retry);
    this.hedge?.restore(saved.hedge);
    if (saved.limiter) this.limiter?.restore(saved.limiter);
    if (saved.bulkhead) this.bulkhead?.restore(saved.bulkhead);
    if (saved.fallback) this.fallback?.restore(saved.fallback);
    if (saved.idempotency) this.idempotency?.restore(saved.idempotency);
    if (saved.wire) this.wire?.restore(saved.wire);
    if (saved.contract) this.contract?.restore(saved.contract);
  }
}
