import type { Measurement } from './measure';

const format = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: value >= 1000 ? 4 : 3 });

/** Prints measurements for people, one a line. */
export function printTable(lines: readonly Measurement[]): void {
  const width = Math.max(...lines.map((line) => line.name.length));
  for (const { name, value, unit } of lines) {
    process.stdout.write(`${name.padEnd(width)}  ${format(value).padStart(12)}  ${unit}\n`);
  }
}
