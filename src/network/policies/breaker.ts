import { type EventFrom, setup } from 'xstate';
import type { FastStatechart } from '../../kernel/statechart/compiled';
import type { Statecharts } from '../../kernel/statechart/statecharts';
import { BREAKER_STATES, type BreakerState } from '../facts';
import type { BreakerParams } from './breaker-field';
import { CallFlag, type CallWindow, type SavedWindow } from './call-window';
import { CountWindow } from './count-window';
import { TimeWindow } from './time-window';

/** What the window holds after a call. */
interface Recorded {
  readonly type: 'recorded';
  calls: number;
  failures: number;
  slow: number;
}

/** The thresholds, as they are compared on every call. */
interface Thresholds {
  readonly failureRate: number;
  readonly slowRate: number;
  /** So many calls are judged while closed, and while half-open. */
  readonly calls: number;
  readonly probes: number;
  readonly openMs: number;
  readonly maxHalfOpenMs: number | null;
}

/** A rate that is never reached. */
const NEVER = 2;

const thresholdsOf = ({ window, windowSize, minimumCalls, slowCalls, ...params }: BreakerParams): Thresholds => ({
  failureRate: params.failureRate,
  slowRate: slowCalls === null ? NEVER : slowCalls.rate,
  // A window of calls cannot need more of them than it holds; one of seconds can wait for as many as it likes.
  calls: window === 'calls' ? Math.min(minimumCalls, windowSize) : minimumCalls,
  probes: Math.min(minimumCalls, params.probes),
  openMs: params.openMs,
  maxHalfOpenMs: params.maxHalfOpenMs,
});

const isFailing = (context: Thresholds, { calls, failures, slow }: Recorded) =>
  failures / calls >= context.failureRate || (slow > 0 && slow / calls >= context.slowRate);

/**
 * A circuit breaker by resilience4j's rules (`CircuitBreakerStateMachine`, `CircuitBreakerMetrics`):
 *
 * - Closed, the window decides, which is the last `windowSize` calls or those of the last `windowSize` seconds, once it
 *   holds `minimumCalls` (or is full): it opens when the share of failures is at least `failureRate`, or that of the
 *   calls that took longer than `slowCalls.overMs` at least `slowCalls.rate`.
 * - Open, nothing is permitted for `openMs`. Then `probes` calls are.
 * - Half-open, the calls recorded since then decide, once they are `probes` (or `minimumCalls`, where that is fewer):
 *   by the same rates it opens again or closes, with an empty window. After `maxHalfOpenMs` it opens by itself.
 *
 * One thing is ours: it turns half-open by itself when `openMs` have passed (resilience4j's
 * `automaticTransitionFromOpenToHalfOpenEnabled`, there off by default), so that the change can be seen when it
 * happens and not at the next call.
 */
export const breakerMachine = setup({
  types: {} as { context: Thresholds; input: BreakerParams; events: Recorded },
  guards: {
    failing: ({ context, event }) => event.calls >= context.calls && isFailing(context, event),
    probesFailed: ({ context, event }) => event.calls >= context.probes && isFailing(context, event),
    probesPassed: ({ context, event }) => event.calls >= context.probes && !isFailing(context, event),
  },
  delays: {
    openMs: ({ context }) => context.openMs,
    maxHalfOpenMs: ({ context }) => context.maxHalfOpenMs ?? Infinity,
  },
}).createMachine({
  id: 'breaker',
  context: ({ input }) => thresholdsOf(input),
  initial: 'closed',
  states: {
    closed: { on: { recorded: { guard: 'failing', target: 'open' } } },
    open: { after: { openMs: 'halfOpen' } },
    halfOpen: {
      on: {
        recorded: [
          { guard: 'probesFailed', target: 'open' },
          { guard: 'probesPassed', target: 'closed' },
        ],
      },
      after: { maxHalfOpenMs: 'open' },
    },
  },
});

const CLOSED = BREAKER_STATES.indexOf('closed');
const OPEN = BREAKER_STATES.indexOf('open');

