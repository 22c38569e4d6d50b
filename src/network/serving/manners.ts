/**
 * What a server does that most do not, a bit each. Every request would ask for several of these; in one number they are
 * one look at memory, and what a server has for them stays untouched where it does none of it.
 */
export const Manner = {
  /** Some operation waits for answers that come as messages. */
  gathers: 1,
  /** Requests share the workers. */
  shares: 2,
  /** A worker is taken from one for a more urgent one. */
  preempts: 4,
  /** Requests are shed under load. */
  sheds: 8,
  /** Some callers are slow to take their answers. */
  handsOver: 16,
  /** Callers have sessions with replicas. */
  sessions: 32,
  /** Replicas are probed. */
  probes: 64,
  /** New replicas are slow at first. */
  warmsUp: 128,
  /** Some operations have steps of their own. */
  operations: 256,
} as const;
