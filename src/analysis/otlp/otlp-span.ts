/**
 * Spans as OTLP/JSON writes them (OpenTelemetry protocol 1.x, "JSON Protobuf Encoding": ids are hexadecimal, 64-bit
 * numbers are texts, enumerations are numbers).
 */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events?: readonly OtlpEvent[];
  readonly status: { readonly code?: number; readonly message?: string };
}

export interface OtlpEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly OtlpAttribute[];
}

export interface OtlpAttribute {
  readonly key: string;
  readonly value:
    | { readonly stringValue: string }
    | { readonly intValue: string }
    | { readonly doubleValue: number }
    | { readonly boolValue: boolean };
}

/** The spans of one component. */
export interface OtlpResourceSpans {
  readonly resource: { readonly attributes: readonly OtlpAttribute[] };
  readonly scopeSpans: readonly [{ readonly scope: { readonly name: string }; readonly spans: readonly OtlpSpan[] }];
}

/** `Span.SpanKind` of the protocol. */
export const SpanKind = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
/** `Status.StatusCode` of the protocol; what went well leaves it unset. */
export const STATUS_ERROR = 2;

export const text = (key: string, value: string): OtlpAttribute => ({ key, value: { stringValue: value } });
export const integer = (key: string, value: number): OtlpAttribute => ({ key, value: { intValue: `${value}` } });
export const number = (key: string, value: number): OtlpAttribute => ({ key, value: { doubleValue: value } });
export const flag = (key: string): OtlpAttribute => ({ key, value: { boolValue: true } });

/** Where virtual time begins for programs that want a date: 2000-01-01T00:00:00Z, ns since 1970. (0 would mean "none".) */
const START_NANO = 946_684_800_000_000_000n;

/** A moment of virtual time, ms, in whole nanoseconds. */
export const nanos = (atMs: number): string => (START_NANO + BigInt(Math.round(atMs * 1e6))).toString();

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/** The finalizer of MurmurHash3 (A. Appleby, public domain). */
function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The same for the same request of the same seed; never all zeros, because no serial is 0. */
export const traceIdOf = (seed: number, root: number): string =>
  hex(mix(seed ^ 0x243f6a88)) + hex(mix(seed ^ 0x13198a2e)) + hex(mix(root ^ seed)) + hex(root);

/** `role` tells the ends of one exchange apart. */
export const spanIdOf = (seed: number, serial: number, role: number): string =>
  hex(mix(seed ^ mix(role))) + hex(serial);
