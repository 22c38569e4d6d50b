/**
 * The same columns, side by side in one buffer: what is handed over between threads costs by the buffer, and the charts
 * of a hundred nodes have hundreds of columns.
 */
export function packColumns(
  columns: Readonly<Record<string, Float64Array>>,
): Record<string, Float64Array<ArrayBuffer>> {
  const all = Object.entries(columns);
  const pack = new Float64Array(all.reduce((length, [, column]) => length + column.length, 0));
  let from = 0;
  return Object.fromEntries(
    all.map(([key, column]) => {
      const place = pack.subarray(from, from + column.length);
      place.set(column);
      from += column.length;
      return [key, place];
    }),
  );
}
