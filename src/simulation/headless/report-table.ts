import { type BrokerDeliveries, DELIVERY_COUNTS, type DeliveryFigures } from '../../analysis/delivery/delivery-counts';
import type { ByReason, ClientReport, LinkReport, MessagesReport, NodeReport, Report } from '../../analysis/report';
import type { ReplicatedReport } from '../many-runs/summarize';
import { figure, time } from './figure';
import { figures, name, type Row, share } from './figure-columns';
import { type Column, oneLine, textTable } from './text-table';

const reasons = (counts: ByReason): string =>
  Object.entries(counts)
    .map(([reason, count]) => `${reason} ${figure(count)}`)
    .join(', ');

const CLIENTS: readonly Column<Row<ClientReport>>[] = [
  name('client'),
  figures('sent', ['sent']),
  figures('ok', ['ok']),
  figures('failed', ['failed']),
  figures('in flight', ['inFlight']),
  figures('per s', ['throughputPerSec']),
  figures('mean ms', ['latencyMs', 'mean']),
  figures('p50', ['latencyMs', 'p50']),
  figures('p95', ['latencyMs', 'p95']),
  figures('p99', ['latencyMs', 'p99']),
  figures('max', ['latencyMs', 'max']),
  { title: 'failed by', text: true, cell: (row) => reasons(row.figures.failedBy) },
];

const NODES: readonly Column<Row<NodeReport>>[] = [
  name('component'),
  { title: 'kind', text: true, cell: (row) => row.figures.kind },
  figures('arrived', ['arrived']),
  figures('completed', ['completed']),
  figures('failed', ['failed']),
  figures('held', ['held']),
  figures('busy', ['utilization'], share),
  figures('blocked', ['blocked'], share),
  figures('mean wait', ['meanWaitMs']),
  figures('mean queue', ['meanInQueue']),
  figures('max queue', ['maxInQueue']),
  figures('mean ms', ['sojournMs', 'mean']),
  figures('p95', ['sojournMs', 'p95']),
  figures('down ms', ['downMs']),
  { title: 'failed by', text: true, cell: (row) => reasons(row.figures.failedBy) },
];

const LINKS: readonly Column<Row<LinkReport>>[] = [
  name('link'),
  figures('calls', ['calls']),
  figures('ok', ['ok']),
  figures('retries', ['retries']),
  figures('breaker opened', ['breakerOpens']),
  figures('mean ms', ['latencyMs', 'mean']),
  figures('p50', ['latencyMs', 'p50']),
  figures('p95', ['latencyMs', 'p95']),
  figures('p99', ['latencyMs', 'p99']),
  { title: 'failed by', text: true, cell: (row) => reasons(row.figures.failedBy) },
];

const MESSAGES: readonly Column<Row<MessagesReport>>[] = [
  name('messages'),
  figures('published', ['published']),
  figures('delivered', ['delivered']),
  figures('acked', ['acked']),
  figures('held', ['held']),
  figures('redelivered', ['redelivered']),
  figures('duplicated', ['duplicated']),
  figures('handed twice', ['handedTwice']),
  figures('dead-lettered', ['deadLettered']),
  figures('expired', ['expired']),
  figures('lost', ['lost']),
  { title: 'lost by', text: true, cell: (row) => reasons(row.figures.lostBy) },
];

/** What is counted nowhere but at the broker is left out of its consumers' rows. */
type Delivered = Partial<DeliveryFigures>;

const counted = (title: string, count: keyof DeliveryFigures): Column<DeliveryRow> => ({
  title,
  cell: ({ figures: row }) => (row[count] === undefined ? '' : figure(Number(row[count]))),
});

interface DeliveryRow {
  readonly where: string;
  readonly figures: Delivered;
}

