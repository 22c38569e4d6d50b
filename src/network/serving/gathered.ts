import { type AlarmsState, noAlarms } from '../frames/frame-alarms';

/** What a `gather` step waits for. */
export interface GatherPlan {
  /** As many answers, and it goes on at once. */
  readonly answers: number;
  /** So many must have come when the time is up. */
  readonly atLeast: number;
  readonly withinMs: number;
}

/** A request that has asked by message, and what has come of it. */
export interface Question {
  answers: number;
  /** The frame that waits for more; NONE while it is about other things. */
  frame: number;
  wanted: number;
  dueMs: number;
  /** The request on whose behalf it was sent in its turn. */
  readonly outer: number;
}

/** Plain data, part of its owner's state. */
export interface GatheringState {
  /** By the serial of the request. */
  readonly questions: Record<string, Question>;
  /** The serials of requests that were over last: what still comes for them comes too late. */
  readonly over: number[];
  readonly alarms: AlarmsState;
}

export const nothingAsked = (): GatheringState => ({ questions: {}, over: [], alarms: noAlarms() });
