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
