/** A name, a bar and a figure. */
export interface Line {
  readonly key: string;
  readonly label: string;
  /** 0 … 1. */
  readonly fill: number;
  /** Of the fill, the share that is hatched, 0 … 1. */
  readonly hatched?: number;
  readonly figure: string;
  /** Out of action: marked with a cross. */
  readonly down?: boolean;
  /** A sign before the name, instead of that cross. */
  readonly sign?: string;
  /** What there is to say of it in words. */
  readonly title?: string;
}

/** The lines that fit, and how many do not. */
export function fitLines(lines: readonly Line[], rows: number): { readonly shown: readonly Line[]; more: number } {
  if (lines.length <= rows) return { shown: lines, more: 0 };
  return { shown: lines.slice(0, rows - 1), more: lines.length - rows + 1 };
}
