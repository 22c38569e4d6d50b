/** Something that is to happen at a moment: plain data. */
export interface Task {
  readonly atMs: number;
  /** Decides among equal times: first come, first served. */
  readonly order: number;
  readonly what: number;
  readonly a: number;
  readonly b: number;
}

export interface AgendaState {
  tasks: Task[];
  nextOrder: number;
  /** The moment of the timer that is to come; Infinity where there is none. */
  armedMs: number;
}

export const emptyAgenda = (): AgendaState => ({ tasks: [], nextOrder: 0, armedMs: Infinity });

const isBefore = (one: Task, other: Task): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

/** Adds to a binary heap. */
export function push(state: AgendaState, atMs: number, what: number, a: number, b: number): void {
  const { tasks } = state;
  const task: Task = { atMs, order: state.nextOrder++, what, a, b };
  let at = tasks.length;
  tasks.push(task);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(task, tasks[parent])) break;
    tasks[at] = tasks[parent];
    at = parent;
  }
  tasks[at] = task;
}

/** Takes the first task whose time has come, if it came before the task with that order; undefined otherwise. */
export function popDue(state: AgendaState, nowMs: number, before: number): Task | undefined {
  const { tasks } = state;
  const first = tasks.at(0);
  if (first === undefined || first.atMs > nowMs || first.order >= before) return undefined;
  const last = tasks.pop();
  if (last === undefined || tasks.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= tasks.length) break;
    if (child + 1 < tasks.length && isBefore(tasks[child + 1], tasks[child])) child++;
    if (!isBefore(tasks[child], last)) break;
    tasks[at] = tasks[child];
    at = child;
  }
  tasks[at] = last;
  return first;
}

/** When the next task is due; Infinity where there is none. */
export const nextDueMs = (state: AgendaState): number => state.tasks.at(0)?.atMs ?? Infinity;
