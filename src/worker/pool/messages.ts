/** What the page and a worker that carries out runs say to each other. */
import type { CommonGround } from '../../simulation/headless/perform-task';
import type { TaskResult } from '../../simulation/many-runs/carry-out';
import type { Task } from '../../simulation/many-runs/plan';

/** A worker of this name carries out runs; with any other it plays one on the stage. One bundle serves both. */
export const RUNNER = 'runner';

export type ToRunner =
  /** What the tasks to come have in common. */
  | { readonly ground: CommonGround }
  /** Answered by exactly one `result`. */
  | { readonly task: Task };

export type FromRunner =
  /** It listens from now on. */
  | { readonly ready: true }
  /** What share of its task is done, 0 … 1. */
  | { readonly share: number }
  | { readonly result: TaskResult };
