const GAP = '  ';
/** Would move the cursor or break the line; a title from a link may hold them. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** A text as one harmless line. */
export const oneLine = (text: string): string => text.replace(CONTROL, ' ');

const widthOf = (text: string): number => [...text].length;

function pad(text: string, width: number, toTheLeft: boolean): string {
  const blank = ' '.repeat(width - widthOf(text));
  return toTheLeft ? text + blank : blank + text;
}

/** A column of a table. `cell` gives an item's text; `text` columns are set flush left, figures flush right. */
export interface Column<T> {
  readonly title: string;
  readonly text?: boolean;
  readonly cell: (item: T) => string;
}

/** Items in lines, figures below each other. Columns in which no item has anything are left out. */
export function textTable<T>(columns: readonly Column<T>[], items: readonly T[]): string {
  const filled = columns
    .map(({ title, text = false, cell }) => ({ title, text, cells: items.map((item) => oneLine(cell(item))) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((column) => ({ ...column, width: Math.max(...[column.title, ...column.cells].map(widthOf)) }));
  const line = (textOf: (column: (typeof filled)[number]) => string) =>
    filled
      .map((column) => pad(textOf(column), column.width, column.text))
      .join(GAP)
      .trimEnd();
  return [line(({ title }) => title), ...items.map((_, row) => line(({ cells }) => cells[row]))].join('\n');
}
