import type { Limits } from '../simulation/world';

/** A tab has less memory than a machine: some 100 MB of requests and messages under way, 300 MB of logs. */
export const TAB_LIMITS: Limits = { maxFrames: 1_000_000, maxKept: 5_000_000 };
