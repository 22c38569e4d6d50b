import type { Distribution } from '../../kernel/distribution';
import type { Kernel } from '../../kernel/kernel';
import type { LognormalTable } from '../../kernel/lognormal';
import type { RandomStreams } from '../../kernel/random';
import { createSampler, Lognormal, type Sampler } from '../../kernel/sampler';
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
import { publishFlags } from '../publish-flags';
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

/** What changes in a link itself during a run: plain data. */
export interface LinkState {
  readonly inFlight: number;
  readonly timeoutHead: number;
  readonly timeoutTail: number;
  readonly timerArmed: boolean;
  readonly delayMs: number;
  readonly lineArmed: boolean;
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

/** Bits of {@link Link.traits}. */
const Trait = {
  timed: 1,
  breaker: 2,
  limiter: 4,
  bulkhead: 8,
  retry: 16,
  /** Its retries have a budget, which must be told of every call. */
  countsCalls: 32,
  hedge: 64,
  fallback: 128,
  idempotency: 256,
  wire: 512,
  contract: 1024,
  messages: 2048,
  cancels: 4096,
} as const;
const GATED = Trait.breaker | Trait.limiter | Trait.bulkhead;

/** The policies of a link, of which most have none. */
interface Policies {
  readonly breaker: Breaker | null;
  readonly retry: Retry | null;
  readonly hedge: Hedging | null;
  readonly limiter: RateLimiter | null;
  readonly bulkhead: Bulkhead | null;
  readonly fallback: Fallback | null;
  readonly idempotency: IdempotencyKeys | null;
  readonly wire: Wire | null;
  readonly contract: LinkContract | null;
}

/**
 * A link with its policies. Traffic over it is the {@link Network}'s business.
 *
 * What every request needs to know of it stands first, in so few words that one look at memory brings it all: among a
 * thousand links that look is what an event takes. Whether there is a policy is told by a bit, so that where there is
 * none nothing is fetched.
 */
export class Link {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  private readonly traits: number;
  /** Where its latency is log-normal, as most are: the table, and the line of its stream. */
  private readonly table: LognormalTable | null;
  private readonly line: number;
  private readonly streams: RandomStreams;
  /** Attempts whose end the caller still waits for. */
  inFlight = 0;
  /** The attempts that may time out, in the order in which they will: the timeout is the same for all. */
  timeoutHead = NONE;
  timeoutTail = NONE;
  timerArmed = false;
  /** What has been added to its latency, each way, ms. */
  private delayMs = 0;
  private readonly policies: Policies;
  /** The number of the label that what is published over it bears; see {@link Labels}. */
  label = 0;
  /** How messages are handed over by it, see {@link publishFlags}. */
  readonly publishFlags: number;
  readonly timeoutMs: number;
  /** Draws its latency where that is not log-normal. */
  private readonly latency: Sampler;
  readonly id: string;
  readonly spec: LinkSpec;
  /** For a whole call; null: there is none. */
  readonly deadlineMs: number | null;
  /** Whether the callee is told of a call's deadline. */
  readonly propagatesDeadline: boolean;
  /** Whether an event is scheduled for those who wait for the bulkhead. */
  lineArmed = false;
  /** At an idempotent callee: attempts that wait for the end of an earlier one of their call. */
  joined = emptyList();

  /** @param contract null where any two versions understand each other */
  constructor(
    kernel: Kernel,
    index: number,
    spec: LinkSpec,
    breaker: Breaker | null,
    contract: LinkContract | null = null,
  ) {
    const { params } = spec;
    this.index = index;
    this.spec = spec;
    this.id = spec.id;
    this.from = spec.from;
    this.to = spec.to;
    this.publishFlags = publishFlags(params);
    this.timeoutMs = params.timeoutMs ?? Infinity;
    this.streams = kernel.random;
    this.latency = createSampler(params.latency, kernel.random.stream(`${spec.id}/latency`));
    const lognormal = this.latency instanceof Lognormal ? this.latency : null;
    this.table = lognormal?.table ?? null;
    this.line = lognormal?.line ?? 0;
    this.deadlineMs = params.deadlineMs ?? null;
    this.propagatesDeadline = PROPAGATES_DEADLINES.has(spec.protocol);
    const backoffRandom = kernel.random.stream(`${spec.id}/backoff`);
    const { payload = null, connections = null, bytesPerSec = null } = params;
    const policies = {
      breaker,
      retry: params.retry && !params.hedge ? new Retry(params.retry, backoffRandom) : null,
      hedge: params.hedge ? new (part('hedging').Hedging)(params.hedge) : null,
      limiter: params.rateLimit ? part('limiter').createRateLimiter(params.rateLimit) : null,
      bulkhead: params.bulkhead ? new (part('bulkhead').Bulkhead)(params.bulkhead) : null,
      fallback: params.fallback ? new (part('fallback').Fallback)(params.fallback) : null,
      idempotency: params.idempotency ? new (part('idempotency').IdempotencyKeys)(params.idempotency) : null,
      wire: saysOfWire(params) ? new (part('wire').Wire)(spec.protocol, payload, connections, bytesPerSec) : null,
      contract,
    };
    this.policies = policies;
    const isSo: Readonly<Record<keyof typeof Trait, boolean>> = {
      timed: this.timeoutMs !== Infinity,
      breaker: policies.breaker !== null,
      limiter: policies.limiter !== null,
      bulkhead: policies.bulkhead !== null,
      retry: policies.retry !== null,
      countsCalls: policies.retry?.hasBudget === true,
      hedge: policies.hedge !== null,
      fallback: policies.fallback !== null,
      idempotency: policies.idempotency !== null,
      wire: policies.wire !== null,
      contract: policies.contract !== null,
      messages: carriesMessages(spec.protocol),
      cancels: traitsOf(spec.protocol).cancels,
    };
    const names = Object.keys(Trait) as (keyof typeof Trait)[];
    this.traits = names.reduce((traits, name) => (isSo[name] ? traits | Trait[name] : traits), 0);
  }

