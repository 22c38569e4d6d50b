import type { Limits } from '../simulation/world';

/** A tab has less memory than a machine: some 100 MB of requests and messages under way. */
export const TAB_LIMITS: Limits = { maxFrames: 1_000_000 };
