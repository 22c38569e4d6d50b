import { parseGoal } from '../../analysis/goals';
import type { Report } from '../../analysis/report';
import type { AnyReport } from '../many-runs/many-reports';
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
  const asTable = () => ('rows' in report ? sweepTable(report) : reportTable(report));
  const output = format === 'table' ? asTable() : `${JSON.stringify(report, null, 2)}\n`;
  return { exitCode: complaints.length === 0 ? 0 : 1, output, complaints };
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