  /** Whether attempts have a timeout. */
  get isTimed(): boolean {
    return (this.traits & Trait.timed) !== 0;
  }

  /** Whether an attempt passes anything that may turn it away or let it wait before it leaves. */
  get isGated(): boolean {
    return (this.traits & GATED) !== 0;
  }

  /** True if what goes over it is messages rather than calls. */
  get carriesMessages(): boolean {
    return (this.traits & Trait.messages) !== 0;
  }

  /** Whether a caller that gives a call up tells the callee. */
  get cancels(): boolean {
    return (this.traits & Trait.cancels) !== 0;
  }

  /** Whether its retries must be told of every call, however it ends. */
  get countsCalls(): boolean {
    return (this.traits & Trait.countsCalls) !== 0;
  }

  get breaker(): Breaker | null {
    return this.traits & Trait.breaker ? this.policies.breaker : null;
  }

  /** Null where calls are hedged. */
  get retry(): Retry | null {
    return this.traits & Trait.retry ? this.policies.retry : null;
  }

  get hedge(): Hedging | null {
    return this.traits & Trait.hedge ? this.policies.hedge : null;
  }

  get limiter(): RateLimiter | null {
    return this.traits & Trait.limiter ? this.policies.limiter : null;
  }

  get bulkhead(): Bulkhead | null {
    return this.traits & Trait.bulkhead ? this.policies.bulkhead : null;
  }

  get fallback(): Fallback | null {
    return this.traits & Trait.fallback ? this.policies.fallback : null;
  }

  get idempotency(): IdempotencyKeys | null {
    return this.traits & Trait.idempotency ? this.policies.idempotency : null;
  }

  /** Null where calls have no size and connections are not counted. */
  get wire(): Wire | null {
    return this.traits & Trait.wire ? this.policies.wire : null;
  }

  get contract(): LinkContract | null {
    return this.traits & Trait.contract ? this.policies.contract : null;
  }

  /** Draws the time for one way at the link's own pace, ms. */
  travelMs(): number {
    const { table } = this;
    const ms = table === null ? this.latency.sample() : table.draw(this.streams.words, this.line);
    return ms + this.delayMs;
  }

  /** From now on everything takes so much longer, each way; 0: as configured. */
  setDelay(ms: number): void {
    this.delayMs = ms;
  }

  save(): SavedLink {
    const { inFlight, timeoutHead, timeoutTail, timerArmed, delayMs, lineArmed, joined, policies } = this;
    return {
      state: { inFlight, timeoutHead, timeoutTail, timerArmed, delayMs, lineArmed, joined: { ...joined } },
      breaker: policies.breaker?.save() ?? null,
      retry: policies.retry?.save() ?? null,
      hedge: policies.hedge?.save() ?? null,
      limiter: policies.limiter?.save() ?? null,
      bulkhead: policies.bulkhead?.save() ?? null,
      fallback: policies.fallback?.save() ?? null,
      idempotency: policies.idempotency?.save() ?? null,
      wire: policies.wire?.save() ?? null,
      contract: policies.contract?.save() ?? null,
    };
  }

  restore(saved: SavedLink): void {
    const { state } = saved;
    this.inFlight = state.inFlight;
    this.timeoutHead = state.timeoutHead;
    this.timeoutTail = state.timeoutTail;
    this.timerArmed = state.timerArmed;
    this.delayMs = state.delayMs;
    this.lineArmed = state.lineArmed;
    this.joined = { ...state.joined };
    const { policies } = this;
    if (saved.breaker) policies.breaker?.restore(saved.breaker);
    policies.retry?.restore(saved.retry);
    policies.hedge?.restore(saved.hedge);
    if (saved.limiter) policies.limiter?.restore(saved.limiter);
    if (saved.bulkhead) policies.bulkhead?.restore(saved.bulkhead);
    if (saved.fallback) policies.fallback?.restore(saved.fallback);
    if (saved.idempotency) policies.idempotency?.restore(saved.idempotency);
    if (saved.wire) policies.wire?.restore(saved.wire);
    if (saved.contract) policies.contract?.restore(saved.contract);
  }
}
