import type { TraceColumns } from '../../kernel/trace';
import { AttemptEnd, Fact, SentFlag } from '../../network/facts';
import { Outcome } from '../../network/outcomes';

/** What a request or message is busy with, or waits for, at a moment. */
export const PHASES = ['network', 'queue', 'work', 'wait', 'stored', 'backoff'] as const;
export type Phase = (typeof PHASES)[number];

export interface Segment {
  readonly phase: Phase;
  /** Virtual ms. */
  readonly fromMs: number;
  /** Null: it still lasts. */
  readonly toMs: number | null;
  /** While it waits for a call: the index of the link; −1 otherwise. */
  readonly link: number;
}

export type SpanKind =
  /** A client's request, as the client sees it. */
  | 'request'
  /** One attempt of a call. */
  | 'call'
  /** A message, from its producer to its end; a copy, from its broker. */
  | 'message'
  /** One delivery of a message to a consumer. */
  | 'delivery';

/** A part of a request's history: what one exchange over a link came to. Indices are those of the scenario's lists. */
export interface Span {
  readonly kind: SpanKind;
  readonly serial: number;
  /** The span that caused it, by its place in the list; −1 for the request or message itself. */
  readonly parent: number;
  /** The link that it took; −1 for the request itself. */
  readonly link: number;
  /** Where it is handled: by the client itself, the callee, the broker, the consumer. */
  readonly node: number;
  /** 1 for the first; for a delivery, how often the message has been delivered. */
  readonly attempt: number;
  readonly startMs: number;
  /** When it was over for whom waits for it; null: not yet. */
  readonly endMs: number | null;
  readonly outcome: Outcome;
  /** Oldest first. Where the caller gave up, they go on after {@link endMs}. */
  readonly segments: readonly Segment[];
  /** When it reached its node, and left it; null: not (yet). */
  readonly arrivedMs: number | null;
  readonly leftMs: number | null;
  /** How its node answered; pending as long as it has not. */
  readonly answer: Outcome;
  /** Its answer came when nobody waited for it any more. */
  readonly wasted: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<Span, 'segments'>> & { readonly segments: Mutable<Segment>[] };

/** What links join. */
type Ends = readonly { readonly from: number; readonly to: number }[];

/**
 * Puts the facts of a request (in order, from its beginning) together to its history: spans, each after the one that
 * caused it, in the order in which they began.
 */
export function requestHistory(columns: TraceColumns, links: Ends): Span[] {
  const history = new History(links);
  for (let row = 0; row < columns.at.length; row++) history.take(columns, row);
  return history.spans;
}

class History {
  readonly spans: Draft[] = [];
  /** Serials of attempts that another one will follow. */
  private readonly retrying = new Set<number>();

  constructor(private readonly links: Ends) {}

