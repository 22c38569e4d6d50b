/**
 * The facts that a run records. Everything that is shown or reported is a view of them. Each fact has a virtual time
 * and the columns of {@link TraceColumns}: `serial` (which request or message), `place` (the index of a node or link),
 * `detail` (an outcome, or flags), `extra` and `value`, whose meaning depends on the kind of fact and stands here.
 *
 * A *serial* names one attempt of one call, one message, or one request of a client, and is never used again in a run.
 */
export const Fact = {
  /** A client's request begins. place: client node. extra: operation. */
  issued: 1,
  /** A client's request ended. place: client node. detail: outcome. value: latency in ms from the intended send time. */
  settled: 2,
  /** A call or message leaves on a link. place: link. detail: {@link SentFlag}s. extra: serial of the caller's frame, 0 for none. value: travel time in ms; Infinity when the link is cut and it is lost on the way. */
  sent: 3,
  /** It reached a node. place: node. */
  arrived: 4,
  /** A worker takes it. place: node. detail: 1 when it goes on after it was preempted. value: time waited in the queue (since it was preempted), ms. */
  started: 5,
  /** Its worker begins to wait for a synchronous call. place: node. extra: the link called (the first, of parallel ones). */
  blocked: 6,
  /** Its worker goes on. place: node. value: time spent blocked, ms. */
  resumed: 7,
  /** It leaves the node. place: node. detail: outcome. extra: 1 if a worker held it (0: refused at the door, or still queued). value: time since it arrived, ms. */
  finished: 8,
  /** The answer (or, for a message pushed by a broker, its acknowledgement) leaves the callee. place: link. detail: outcome. value: travel time in ms; Infinity when lost. */
  replied: 9,
  /**
   * An attempt is over for the caller: the answer came, or the caller gave up. place: link. detail: outcome. extra: an
   * {@link AttemptEnd}. value: time since this attempt was sent, ms. An attempt that never left has a `withheld`
   * instead of a `sent`.
   */
  returned: 10,
  /** A call is over after several attempts. place: link. detail: outcome. extra: attempts. value: time since the first was sent, ms. */
  concluded: 11,
  /** An answer arrived for which nobody waits any more: wasted work. place: link. value: time since the attempt was sent, ms. */
  wasted: 12,
  /** A node's mode changed. place: node. extra: index of the mode in its kind's `modes`. */
  mode: 13,
  /** A link's circuit breaker changed. place: link. extra: index into {@link BREAKER_STATES}. */
  breaker: 14,
  /** How many workers (or connections) a node has from now on. place: node. extra: their number. */
  capacity: 15,
  /** It had to give up its worker to a more urgent one and waits in the queue again. place: node. value: the work that is left of its step, ms. */
  preempted: 16,
  /** An attempt never leaves its caller: it comes back at the same instant. place: link. detail: outcome. extra: serial of the caller's frame. value: 1 unless it is the first attempt of its call. */
  withheld: 17,
  /** A message was handed to a broker by its producer. place: link. extra: serial of the producer's frame, 0 for none. value: its key, a number above 0; below 0 where it stands for a text; 0: none. */
  published: 20,
  /** A message entered a queue of a broker. place: node. extra: queue index. */
  enqueued: 21,
  /** A broker pushed a message to a consumer. place: link. detail: {@link SentFlag}s. extra: queue index. value: time it waited in the queue, ms. */
  delivered: 22,
  /** A consumer's acknowledgement reached the broker. place: node (the broker). extra: queue index. value: time since it was published, ms. */
  acked: 23,
  /** A message went back to its queue because its consumer failed. place: node (the broker). detail: why. extra: queue index. */
  requeued: 24,
  /** A message ended without an acknowledgement. place: node where it ended (a link's target for one that never arrived). detail: why. extra: queue index, or -1 when it was not in a queue. */
  lost: 25,
  /** A message is to be delivered again although a consumer still has it, so that it may be processed twice. place: node (the broker). extra: queue index. */
  duplicated: 26,
  /** A link was cut or mended. place: link. extra: index of the state in `pathMachine`. */
  path: 27,
  /** A node's own work takes more or less time from now on. place: node. extra: index of the state in `paceMachine`. value: the factor; 1 is its own pace. */
  pace: 28,
  /** The same of a link's latency. place: link. */
  linkPace: 29,
  /** A scripted or recorded intervention took effect. place: index in the scenario's list. extra: 1 when it begins, 0 when it ends. */
  intervened: 30,
  /** A component tells something of its own affairs. place: node. detail: one of {@link Note}, which says what extra and value are. */
  noted: 31,
  /** An attempt waits at its caller. place: link. detail: for what: rateLimited, bulkheadFull, or pending, which stands for a connection. extra: serial of the caller's frame. */
  held: 40,
  /** It waits there no longer: it is sent or withheld, or its caller is gone. place: link. value: time waited, ms. */
  letGo: 41,
  /** A call failed, and its caller makes do with something else. place: link. detail: how it failed. */
  fellBack: 42,
  /** An idempotent callee knows this call already. place: link. extra: 1 if its work is done, 0 if it is under way. */
  recognised: 43,
  /** A request or an answer goes on the wire of a link that says what is in its messages. place: link. detail: 0 to the callee, 1 back. value: bytes. */
  carried: 44,
  /** A copy of a message came about, under a serial of its own: for another queue, another group. place: node (the broker). extra: the serial of what it is a copy of. */
  copied: 45,
  /** A message that was done with is to be delivered again, because somebody reads once more what was there. place: node (the broker). extra: queue index. */
  revived: 46,
  /** A consumer asks its broker for messages, or gets an answer that holds none. place: link. detail: 0 the question, 1 the empty answer. extra: the consumer's number behind that link. value: travel time, ms; Infinity when it is lost on the way. */
  polled: 47,
  /** A consumer has told its broker how far it is. place: link. extra: queue index. value: the offset of the next record. */
  committed: 48,
  /** What was just published is a message that had been published before, or is to be taken for it. place: link. extra: the message's id: the serial under which it was published first. */
  republished: 49,
  /** A message of a stream goes over its link. place: link. detail: 0 to the callee, 1 back. extra: 1 when it is lost on the way, and will be sent again. value: travel time, ms; Infinity when lost. */
  streamed: 58,
  /** A message of a stream has been read at the other end. place: link. detail: 0 by the callee, 1 by the caller. */
  received: 59,
  /** How a load balancer sees one of its targets. place: link to the target. extra: index of the state in `targetMachine`. */
  target: 36,
} as const;

/** Bits of `detail` in {@link Fact.sent} and {@link Fact.delivered}. */
export const SentFlag = {
  /** A message: nobody waits for an answer. */
  message: 1,
  /** Not the first attempt. */
  retry: 2,
  /** A broker sends it again. */
  redelivered: 4,
  /** Waits for the broker's confirm. */
  confirm: 8,
  /** Not the first attempt, sent beside those before it. */
  hedge: 16,
} as const;

/** What follows an attempt: `extra` in {@link Fact.returned}. */
export const AttemptEnd = {
  /** Nothing: it was the call's only one, and the call is over. */
  only: 0,
  /** Another attempt. */
  retry: 1,
  /** {@link Fact.concluded}: it was the last of several. */
  last: 2,
  /** What becomes of other attempts of its call, which are or were under way beside it. */
  other: 3,
} as const;

/** The states of a circuit breaker; {@link Fact.breaker} holds the index. */
export const BREAKER_STATES = ['closed', 'open', 'halfOpen'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];
