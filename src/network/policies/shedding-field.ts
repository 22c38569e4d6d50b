import { integer, milliseconds, variant } from '../../schema/fields';

const targetMs = milliseconds(5, 0.001);
const intervalMs = milliseconds(100, 0.001);

/** Which of the requests that wait are given up, so that the others are served in time. A component's, not a link's. */
export const sheddingField = variant(
  'rule',
  {
    /** Whoever arrives at a queue of that length is refused. */
    queueLength: { maxQueued: integer({ default: 100, min: 0, max: 1_000_000 }) },
    /** RFC 8289, with its defaults. */
    codel: { targetMs, intervalMs },
    /** Facebook's: short waits and the newest first while the queue has not been empty for a while. */
    controlledDelay: { targetMs, intervalMs },
  },
  { rule: 'codel', targetMs: 5, intervalMs: 100 },
);
