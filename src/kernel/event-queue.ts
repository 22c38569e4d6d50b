/** What an event is to the queue: an integer that the owner of the queue understands. */
export type Payload = number;

/** What a queue answers when it has no event to give: payloads are not negative. */
export const NO_EVENT: Payload = -1;

/**
 * Events ordered by (time, order of arrival). The order of arrival decides ties, so that two runs of one scenario
 * never disagree about what came first.
 */
export interface EventQueue {
  readonly size: number;
  /** The time of the event that was popped last. */
  readonly time: number;
  /** `time` must be finite. */
  push(time: number, payload: Payload): void;
  /** The time of the next event; Infinity when there is none. */
  peek(): number;
  /** The payload of the next event, which leaves the queue; {@link NO_EVENT} when it comes later than that, or never. */
  pop(untilMs?: number): Payload;
  /** All events in the order in which they would be popped. */
  save(): SavedEvents;
  /** Replaces what is in the queue. */
  restore(saved: SavedEvents): void;
}

export interface SavedEvents {
  readonly times: Float64Array;
  readonly payloads: Int32Array;
}
