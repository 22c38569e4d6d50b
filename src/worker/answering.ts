import type { Answers } from './answers';
import type { Run } from './run';

type Answering = typeof import('./answers');

let here: Answering | null = null;
let coming: Promise<void> | null = null;

/** Takes in what tells the page what it asks for. */
export const knowAnswers = (answering: Answering): void => {
  here = answering;
};

/** Fetches what tells the page what it asks for. */
export function loadAnswers(): Promise<void> {
  coming ??= import('./answers').then(knowAnswers, (error: unknown) => {
    // The next question tries again.
    coming = null;
    throw error;
  });
  return coming;
}

/** What tells of a run; null: not there yet. */
export const answersOf = (run: Run): Answers | null => (here === null ? null : new here.Answers(run));

/** Does something as soon as questions can be answered: at once, but for the first moments of a page. */
export function onceAnswering(task: () => void): void {
  if (here !== null) task();
  else void loadAnswers().then(task, () => {});
}
