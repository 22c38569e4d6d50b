import type { Statecharts } from '../../kernel/statechart/statecharts';
import type { Link } from '../../network/links/link';
import type { Network } from '../../network/network';
import type { Layout } from './layout';
import type { KafkaState } from './state';

/** What the parts of a Kafka share. Its state is to be looked up each time: a checkpoint replaces it. */
export interface Host {
  readonly network: Network;
  readonly statecharts: Statecharts;
  /** Its place in the trace. */
  readonly index: number;
  readonly layout: Layout;
  readonly state: KafkaState;
  /** Whether its processes run at all. */
  readonly isUp: boolean;
  /** Lets something happen at a moment: one of {@link What}. */
  plan(atMs: number, what: number, a: number, b?: number): void;
  /** Draws how long something takes over a link, ms. */
  travelMs(link: Link): number;
  tell(note: number, extra?: number, value?: number): void;
}

/** What the tasks of the agenda are. */
export const What = {
  /** a: partition, b: epoch. */
  followersFetched: 0,
  retention: 1,
  /** a: partition, b: replica. */
  lagCheck: 2,
  /** a: producer, b: partition. */
  lingerOver: 10,
  /** a: batch, b: attempt. */
  batchArrives: 11,
  batchAnswered: 12,
  batchFailed: 13,
  requestDue: 14,
  deliveryDue: 15,
  /** a: producer, b: partition. */
  sendAgain: 16,
  blockDue: 17,
  /** a: member, b: epoch. */
  joinArrives: 20,
  assigned: 21,
  heartbeat: 22,
  sessionDue: 23,
  pollDue: 24,
  /** a: member, b: number of the question. */
  fetchArrives: 25,
  fetchDue: 26,
  answerArrives: 27,
  fetchAgain: 28,
  /** a: member, b: epoch. */
  processAgain: 29,
  /** a: letter. */
  commitArrives: 30,
  commitAnswered: 31,
  commitAgain: 32,
  /** a: group, b: generation. */
  assign: 33,
  /** a: member, b: epoch. */
  joinAgain: 34,
  /** Consumers that are there when the run begins. */
  begin: 35,
} as const;

/** Codes of the agenda: what is due + so many × `a`. */
export const WHATS = 64;
