/** What an engine made of each experiment, by the experiment's name. Two engines agree when all of it is the same text. */
export type Results = Readonly<Record<string, string>>;

export interface EngineResults {
  readonly results: Results;
  /** The same of functions that engines may compute in their own way: told, not compared. */
  readonly ownMath: Results;
}
