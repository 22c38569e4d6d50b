import { emptyLog, type MessageLog } from '../../network/messaging/message-log';

/** An entry that a reader has and has not acknowledged: of a stream's pending entries list, or in a processing list. */
export interface Pending {
  readonly reader: number;
  /** When it was handed out last, ms. */
  readonly atMs: number;
  readonly deliveries: number;
}

/** A list or a stream: plain data. */
export interface LogState {
  /** May hold more than there is: what a snapshot still has. */
  readonly log: MessageLog;
  /** Of a stream: the offset of the oldest entry. */
  first: number;
  bytes: number;
  /** For eviction: when it was used last, and how often. */
  usedAtMs: number;
  uses: number;
  /** It is worth looking for room when there is nothing before this offset. */
  compactAt: number;
}

/** How far a place is: plain data. */
export interface CursorState {
  /** What is handed out next. */
  next: number;
  pending: Record<number, Pending>;
  pendingCount: number;
  /** Of a list: what has been put back from a processing list, to be taken first. */
  returned: number[];
}

export interface KeyspaceState {
  readonly logs: LogState[];
  readonly cursors: CursorState[];
}

/** The keyspace at a moment, as a snapshot or a replica has it: plain data. */
export interface Point {
  readonly atMs: number;
  readonly logs: readonly { readonly first: number; readonly next: number }[];
  readonly cursors: readonly Readonly<CursorState>[];
  /** By structure: before which offset it needs nothing. */
  readonly floors: readonly number[];
}

/** What is to be known of an entry that is handed out. */
export interface Entry {
  readonly offset: number;
  readonly serial: number;
  readonly deliveries: number;
}

/** So many entries that are gone are worth a cleaning. */
export const WORTH = 1_024;

/** The offsets of what is pending, ascending. */
export const numbers = (record: Record<number, unknown>): number[] => Object.keys(record).map(Number);

/** Nothing is in any of the structures. */
export const emptyKeyspace = (structures: number, places: number): KeyspaceState => ({
  logs: Array.from({ length: structures }, () => ({
    log: emptyLog(),
    first: 0,
    bytes: 0,
    usedAtMs: 0,
    uses: 0,
    compactAt: WORTH,
  })),
  cursors: Array.from({ length: places }, () => ({ next: 0, pending: {}, pendingCount: 0, returned: [] })),
});
