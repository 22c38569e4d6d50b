import type { Distribution } from '../kernel/distribution';
import type { Kernel } from '../kernel/kernel';
import { createSampler, type Sampler } from '../kernel/sampler';
import { NONE } from './frames';
import type { Breaker } from './policies/breaker';
import { Retry } from './policies/retry';
import type { RetryParams } from './policies/retry-field';

/** Ids, ends and parameters of a link, as the scenario gives them. */
export interface LinkSpec {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly protocol: string;
  readonly params: LinkSpecParams;
}

/** The parameters that every link may have; what else stands there is for the kinds at its ends. */
export interface LinkSpecParams {
  readonly latency: Distribution;
  readonly timeoutMs?: number | null;
  readonly retry?: RetryParams | null;
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
}

/** A link with its policies. Traffic over it is the {@link Network}'s business. */
export class Link {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly timeoutMs: number;
  readonly retry: Retry | null;
  /** True if what goes over it is messages rather than calls. */
  readonly carriesMessages: boolean;
  state: LinkState = {
    inFlight: 0,
    timeoutHead: NONE,
    timeoutTail: NONE,
    timerArmed: false,
  };
  private readonly latency: Sampler;

  constructor(
    kernel: Kernel,
    readonly index: number,
    readonly spec: LinkSpec,
    readonly breaker: Breaker | null,
  ) {
    const { params } = spec;
    this.id = spec.id;
    this.from = spec.from;
    this.to = spec.to;
    this.carriesMessages = spec.protocol === 'amqp';
    this.timeoutMs = params.timeoutMs ?? Infinity;
    this.latency = createSampler(params.latency, kernel.random.stream(`${spec.id}/latency`));
    const backoffRandom = kernel.random.stream(`${spec.id}/backoff`);
    this.retry = params.retry ? new Retry(params.retry, backoffRandom) : null;
  }

  /** Draws the time for one way at the link's own pace, ms. */
  travelMs(): number {
    return this.latency.sample();
  }
}