const DELIVERY_TITLES: Readonly<Record<(typeof DELIVERY_COUNTS)[number], string>> = {
  published: 'published',
  copies: 'copies',
  replayed: 'replayed',
  delivered: 'delivered',
  redelivered: 'again',
  acked: 'acked',
  returned: 'returned',
  duplicated: 'duplicated',
  outOfOrder: 'out of order',
};

const DELIVERIES: readonly Column<DeliveryRow>[] = [
  { title: 'deliveries', text: true, cell: ({ where }) => oneLine(where) },
  ...DELIVERY_COUNTS.map((count) => counted(DELIVERY_TITLES[count], count)),
  counted('dead-lettered', 'deadLettered'),
  counted('expired', 'expired'),
  counted('lost', 'lost'),
  counted('held', 'held'),
  { title: 'lost by', text: true, cell: ({ figures: row }) => reasons(row.lostBy ?? {}) },
];

/** What became of the messages of every broker, below it of its queues, and of its consumers by the links to them. */
function deliveryRows(nodes: Report['nodes']): DeliveryRow[] {
  return Object.entries(nodes).flatMap(([id, { detail }]) => {
    const deliveries = detail.deliveries as BrokerDeliveries | undefined;
    if (deliveries === undefined) return [];
    return [
      { where: id, figures: deliveries },
      ...deliveries.queues.map((row) => ({
        where: `  ${row.queue}${row.group === undefined ? '' : ` (${row.group})`}`,
        figures: row,
      })),
      ...deliveries.consumers.map((row) => ({ where: `  > ${row.link}`, figures: row })),
    ];
  });
}

const GOALS: readonly Column<Report['goals'][number]>[] = [
  { title: 'goal', text: true, cell: ({ text }) => text },
  { title: 'holds', text: true, cell: ({ holds }) => (holds ? 'yes' : 'NO') },
  { title: 'value', cell: ({ value }) => figure(value) },
];

function rows<T>(records: Readonly<Record<string, T>>, halfWidths: object | undefined): Row<T>[] {
  return Object.entries(records).map(([id, figures]) => ({
    id,
    figures,
    halfWidths: halfWidths && (Reflect.get(halfWidths, id) as unknown),
  }));
}

function heading(report: Report | ReplicatedReport): string {
  const confidence = 'confidence' in report ? report.confidence : null;
  const seeds =
    confidence === null
      ? `seed ${report.seed}`
      : `${confidence.replications} replications from seed ${report.seed} on, means ± ${confidence.level * 100} % confidence`;
  const measured =
    report.warmupMs > 0 ? `${time(report.untilMs)}, the first ${time(report.warmupMs)} left out` : time(report.untilMs);
  return [
    oneLine(report.title) || 'Untitled',
    seeds,
    `${measured}; ${figure(report.events)} events; fingerprint ${report.fingerprint}`,
  ].join('\n');
}

/** A report for people to read. */
export function reportTable(report: Report | ReplicatedReport): string {
  const halfWidth = 'confidence' in report ? report.confidence.halfWidth : undefined;
  const isClient = (id: string) => Object.hasOwn(report.clients, id) && report.nodes[id]?.kind === 'client';
  const clients = rows(report.clients, halfWidth?.clients);
  const nodes = rows(report.nodes, halfWidth?.nodes).filter(({ id }) => !isClient(id));
  const links = rows(report.links, halfWidth?.links);
  const deliveries = deliveryRows(report.nodes);
  const sections = [
    heading(report),
    clients.length > 0 && textTable(CLIENTS, clients),
    nodes.length > 0 && textTable(NODES, nodes),
    links.length > 0 && textTable(LINKS, links),
    report.messages.published > 0 &&
      textTable(MESSAGES, [{ id: 'all', figures: report.messages, halfWidths: halfWidth?.messages }]),
    deliveries.length > 0 && textTable(DELIVERIES, deliveries),
    report.goals.length > 0 && textTable(GOALS, report.goals),
  ];
  return `${sections.filter((section) => section !== false).join('\n\n')}\n`;
}
