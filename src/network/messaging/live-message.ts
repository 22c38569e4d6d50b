import type { Label } from './label';

/** A message that a broker keeps, as it stands: what whoever opens it sees. */
export interface LiveMessage {
  /** Its name in the trace. */
  readonly serial: number;
  /** Its key, as text; empty where it has none. */
  readonly key: string;
  readonly label: Label;
  /** Of its payload; null where its link says nothing of sizes. */
  readonly bytes: number | null;
  readonly publishedAtMs: number;
  /** How often it has been handed to a consumer. */
  readonly deliveries: number;
  /** Where it is: ready for a consumer, with one, put off for a while, or kept for those who may want to read it again. */
  readonly state: 'ready' | 'unacked' | 'delayed' | 'kept';
  /** The id of the contract that it is written by, and its version. */
  readonly contract?: { readonly id: string; readonly version: number };
  /** Of a log: its place there. */
  readonly offset?: number;
}

/** Some of the messages of a queue, oldest first. */
export interface LiveMessages {
  readonly total: number;
  readonly from: number;
  readonly messages: readonly LiveMessage[];
}

export const NO_MESSAGES: LiveMessages = { total: 0, from: 0, messages: [] };