/** What a breaker holds beside its statechart, as plain JSON. */
export interface SavedBreaker {
  readonly window: SavedWindow;
  readonly probes: SavedWindow;
  readonly permitsLeft: number;
}

/**
 * A circuit breaker on a link. Ask {@link permits} before each attempt and {@link record} how each permitted one ended;
 * an attempt that was not permitted is not recorded.
 */
export class Breaker {
  readonly chart: FastStatechart<typeof breakerMachine>;
  /** The calls that closed looks at, and those that half-open looks at. */
  private readonly window: CallWindow;
  private readonly probes: CountWindow;
  /** Calls that may still begin while half-open. */
  private permitsLeft: number;
  private readonly recorded: number;
  private readonly slowOverMs: number;
  private readonly event: EventFrom<typeof breakerMachine> = { type: 'recorded', calls: 0, failures: 0, slow: 0 };

  constructor(
    statecharts: Statecharts,
    private readonly params: BreakerParams,
  ) {
    this.window = params.window === 'calls' ? new CountWindow(params.windowSize) : new TimeWindow(params.windowSize);
    this.probes = new CountWindow(params.probes);
    this.slowOverMs = params.slowCalls?.overMs ?? Infinity;
    this.permitsLeft = params.probes;
    this.chart = statecharts.compile(breakerMachine, params);
    this.recorded = this.chart.eventIndex('recorded');
    this.chart.onTransition((stateIndex) => this.beginCounting(stateIndex));
    this.chart.start();
  }

  get state(): BreakerState {
    return BREAKER_STATES[this.chart.stateIndex];
  }

  /** Index into {@link BREAKER_STATES}. */
  get stateIndex(): number {
    return this.chart.stateIndex;
  }

  /** Calls that the present state has to go by; 0 while open. */
  get callsCounted(): number {
    const state = this.chart.stateIndex;
    if (state === OPEN) return 0;
    return state === CLOSED ? this.window.calls : this.probes.calls;
  }

  /** Whether a call may be made now. Each yes while half-open uses up one of the probes, so ask once per attempt. */
  permits(): boolean {
    const state = this.chart.stateIndex;
    if (state === CLOSED) return true;
    if (state === OPEN || this.permitsLeft === 0) return false;
    this.permitsLeft--;
    return true;
  }

  /**
   * Takes note of how a permitted call ended and how long it took. One that was permitted in an earlier state counts
   * where it ends: half-open it may be one of the calls that decide, as in resilience4j.
   */
  record(ok: boolean, tookMs: number, nowMs: number): void {
    const { chart, event } = this;
    const state = chart.stateIndex;
    if (state === OPEN) return;
    const call = (ok ? 0 : CallFlag.failed) | (tookMs > this.slowOverMs ? CallFlag.slow : 0);
    const window = state === CLOSED ? this.window : this.probes;
    window.record(call, nowMs);
    event.calls = window.calls;
    event.failures = window.failures;
    event.slow = window.slow;
    chart.dispatch(this.recorded, event);
  }

  /** Gives back a permission whose call ended without an outcome of its own (cancelled, or its caller crashed): without it a half-open breaker would wait for that outcome for ever. */
  release(): void {
    if (this.permitsLeft < this.params.probes) this.permitsLeft++;
  }

  /** Without the statechart and its timer, which {@link Statecharts.save} saves with all others. */
  save(): SavedBreaker {
    return { window: this.window.save(), probes: this.probes.save(), permitsLeft: this.permitsLeft };
  }

  restore(saved: SavedBreaker): void {
    this.window.restore(saved.window);
    this.probes.restore(saved.probes);
    this.permitsLeft = saved.permitsLeft;
  }

  private beginCounting(stateIndex: number): void {
    if (stateIndex === CLOSED) this.window.clear();
    if (stateIndex !== CLOSED && stateIndex !== OPEN) {
      this.probes.clear();
      this.permitsLeft = this.params.probes;
    }
  }
}
