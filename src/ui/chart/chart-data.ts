export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  /** The name of a theme token, e.g. `--accent`. */
  readonly colour: string;
  readonly filled?: boolean;
  readonly dashed?: boolean;
}

/** x values (virtual ms) and, for each series, as many y values; null: nothing to show. */
export type ChartData = readonly [readonly number[], ...(readonly (number | null)[])[]];

/** Where there is a value between two places that have none; null: nowhere. */
export function lonely(values: readonly (number | null)[]): number[] | null {
  const places = values.flatMap((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? [at] : [],
  );
  return places.length > 0 ? places : null;
}
