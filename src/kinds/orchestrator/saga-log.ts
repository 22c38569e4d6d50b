import { type AlarmsState, noAlarms } from '../../network/frames/frame-alarms';

/** A saga under way. */
export interface Saga {
  /** The serial of the request that asked for it; a new one where a message has come again while its first saga goes on. */
  readonly number: number;
  /** What stands for it among the frames. */
  frame: number;
  /** Which of the statecharts is its. */
  readonly instance: number;
  /** How often the step that it is at has been tried. */
  tries: number;
  /** When its step is given up, ms; Infinity while it waits for nothing. */
  dueMs: number;
  /** The correlation id of the command that it waits for an answer to; 0 for none. */
  question: number;
}

/** Plain data: what survives a crash, and what does not. */
export interface SagaLog {
  /** By their numbers. */
  readonly sagas: Record<string, Saga>;
  /** Numbers of those that have not the serial of their request, by frame. */
  readonly again: Record<number, number>;
  /** Sagas by the correlation ids of what they have asked. */
  readonly questions: Record<string, number>;
  /** Correlation ids that nobody waits for any more, the latest last. */
  readonly over: number[];
  /** Statecharts of sagas that are over, for the next ones. */
  readonly spare: number[];
  /** How many have ended, by the order of the ends. */
  readonly ended: number[];
  /** How many sagas there are and how many go back, as last told. */
  told: number[];
  readonly alarms: AlarmsState;
}

export const noSagas = (): SagaLog => ({
  sagas: {},
  again: {},
  questions: {},
  over: [],
  spare: [],
  ended: [0, 0, 0, 0],
  told: [0, 0],
  alarms: noAlarms(),
});
