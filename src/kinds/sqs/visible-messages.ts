/** Hands a message out; false: it went elsewhere instead, and somebody else may have its place in the answer. */
export type HandOut = (frame: number) => boolean;

/** The messages of a queue that a consumer may receive, and in which order it gets them. */
export interface VisibleMessages {
  readonly count: number;
  /** Whether one who asks all servers would get something. */
  readonly hasNext: boolean;
  /** A message is new in the queue. */
  add(frame: number): void;
  /** One that was handed out is visible again. */
  putBack(frame: number): void;
  /** Takes out one that is visible. */
  remove(frame: number): void;
  /**
   * Takes messages out and hands them out, until `most` have been.
   * @param asksAll all servers, as long polling does
   */
  select(most: number, asksAll: boolean, handOut: HandOut): void;
  /** One that was handed out is in flight no longer: it is gone, or has just been put back. */
  settle(frame: number): void;
  forEach(visit: (frame: number) => void): void;
}