  take(columns: TraceColumns, row: number): void {
    const at = columns.at[row];
    const detail = columns.detail[row];
    const place = columns.place[row];
    const serial = columns.serial[row];
    const extra = columns.extra[row];
    switch (columns.fact[row]) {
      case Fact.issued:
        this.open('request', serial, -1, -1, place, at);
        return;
      case Fact.settled:
        this.finish(this.latest(serial), at, detail);
        return;
      case Fact.sent:
        this.send(serial, extra, place, at, detail, columns.value[row] === Infinity);
        return;
      case Fact.withheld:
        if (this.latest(serial) === undefined) this.call('call', serial, extra, place, at);
        return;
      case Fact.held:
        enter(this.call('call', serial, extra, place, at), 'queue', at);
        return;
      case Fact.letGo:
        this.onLink(serial, place, (span) => leave(span, at));
        return;
      case Fact.concluded:
        this.conclude(serial, place, at);
        return;
      case Fact.arrived:
        this.visit(serial, place, (span) => {
          span.arrivedMs = at;
          enter(span, 'queue', at);
        });
        return;
      case Fact.started:
        this.visit(serial, place, (span) => enter(span, 'work', at));
        return;
      case Fact.preempted:
        this.visit(serial, place, (span) => enter(span, 'queue', at));
        return;
      case Fact.blocked:
        this.visit(serial, place, (span) => enter(span, 'wait', at, extra));
        return;
      case Fact.resumed:
        this.visit(serial, place, (span) => enter(span, 'work', at));
        return;
      case Fact.finished:
        this.visit(serial, place, (span) => {
          leave(span, at);
          span.leftMs = at;
          span.answer = detail;
        });
        return;
      case Fact.replied:
        this.reply(serial, place, at, columns.value[row] === Infinity);
        return;
      case Fact.returned:
        this.comeBack(serial, place, at, detail, extra);
        return;
      case Fact.wasted:
        this.onLink(serial, place, (span) => {
          leave(span, at);
          span.wasted = true;
        });
        return;
      case Fact.published:
        // Until its producer's client library sends it, it waits there.
        if (this.latest(serial) === undefined) enter(this.call('message', serial, extra, place, at), 'queue', at);
        return;
      case Fact.copied:
        this.copy(serial, extra, place, at);
        return;
      case Fact.enqueued:
      case Fact.duplicated:
      case Fact.revived:
        this.onMessage(serial, (message) => {
          message.endMs = null;
          message.outcome = Outcome.pending;
          enter(message, 'stored', at);
        });
        return;
      case Fact.delivered:
        this.deliver(serial, place, at);
        return;
      case Fact.acked:
        this.onMessage(serial, (message) => this.finish(message, at, Outcome.ok));
        this.finish(this.delivery(serial), at, Outcome.ok);
        return;
      case Fact.requeued:
        this.finish(this.delivery(serial), at, detail);
        this.onMessage(serial, (message) => enter(message, 'stored', at));
        return;
      case Fact.lost:
        this.onMessage(serial, (message) => this.finish(message, at, detail));
        this.finish(this.delivery(serial), at, detail);
    }
  }

  private open(kind: SpanKind, serial: number, parent: number, link: number, node: number, startMs: number): Draft {
    const span: Draft = {
      kind,
      serial,
      parent,
      link,
      node,
      attempt: 1,
      startMs,
      endMs: null,
      outcome: Outcome.pending,
      segments: [],
      arrivedMs: null,
      leftMs: null,
      answer: Outcome.pending,
      wasted: false,
    };
    this.spans.push(span);
    return span;
  }

  private send(serial: number, caller: number, link: number, at: number, flags: number, lost: boolean): void {
    // A delivery has been told of already.
    const kind = flags & SentFlag.message ? 'message' : 'call';
    const span = this.latest(serial) ?? this.call(kind, serial, caller, link, at);
    if (flags & SentFlag.hedge) span.attempt = this.attemptBefore(span) + 1;
    enter(span, 'network', at);
    if (lost) span.segments[span.segments.length - 1].toMs = at;
  }

  private attemptBefore(span: Draft): number {
    const { parent, link } = span;
    const before = this.spans.findLast((one) => one !== span && one.parent === parent && one.link === link);
    return before?.attempt ?? 0;
  }

  private call(kind: 'call' | 'message', serial: number, caller: number, link: number, at: number): Draft {
    const parent = this.spans.findLastIndex((span) => span.serial === caller);
    const before = this.spans.findLast((span) => span.parent === parent && span.link === link && span.kind === 'call');
    const span = this.open(kind, serial, parent, link, this.links[link]?.to ?? -1, at);
    if (kind === 'message') return span;
    if (before !== undefined && this.retrying.delete(before.serial)) {
      span.attempt = before.attempt + 1;
      span.segments.push({ phase: 'backoff', fromMs: before.endMs ?? at, toMs: at, link: -1 });
    }
    const waiting = this.spans[parent];
    // Whoever does not say that it is blocked waits all the same.
    if (waiting && (waiting.kind === 'request' || phaseOf(waiting) === 'work')) enter(waiting, 'wait', at, link);
    return span;
  }

  private reply(serial: number, link: number, at: number, lost: boolean): void {
    this.onLink(serial, link, (span) => {
      if (span.kind === 'message') return;
      if (lost) leave(span, at);
      else enter(span, 'network', at);
    });
  }

