import type { ClientReport } from '../../analysis/report';
import type { SweepReport, SweepRow } from '../many-runs/many-reports';
import type { Axis } from '../many-runs/plan';
import { figure, percentage } from './figure';
import { figures, name, type Row, share } from './figure-columns';
import { type Column, oneLine, textTable } from './text-table';

/** A part of a row of a sweep, with the row it belongs to. */
interface PartOfRow<T> extends Row<T> {
  readonly row: SweepRow;
}

const failedShare = ({ ok, failed }: ClientReport): string =>
  ok + failed > 0 ? percentage(failed / (ok + failed)) : '';

const CLIENT: readonly Column<PartOfRow<ClientReport>>[] = [
  name('client'),
  figures('sent', ['sent']),
  { title: 'failed', cell: ({ figures: client }) => failedShare(client) },
  figures('per s', ['throughputPerSec']),
  figures('mean ms', ['latencyMs', 'mean']),
  figures('p50', ['latencyMs', 'p50']),
  figures('p95', ['latencyMs', 'p95']),
  figures('p99', ['latencyMs', 'p99']),
];

/** What a path is called above a column: its last name, where no other path ends in it. */
function shortName(path: string, axes: readonly Axis[]): string {
  const last = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  return axes.some((axis) => axis.path !== path && last(axis.path) === last(path)) ? path : last(path);
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The columns that tell the rows of a sweep apart. */
const settings = (axes: readonly Axis[]): Column<{ readonly row: SweepRow }>[] =>
  axes.map(({ path }) => ({ title: shortName(path, axes), cell: ({ row }) => asText(row.set[path]) }));

const halfWidthsOf = (row: SweepRow) => ('confidence' in row ? row.confidence.halfWidth : undefined);

/** One column for each component that can be busy. */
function busyColumns(rows: readonly SweepRow[]): Column<{ readonly row: SweepRow }>[] {
  const ids = new Set(rows.flatMap(({ nodes }) => Object.keys(nodes).filter((id) => nodes[id].utilization > 0)));
  return [...ids].map((id) => {
    const { cell } = figures<unknown>('', ['utilization'], share);
    return {
      title: oneLine(id),
      cell: ({ row }) => cell({ id, figures: row.nodes[id], halfWidths: halfWidthsOf(row)?.nodes[id] }),
    };
  });
}

/** One column for each goal. A sweep may go through goals, too. */
function goalColumns(rows: readonly SweepRow[]): Column<{ readonly row: SweepRow }>[] {
  const texts = new Set(rows.flatMap(({ goals }) => goals.map(({ text }) => text)));
  return [...texts].map((text) => ({
    title: oneLine(text),
    cell: ({ row }) => {
      const goal = row.goals.find((candidate) => candidate.text === text);
      return goal ? `${figure(goal.value)} ${goal.holds ? 'yes' : ' NO'}` : '';
    },
  }));
}

function heading({ title, seed, fingerprint, rows }: SweepReport): string {
  const [first] = rows;
  const seeds =
    'confidence' in first
      ? `${first.confidence.replications} replications each from seed ${seed} on, means ± ${first.confidence.level * 100} % confidence`
      : `seed ${seed}`;
  return [oneLine(title) || 'Untitled', seeds, `${figure(rows.length)} points; fingerprint ${fingerprint}`].join('\n');
}

/** The report of a sweep for people to read: a line for each point, and each client in it. */
export function sweepTable(report: SweepReport): string {
  const { rows, sweep } = report;
  const points = rows.map((row) => ({ row }));
  const clients = rows.flatMap((row) =>
    Object.entries(row.clients).map(([id, figures]) => ({
      row,
      id,
      figures,
      halfWidths: halfWidthsOf(row)?.clients[id],
    })),
  );
  const busy = busyColumns(rows);
  const goals = goalColumns(rows);
  const sections = [
    heading(report),
    clients.length > 0 && textTable([...settings(sweep), ...CLIENT], clients),
    busy.length > 0 && `Busy\n${textTable([...settings(sweep), ...busy], points)}`,
    goals.length > 0 && `Goals\n${textTable([...settings(sweep), ...goals], points)}`,
  ];
  return `${sections.filter((section) => section !== false).join('\n\n')}\n`;
}
