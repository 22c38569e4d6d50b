/** What the AWS SDKs begin with and charge (`StandardRetryStrategy`; SDK reference, "Retry behavior"). */
export const AWS_SDK_QUOTA = { capacity: 500, retryCost: 5, timeoutRetryCost: 10, refund: 1 } as const;

/**
 * The retry quota of the AWS SDKs' standard mode: a bucket that begins full, from which each retry takes its cost, one
 * after a timeout twice as much. A call that succeeds after a retry brings its last cost back, one that needed none a
 * single token.
 */
export class RetryQuota {
  tokens: number;

  constructor(private readonly params: typeof AWS_SDK_QUOTA | { readonly [K in keyof typeof AWS_SDK_QUOTA]: number }) {
    this.tokens = params.capacity;
  }

  /** What a retry was charged, or 0 if it may not be made. */
  charge(afterTimeout: boolean): number {
    const cost = afterTimeout ? this.params.timeoutRetryCost : this.params.retryCost;
    if (this.tokens < cost) return 0;
    this.tokens -= cost;
    return cost;
  }

  /** A call succeeded, whose last retry was charged so much; 0: it needed none. */
  succeeded(lastCharge: number): void {
    this.tokens = Math.min(this.tokens + (lastCharge || this.params.refund), this.params.capacity);
  }
}
