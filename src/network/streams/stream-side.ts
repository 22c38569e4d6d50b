import { UNREACHABLE_MS } from '../links/unreachable';
import type { BACK, THERE } from '../wire/ways';

/** The first wait of TCP before it sends again what was lost, and the longest: RFC 6298, Linux's lower bound. */
const FIRST_RESEND_MS = 200;
const LONGEST_RESEND_MS = 120_000;

/** Whose messages of a stream: those of its caller go there, those of its callee come back. */
export type Way = typeof THERE | typeof BACK;

/** The messages of one side: plain data. */
export interface Side {
  /** Those that it does not have yet. */
  toCome: number;
  /** Those that it has, and could not send. */
  ready: number;
  underWay: number;
  taken: number;
  /** When the last one reaches the other end, and when it has been read there: none overtakes another. */
  arrivesAt: number;
  readAt: number;
  /** Since when nothing comes through, and how long it waits before it tries again. */
  lostSince: number | null;
  resendMs: number;
}

/** A side that has not said anything yet, of so many messages. */
export const silent = (toCome: number): Side => ({
  toCome,
  ready: 0,
  underWay: 0,
  taken: 0,
  arrivesAt: 0,
  readAt: 0,
  lostSince: null,
  resendMs: FIRST_RESEND_MS,
});

/** Whether all its messages have left. */
export const saidAll = ({ toCome, ready }: Side): boolean => toCome === 0 && ready === 0;

/** Whether the other end has read them all. */
export const heardAll = (side: Side): boolean => saidAll(side) && side.underWay === 0;

/** A message has got through. */
export function comesThrough(side: Side): void {
  side.lostSince = null;
  side.resendMs = FIRST_RESEND_MS;
}

/**
 * A message was lost. Each wait is twice as long as the one before.
 *
 * @returns how long the side waits before it sends again, ms; null: for so long nothing has come through that it gives up
 */
export function resendAfterMs(side: Side, nowMs: number): number | null {
  side.lostSince ??= nowMs;
  if (nowMs - side.lostSince >= UNREACHABLE_MS) return null;
  const waitMs = side.resendMs;
  side.resendMs = Math.min(2 * waitMs, LONGEST_RESEND_MS);
  return waitMs;
}
