import { NONE } from '../../network/frames/frames';
import { type AgendaState, emptyAgenda } from '../../network/messaging/agenda';
import { emptyLog, type MessageLog } from '../../network/messaging/message-log';

/** Some records of one backlog, from an offset up to another. */
export interface Span {
  readonly backlog: number;
  from: number;
  readonly to: number;
}

/** Records that a consumer has fetched. */
export interface Fetched extends Span {
  /** Those before have been handed out before. */
  readonly again: number;
}

/** A partition of a topic; plain data, as is everything here. */
export interface PartitionState {
  readonly log: MessageLog;
  /** Where retention lets it begin; what is older may still be in a consumer's hands. */
  start: number;
  /** Of a compacted topic: up to here, of each key only the latest record is left. */
  cleaned: number;
  /** The broker that leads it; NONE while it is offline. */
  leader: number;
  /** Brokers that have what the leader acknowledges with `acks=all`. */
  isr: number[];
  /** By replica: the offset up to which it has the log. */
  ends: number[];
  /** What all in-sync replicas have: consumers see no further. */
  highWatermark: number;
  /** Up to where the followers will be when the fetch under way is over; NONE while there is none. */
  fetching: number;
  /** Grows whenever somebody else leads. */
  epoch: number;
  /** Ids of batches that wait until all in-sync replicas have them. */
  waiting: number[];
  /** Closed segments and the one that is written to, oldest first. */
  segments: { readonly from: number; readonly sinceMs: number; bytes: number }[];
}

/** What one group has still to do of one partition. */
export interface CursorState {
  /** The committed offset, that of the next record; NONE where there is none. */
  committed: number;
  /** What the group's consumer asks for next. */
  position: number;
  /** Everything before has ended for the group. */
  done: number;
  /** Further on, spans that have ended too. */
  ended: Span[];
  /** Everything before has been handed out at least once. */
  delivered: number;
  /** The member that owns the partition; NONE while nobody does. */
  owner: number;
}

/** A consumer. */
export interface MemberState {
  /** By its place among the links to consumers. */
  readonly link: number;
  /** Its number behind that link. */
  number: number;
  bornAtMs: number;
  /** Grows whenever it starts anew, so that what was meant for its last life does not reach it. */
  epoch: number;
  /** Under which its group knows it; empty while it does not. */
  id: string;
  /** Backlogs that it reads. */
  owned: number[];
  /** What it has fetched and not looked at yet; or what is on its way to it. */
  buffer: Fetched[];
  /** The record that the consumer works on; 0 while there is none. Whose frame that is may change on the way back. */
  serial: number;
  /** Its frame, while it waits for another attempt in the library; NONE otherwise. */
  waiting: number;
  /** Somebody else gets that record as well, and what becomes of it here counts for nothing. */
  isDetached: boolean;
  backlog: number;
  offset: number;
  attempts: number;
  /** Its group has put it out, and it does not know: what it does counts for nothing. */
  isOut: boolean;
  /** Its question waits at the broker for records. */
  isParked: boolean;
  /** Records are on their way to it. */
  isServed: boolean;
  /** It is to join again when it polls next. */
  mustRejoin: boolean;
  /** It has asked to join, and waits for its partitions. */
  isJoining: boolean;
  /** It has its partitions, and takes them when it polls next. */
  awaitsAssignment: boolean;
  /** It leaves when it has finished what it has in hand, for there are to be fewer. */
  mustLeave: boolean;
  /** Of the question under way. */
  asked: number;
  polledAtMs: number;
  heardAtMs: number;
  committedAtMs: number;
  /** The place among the owned partitions where it looks first. */
  turn: number;
}

export interface GroupState {
  /** Indices of members that it knows. */
  members: number[];
  /** Of these, those that have joined the rebalance under way. */
  joined: number[];
  /** How many rebalances there have been. */
  generation: number;
  /** Whether its members have been there since the run began: then it has read everything so far. */
  isNew: boolean;
  /** What the rebalance under way gives to whom: backlogs, by member. */
  assignment: Record<number, number[]>;
}

