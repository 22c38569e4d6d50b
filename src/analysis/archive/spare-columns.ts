import { columnsIn, createTraceColumns, type TraceColumns } from '../../kernel/trace';
import { BLOCK_ROWS } from './extent';

/** So many are kept at the most: what a run leaves behind, the next one writes over. */
const MOST = 512;
const spare: TraceColumns[] = [];

/**
 * Columns to write to, with anything in them. New memory is dear: it has to be found, cleared and collected again, which
 * takes as long as writing all the facts that have room in it.
 */
export const takeColumns = (): TraceColumns => spare.pop() ?? createTraceColumns(BLOCK_ROWS);

/** Nobody reads any more what is in that memory. Smaller pieces than {@link takeColumns} gives are left to be collected. */
export function giveBackColumns(bytes: ArrayBuffer): void {
  const columns = columnsIn(bytes);
  if (columns.at.length === BLOCK_ROWS && spare.length < MOST) spare.push(columns);
}
