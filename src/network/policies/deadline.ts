/**
 * The arithmetic of deadlines. A deadline is a moment, ms, and Infinity where there is none; unlike a timeout, which
 * each attempt has anew, one deadline covers a whole call with all its attempts and their waits (gRPC, "Deadlines").
 */
export const NO_DEADLINE = Infinity;

/** The deadline of a call that begins now: its own, but never after that of the request on whose behalf it is made. */
export const deadlineOf = (nowMs: number, deadlineMs: number | null, inheritedMs: number): number =>
  Math.min(deadlineMs === null ? NO_DEADLINE : nowMs + deadlineMs, inheritedMs);

/** Whether nobody waits for the answer any more. */
export const hasExpired = (deadlineAtMs: number, nowMs: number): boolean => nowMs >= deadlineAtMs;

/** When an attempt that is sent now is given up: at its timeout, or at the deadline if that is earlier. */
export const attemptEndsMs = (nowMs: number, timeoutMs: number, deadlineAtMs: number): number =>
  Math.min(nowMs + timeoutMs, deadlineAtMs);

/** Whether there is time for another attempt after that wait; if not, the call ends at its deadline. */
export const leavesTime = (nowMs: number, waitMs: number, deadlineAtMs: number): boolean =>
  nowMs + waitMs < deadlineAtMs;
