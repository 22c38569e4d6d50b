import type { Runners } from '../many-runs/carry-out';
import type { FileText, Sources } from './input';
import type { CommonGround } from './perform-task';

/** Somebody does not want to wait any longer. */
export class Interrupted extends Error {
  /** @param exitCode by which a shell knows the signal: 128 and its number */
  constructor(readonly exitCode: 130 | 143) {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** A file to whose end lines are added, each of which is safe once it has been. */
export interface LineFile {
  /** Those that are there. */
  readonly lines: readonly string[];
  /** What follows the last line break: a line that was not finished. The first line that is added replaces it. */
  readonly unfinished: string;
  /** Throws {@link Refusal}. */
  append(line: string): void;
}

/** A file that is written part by part. */
export interface TextFile {
  /** Throws {@link Refusal}. */
  write(part: string): void;
  close(): void;
}

/** Runners in threads of their own, until they are closed. */
export interface Crew extends Runners {
  close(): Promise<void>;
}

/** How far many runs are. */
export interface RunsDone {
  readonly finished: number;
  readonly total: number;
}

/** What surrounds a headless run. */
export interface Surroundings extends Sources {
  /** Reads a file of any size. */
  readLargeFile(path: string): FileText;
  /** Opens a file, or begins one. Throws {@link Refusal}. */
  openLines(path: string): LineFile;
  /** Begins a file, in place of one that is there if that has the same opening. Throws {@link Refusal}. */
  createText(path: string, opening: string): TextFile;
  /** Starts runners, so many if told; without it, runs go one after the other. They reject with {@link Interrupted}. */
  readonly startCrew?: (ground: CommonGround, jobs: { readonly wanted?: number; readonly tasks: number }) => Crew;
  /** Told now and then what share of the work is done, 0 … 1, and where there are many runs how many are finished. */
  readonly onProgress?: (share: number, runs?: RunsDone) => void;
}

/** How a headless run ended. */
export interface Outcome {
  /** 0: it ran. 1: a goal did not hold, which was asked for. 2: refused. 130 or 143: interrupted. */
  readonly exitCode: 0 | 1 | 2 | 130 | 143;
  /** For standard output: the report and nothing else. */
  readonly output: string;
  /** What follows on it, part by part: the rows of a sweep that are too many for one text. */
  readonly more?: Iterable<string>;
  /** For standard error, one line each. */
  readonly complaints: readonly string[];
}
