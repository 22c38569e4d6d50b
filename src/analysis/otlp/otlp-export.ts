import { createTraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { OUTCOMES, Outcome } from '../../network/outcomes';
import type { Scenario } from '../../scenario/scenario';
import { isChosen } from '../archive/chosen-requests';
import { BLOCK_ROWS } from '../archive/extent';
import { factsOf } from '../archive/request-facts';
import type { TraceArchive } from '../archive/trace-archive';
import { unpack } from '../archive/trace-block';
import { requestHistory, type Span } from '../history/request-history';
import { topologyOf } from '../topology';
import {
  flag,
  integer,
  nanos,
  number,
  type OtlpAttribute,
  type OtlpResourceSpans,
  type OtlpSpan,
  SpanKind,
  STATUS_ERROR,
  spanIdOf,
  text,
  traceIdOf,
} from './otlp-span';

/** Requests that are put together at once: what is in memory beside the archive. */
const AT_ONCE = 500;

/**
 * Writes every request of which the archive knows everything as an OpenTelemetry trace, part by part: together one
 * document of OTLP/JSON (`TracesData`). Returns the number of requests.
 */
export function exportOtlp(
  archive: TraceArchive,
  scenario: Scenario,
  nowMs: number,
  write: (part: string) => void,
): number {
  const blocks = archive.blocks();
  const roots = wholeRequests(archive);
  const spans = new SpansOf(scenario, nowMs);
  let separator = '';
  write('{"resourceSpans":[');
  for (let from = 0; from < roots.length; from += AT_ONCE) {
    const batch = factsOf(blocks, new Set(roots.slice(from, from + AT_ONCE)));
    const { links } = topologyOf(scenario);
    for (const { root, columns } of batch) spans.add(root, requestHistory(columns, links));
    for (const resource of spans.take()) {
      write(`${separator}\n${JSON.stringify(resource)}`);
      separator = ',';
    }
  }
  write('\n]}\n');
  return roots.length;
}

/** Serials of the requests of which nothing has been thinned out, in the order in which they were issued. */
function wholeRequests(archive: TraceArchive): number[] {
  const { thinned, completeFromMs, chosenFromMs } = archive.coverage;
  const scratch = createTraceColumns(BLOCK_ROWS);
  const roots: number[] = [];
  for (const block of archive.blocks()) {
    unpack(block, scratch);
    for (let row = 0; row < block.rows; row++) {
      if (scratch.fact[row] !== Fact.issued) continue;
      const serial = scratch.serial[row];
      const atMs = scratch.at[row];
      const isWhole = !thinned || atMs > completeFromMs || (isChosen(serial) && atMs > chosenFromMs);
      if (isWhole) roots.push(serial);
    }
  }
  return roots;
}

/** Which end of an exchange a span tells of. */
const Role = { caller: 1, callee: 2 } as const;
/** A message may be delivered several times. */
const firstDelivery = 16;

/** Of each protocol, what the semantic conventions say about who speaks it. */
const PROTOCOLS: Readonly<Record<string, readonly OtlpAttribute[]>> = {
  rest: [text('network.protocol.name', 'http')],
  grpc: [text('rpc.system', 'grpc')],
  sql: [text('db.system.name', 'other_sql')],
  amqp: [text('messaging.system', 'rabbitmq'), text('network.protocol.name', 'amqp')],
};

/** Collects spans by the component that would have reported them. */
class SpansOf {
  private byNode: OtlpSpan[][];

  constructor(
    private readonly scenario: Scenario,
    private readonly nowMs: number,
  ) {
    this.byNode = scenario.nodes.map(() => []);
  }

  add(root: number, history: readonly Span[]): void {
    const traceId = traceIdOf(this.scenario.seed, root);
    for (const span of history) {
      const parent = history[span.parent];
      const parentSpanId = parent && this.idOf(parent, Role.callee);
      if (span.kind === 'request') this.addRequest(traceId, span);
      else if (span.kind === 'call') this.addCall(traceId, parentSpanId, span);
      else if (span.kind === 'message') this.addMessage(traceId, parentSpanId, span);
      else this.addDelivery(traceId, parentSpanId, span);
    }
  }

  /** What has been collected since it was last taken. */
  take(): OtlpResourceSpans[] {
    const taken = this.byNode.flatMap((spans, index): OtlpResourceSpans[] => {
      const { id, kind, label } = this.scenario.nodes[index];
      const attributes = [text('service.name', label || id), text('service.instance.id', id)];
      const scopeSpans = [{ scope: { name: 'spillway' }, spans }] as const;
      return spans.length === 0
        ? []
        : [{ resource: { attributes: [...attributes, text('spillway.kind', kind)] }, scopeSpans }];
    });
    this.byNode = this.byNode.map(() => []);
    return taken;
  }

  private addRequest(traceId: string, span: Span): void {
    this.push(span.node, {
      traceId,
      spanId: this.idOf(span, Role.callee),
      name: 'request',
      kind: SpanKind.internal,
      ...this.period(span.startMs, span.endMs),
      attributes: this.about(span),
      status: statusOf(span.outcome),
    });
  }

  private addCall(traceId: string, parentSpanId: string | undefined, span: Span): void {
    const link = this.scenario.links[span.link];
    const about = [...(PROTOCOLS[link.protocol] ?? []), text('server.address', link.to)];
    const resent = span.attempt > 1 ? [integer('http.request.resend_count', span.attempt - 1)] : [];
    const spanId = this.idOf(span, Role.caller);
    this.push(this.indexOf(link.from), {
      traceId,
      spanId,
      parentSpanId,
      name: `call ${link.to}`,
      kind: SpanKind.client,
      ...this.period(span.startMs, span.endMs),
      attributes: [
        ...about,
        ...(link.protocol === 'rest' ? resent : []),
        ...this.about(span),
        ...errorType(span.outcome),
      ],
      status: statusOf(span.outcome),
    });
    if (span.arrivedMs === null) return;
    this.push(span.node, {
      traceId,
      spanId: this.idOf(span, Role.callee),
      parentSpanId: spanId,
      name: `handle ${link.to}`,
      kind: SpanKind.server,
      ...this.period(span.arrivedMs, span.leftMs),
      attributes: [...about, ...errorType(span.answer), ...(span.wasted ? [flag('spillway.wasted')] : [])],
      events: this.eventsOf(span),
      status: statusOf(span.answer),
    });
  }

  private addMessage(traceId: string, parentSpanId: string | undefined, span: Span): void {
    const link = this.scenario.links[span.link];
    this.push(this.indexOf(link.from), {
      traceId,
      // Whatever the message leads to hangs on its publication.
      spanId: this.idOf(span, Role.callee),
      parentSpanId,
      name: `publish ${link.to}`,
      kind: SpanKind.producer,
      ...this.period(span.startMs, span.arrivedMs ?? span.endMs),
      attributes: [...this.messaging(span, 'send'), ...this.about(span), ...errorType(span.outcome)],
      events: this.eventsOf(span),
      status: statusOf(span.outcome),
    });
  }

  private addDelivery(traceId: string, parentSpanId: string | undefined, span: Span): void {
    const link = this.scenario.links[span.link];
    this.push(span.node, {
      traceId,
      spanId: this.idOf(span, Role.callee),
      parentSpanId,
      name: `process ${link.from}`,
      kind: SpanKind.consumer,
      ...this.period(span.arrivedMs ?? span.startMs, span.leftMs ?? span.endMs),
      attributes: [...this.messaging(span, 'process'), ...this.about(span), ...errorType(span.outcome)],
      events: this.eventsOf(span),
      status: statusOf(span.outcome),
    });
  }

  private messaging(span: Span, operation: 'send' | 'process'): OtlpAttribute[] {
    const link = this.scenario.links[span.link];
    const { queue } = link.params;
    const broker = operation === 'send' ? link.to : link.from;
    return [
      ...(PROTOCOLS[link.protocol] ?? []),
      text('messaging.operation.type', operation),
      text('messaging.operation.name', operation === 'send' ? 'publish' : 'deliver'),
      text('messaging.destination.name', typeof queue === 'string' && queue !== '' ? queue : broker),
      text('messaging.message.id', `${span.serial}`),
      text('server.address', broker),
    ];
  }

  /** How long it spent on what, and what is not over. */
  private about(span: Span): OtlpAttribute[] {
    const times = new Map<string, number>();
    for (const { phase, fromMs, toMs } of span.segments) {
      times.set(phase, (times.get(phase) ?? 0) + (toMs ?? this.nowMs) - fromMs);
    }
    const spent = [...times].map(([phase, ms]) => number(`spillway.${phase}_ms`, ms));
    return span.endMs === null ? [...spent, flag('spillway.unfinished')] : spent;
  }

  private eventsOf(span: Span): OtlpSpan['events'] {
    return span.segments
      .filter(({ phase }) => phase !== 'network' && phase !== 'backoff')
      .map(({ phase, fromMs, link }) => ({
        timeUnixNano: nanos(fromMs),
        name: phase,
        attributes: link < 0 ? [] : [text('server.address', this.scenario.links[link].to)],
      }));
  }

  /** What is not over lasts until now. */
  private period(fromMs: number, toMs: number | null) {
    return { startTimeUnixNano: nanos(fromMs), endTimeUnixNano: nanos(toMs ?? this.nowMs) };
  }

  private idOf(span: Span, role: number): string {
    const which = span.kind === 'delivery' ? firstDelivery + span.attempt : role;
    return spanIdOf(this.scenario.seed, span.serial, which);
  }

  private indexOf(node: string): number {
    return this.scenario.nodes.findIndex(({ id }) => id === node);
  }

  private push(node: number, span: OtlpSpan): void {
    this.byNode[node]?.push(span);
  }
}

const isFailure = (outcome: Outcome) => outcome !== Outcome.ok && outcome !== Outcome.pending;
const statusOf = (outcome: Outcome) => (isFailure(outcome) ? { code: STATUS_ERROR, message: OUTCOMES[outcome] } : {});
const errorType = (outcome: Outcome): OtlpAttribute[] =>
  isFailure(outcome) ? [text('error.type', OUTCOMES[outcome])] : [];