  private comeBack(serial: number, link: number, at: number, outcome: Outcome, end: number): void {
    const span = this.spans.findLast((one) => one.serial === serial && one.link === link);
    if (!span || span.kind === 'message') return;
    if (end === AttemptEnd.retry) this.retrying.add(serial);
    // What becomes of the call is for another attempt to say.
    const isLast = end === AttemptEnd.only || end === AttemptEnd.last;
    // Of a timeout the callee is not told: it goes on.
    if (outcome !== Outcome.timeout && outcome !== Outcome.cancelled) leave(span, at);
    span.endMs = at;
    span.outcome = outcome;
    if (isLast) this.goOn(span, at);
  }

  /** A call is over; one that ends between two attempts, when none is there to come back, only says so here. */
  private conclude(serial: number, link: number, at: number): void {
    if (!this.retrying.delete(serial)) return;
    this.onLink(serial, link, (span) => this.goOn(span, at));
  }

  /** The caller of `span` goes on, unless it waits for other calls too. */
  private goOn(span: Draft, at: number): void {
    const parent = this.spans[span.parent];
    const open = parent?.segments.at(-1);
    if (!parent || open?.phase !== 'wait' || open.toMs !== null) return;
    const others = this.spans.some((one) => one.parent === span.parent && one.kind === 'call' && one.endMs === null);
    if (parent.kind === 'request') leave(parent, at);
    else if (!others) enter(parent, 'work', at);
  }

  /** A copy is a message of its own, which begins where the broker makes it. */
  private copy(serial: number, source: number, node: number, at: number): void {
    const from = this.spans.findLastIndex((span) => span.serial === source && span.kind === 'message');
    enter(this.open('message', serial, from, this.spans[from]?.link ?? -1, node, at), 'queue', at);
  }

  private deliver(serial: number, link: number, at: number): void {
    const index = this.spans.findIndex((span) => span.serial === serial && span.kind === 'message');
    const message = this.spans[index];
    if (message) leave(message, at);
    const times = this.spans.filter((span) => span.serial === serial && span.kind === 'delivery').length;
    this.open('delivery', serial, index, link, this.links[link]?.to ?? -1, at).attempt = times + 1;
  }

  private latest(serial: number): Draft | undefined {
    return this.spans.findLast((span) => span.serial === serial);
  }

  private delivery(serial: number): Draft | undefined {
    return this.spans.find((span) => span.serial === serial && span.kind === 'delivery' && span.endMs === null);
  }

  private onMessage(serial: number, change: (message: Draft) => void): void {
    const message = this.spans.find((span) => span.serial === serial && span.kind === 'message');
    if (message) change(message);
  }

  private onLink(serial: number, link: number, change: (span: Draft) => void): void {
    const span = this.spans.findLast((one) => one.serial === serial && one.link === link);
    if (span) change(span);
  }

  /** What is at that node: a message that is delivered twice may be at two. */
  private visit(serial: number, node: number, change: (span: Draft) => void): void {
    const here = (span: Draft) => span.serial === serial && span.node === node && span.leftMs === null;
    const span = this.spans.findLast(here);
    if (span) change(span);
  }

  private finish(span: Draft | undefined, at: number, outcome: Outcome): void {
    if (!span || span.endMs !== null) return;
    leave(span, at);
    span.endMs = at;
    span.outcome = outcome;
  }
}

const phaseOf = (span: Draft): Phase | null => {
  const last = span.segments.at(-1);
  return last && last.toMs === null ? last.phase : null;
};

function leave(span: Draft, at: number): void {
  const last = span.segments.at(-1);
  if (!last || last.toMs !== null) return;
  last.toMs = at;
  if (last.fromMs === at) span.segments.pop();
}

function enter(span: Draft, phase: Phase, at: number, link = -1): void {
  const last = span.segments.at(-1);
  if (last?.toMs === null && last.phase === phase && last.link === link) return;
  leave(span, at);
  span.segments.push({ phase, fromMs: at, toMs: null, link });
}