/** Records that go together to one partition. */
export interface BatchState {
  readonly producer: number;
  readonly partition: number;
  readonly frames: number[];
  /** By record: the serial of its first copy, once it has been in the log. */
  readonly copies: number[];
  /** By record: {@link Written}. */
  readonly written: number[];
  bytes: number;
  readonly sinceMs: number;
  sentAtMs: number;
  /** 0 before it is sent first. */
  attempt: number;
  /** Whether somebody waits for an answer to it. */
  isInFlight: boolean;
  /** Not to be sent before. */
  notBeforeMs: number;
  /** The leader has it and has said so, or is not asked to. */
  isAnswered: boolean;
  /** Its producer has crashed. */
  isOrphaned: boolean;
  /** It takes no room in its producer's buffer any more. */
  isReleased: boolean;
  /** Where it ends in the log. */
  end: number;
}

/** Where a record of a batch is: not in the log yet, in it, or no longer because its leader was lost. */
export const Written = { no: 0, yes: 1, takenBack: 2 } as const;

export interface ProducerState {
  /** Ids of batches, by partition, oldest first. */
  queues: Record<number, number[]>;
  /** Requests without an answer, by partition. */
  inFlight: Record<number, number>;
  /** By partition: whether a task watches for requests that take too long, and for batches that are too old. */
  watched: Record<number, boolean>;
  deadlines: Record<number, boolean>;
  usedBytes: number;
  /** Where records without a key go just now, by topic. */
  sticky: Record<number, number>;
  /** Records for which the buffer has no room, with the time at which they are given up. */
  blocked: { readonly frame: number; readonly untilMs: number }[];
}

/** Something on its way between a consumer and its coordinator. */
export interface LetterState {
  readonly member: number;
  readonly epoch: number;
  readonly offsets: readonly (readonly [backlog: number, offset: number])[];
  readonly mustWait: boolean;
}

export interface KafkaState {
  readonly agenda: AgendaState;
  readonly partitions: PartitionState[];
  readonly cursors: CursorState[];
  readonly members: MemberState[];
  readonly groups: GroupState[];
  readonly producers: ProducerState[];
  readonly batches: Record<number, BatchState>;
  nextBatch: number;
  readonly letters: Record<number, LetterState>;
  nextLetter: number;
  /** Records that producers have again, because a leader was lost. */
  takenBack: number;
  /** Brokers whose replicas fetch nothing. */
  lagging: number[];
}

export const emptyPartition = (replicas: readonly number[]): PartitionState => ({
  log: emptyLog(),
  start: 0,
  cleaned: 0,
  leader: replicas[0],
  isr: [...replicas],
  ends: replicas.map(() => 0),
  highWatermark: 0,
  fetching: NONE,
  epoch: 0,
  waiting: [],
  segments: [{ from: 0, sinceMs: 0, bytes: 0 }],
});

export const emptyCursor = (): CursorState => ({
  committed: NONE,
  position: 0,
  done: 0,
  ended: [],
  delivered: 0,
  owner: NONE,
});

export const newMember = (link: number, number: number): MemberState => ({
  link,
  number,
  bornAtMs: 0,
  epoch: 0,
  id: '',
  owned: [],
  buffer: [],
  serial: 0,
  waiting: NONE,
  isDetached: false,
  backlog: NONE,
  offset: NONE,
  attempts: 0,
  isOut: false,
  isParked: false,
  isServed: false,
  mustRejoin: false,
  isJoining: false,
  awaitsAssignment: false,
  mustLeave: false,
  asked: 0,
  polledAtMs: 0,
  heardAtMs: 0,
  committedAtMs: 0,
  turn: 0,
});

export const emptyKafka = (
  partitions: PartitionState[],
  cursors: number,
  groups: number,
  producers: number,
): KafkaState => ({
  agenda: emptyAgenda(),
  partitions,
  cursors: Array.from({ length: cursors }, emptyCursor),
  members: [],
  groups: Array.from({ length: groups }, () => ({
    members: [],
    joined: [],
    generation: 0,
    isNew: true,
    assignment: {},
  })),
  producers: Array.from({ length: producers }, () => ({
    queues: {},
    inFlight: {},
    watched: {},
    deadlines: {},
    usedBytes: 0,
    sticky: {},
    blocked: [],
  })),
  batches: {},
  nextBatch: 1,
  letters: {},
  nextLetter: 1,
  takenBack: 0,
  lagging: [],
});
