import { TRACE_ROWS } from '../../kernel/trace';

/** Facts in a block at the most: as many as the trace writes before it begins anew. */
export const BLOCK_ROWS = TRACE_ROWS;

/** Which facts of the run a block stands for, whether or not it still has all of them. */
export interface Extent {
  /** The first of them, counted from 0. */
  readonly first: number;
  /** The first that comes after it. */
  readonly end: number;
  /** The instant of the last of them, virtual ms. */
  readonly lastMs: number;
}
