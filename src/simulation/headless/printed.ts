import { parseGoal } from '../../analysis/goals';
import type { Report } from '../../analysis/report';
import type { AnyReport, SweepReport } from '../many-runs/many-reports';
import { assignmentsOf } from '../many-runs/plan';
import { placesOf } from '../many-runs/summarize';
import { figure } from './figure';
import type { Printing } from './options';
import { Refusal } from './refusal';
import { reportTable } from './report-table';
import type { Outcome } from './surroundings';
import { sweepTable } from './sweep-table';

/** A report as it was asked for, and what is wrong with it. */
export function printed(report: AnyReport, { format, check }: Printing): Outcome {
  const complaints = check ? failedGoals(report) : [];
  const exitCode = complaints.length === 0 ? 0 : 1;
  if (format === 'table') {
    return { exitCode, output: 'rows' in report ? sweepTable(report) : reportTable(report), complaints };
  }
  if ('rows' in report && report.rows.length > ROWS_AT_ONCE) return { exitCode, ...rowByRow(report), complaints };
  return { exitCode, output: `${JSON.stringify(report, null, 2)}\n`, complaints };
}

/** So many rows make one text; JavaScript has none longer than half a gigabyte. */
const ROWS_AT_ONCE = 1000;

/** The same bytes as in one text. */
function rowByRow(report: SweepReport): Pick<Outcome, 'output' | 'more'> {
  const whole = JSON.stringify({ ...report, rows: [] }, null, 2);
  const output = whole.slice(0, whole.lastIndexOf(']'));
  return { output, more: rowsOf(report) };
}

function* rowsOf({ rows }: SweepReport): Generator<string> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const texts = rows
      .slice(from, from + ROWS_AT_ONCE)
      .map((row) => `\n    ${JSON.stringify(row, null, 2).replaceAll('\n', '\n    ')}`);
    yield `${from === 0 ? '' : ','}${texts.join(',')}`;
  }
  yield '\n  ]\n}\n';
}

function failedGoals(report: AnyReport): string[] {
  if (!('rows' in report)) return failedGoalsOf(report);
  return report.rows.flatMap((row) =>
    failedGoalsOf(row).map((line) => `${assignmentsOf(row.set).join(', ')}: ${line}`),
  );
}

function failedGoalsOf(report: Report): string[] {
  const places = placesOf(report);
  return report.goals
    .filter(({ holds }) => !holds)
    .map(({ text, value }) => {
      const goal = parseGoal(text, places);
      if (!goal.ok)
        return Refusal.of(goal.issues.map((issue) => ({ ...issue, path: `goal ${JSON.stringify(text)}` }))).message;
      const measured = Number.isNaN(value) ? 'nothing was measured' : `it is ${figure(value)}`;
      return `goal ${JSON.stringify(text)} does not hold: ${measured}`;
    });
}
