import type { Measurement } from './measure';

/** Three significant digits, thousands apart. */
const format = (value: number): string => {
  if (value < 1000) return String(Number(value.toPrecision(3)));
  const digits = String(Number(value.toPrecision(4)));
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
};

/** Prints measurements for people, one a line. */
export function printTable(lines: readonly Measurement[]): void {
  const width = Math.max(...lines.map((line) => line.name.length));
  for (const { name, value, unit } of lines) {
    process.stdout.write(`${name.padEnd(width)}  ${format(value).padStart(12)}  ${unit}\n`);
  }
}
