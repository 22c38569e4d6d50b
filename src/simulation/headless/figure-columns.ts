import { figure, figureWithin, percentage, percentageWithin } from './figure';
import type { Column } from './text-table';

/** A named part of a report and, where there are replications, the half-widths of its figures. */
export interface Row<T> {
  readonly id: string;
  readonly figures: T;
  readonly halfWidths: unknown;
}

/** Follows names into figures or their half-widths. */
const numberAt = (figures: unknown, path: readonly string[]): number | undefined => {
  let found = figures;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, name);
  }
  return typeof found === 'number' ? found : undefined;
};

/** How a figure is written, alone and with its half-width. */
interface Format {
  readonly alone: (value: number) => string;
  readonly within: (mean: number, halfWidth: number) => string;
}
const plain: Format = { alone: figure, within: figureWithin };
export const share: Format = { alone: percentage, within: percentageWithin };

/** A column of figures, each with its half-width where there is one. */
export function figures<T>(title: string, path: readonly string[], format = plain): Column<Row<T>> {
  return {
    title,
    cell: (row) => {
      const value = numberAt(row.figures, path);
      const halfWidth = numberAt(row.halfWidths, path);
      if (value === undefined) return '';
      return halfWidth === undefined ? format.alone(value) : format.within(value, halfWidth);
    },
  };
}

/** The column of what the rows are called. */
export const name = <T>(title: string): Column<Row<T>> => ({ title, text: true, cell: ({ id }) => id });
