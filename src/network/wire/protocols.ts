import type { Format } from './formats';

/** How a protocol uses the network: what is the same for every link that speaks it. */
export interface ProtocolTraits {
  /** True where many requests are under way on one connection at once; false: one at a time on each. */
  readonly multiplexes: boolean;
  /** Round trips after TCP (and TLS) until the first request may go. */
  readonly greetingRoundTrips: number;
  /** True where a caller that gives up tells the callee, which stops. */
  readonly cancels: boolean;
  /** In which format messages go unless the link says otherwise. */
  readonly format: Format;
  /** Bytes around a request's message: headers and frames. */
  readonly requestBytes: number;
  /** What the first request on a connection takes besides: names that HPACK has not learnt, a handshake. */
  readonly firstRequestBytes: number;
  /** Bytes around an answer's message. */
  readonly answerBytes: number;
  /** Bytes around each message of a stream. */
  readonly streamedBytes: number;
}

const HTTP1: ProtocolTraits = {
  multiplexes: false,
  greetingRoundTrips: 0,
  cancels: false,
  format: 'json',
  requestBytes: 787,
  firstRequestBytes: 0,
  answerBytes: 160,
  // A chunk: its length in three digits and two line ends (RFC 9112, 7.1).
  streamedBytes: 7,
};

/** What is not modelled byte by byte: the drivers of stores and brokers. */
const BARE: ProtocolTraits = { ...HTTP1, requestBytes: 0, answerBytes: 0, streamedBytes: 0 };

/**
 * By protocol. Where the figures come from stands in the model card beside this file; those of HTTP have the headers of
 * a real call (a token of 300 bytes, an idempotency key, trace context), not the least that would do.
 */
const TRAITS: Readonly<Record<string, ProtocolTraits>> = {
  rest: HTTP1,
  http2: { ...HTTP1, multiplexes: true, requestBytes: 314, firstRequestBytes: 49, answerBytes: 33, streamedBytes: 9 },
  jsonrpc: { ...HTTP1, requestBytes: 181, answerBytes: 189 },
  grpc: {
    multiplexes: true,
    greetingRoundTrips: 0,
    cancels: true,
    format: 'protobuf',
    requestBytes: 319,
    firstRequestBytes: 49,
    answerBytes: 38,
    // Its own frame of five bytes, in one of HTTP/2's.
    streamedBytes: 14,
  },
  thrift: { ...BARE, format: 'thriftBinary', requestBytes: 26, answerBytes: 26 },
  avro: { ...BARE, format: 'avro', requestBytes: 16, firstRequestBytes: 35, answerBytes: 10 },
  ice: { ...BARE, multiplexes: true, format: 'ice', requestBytes: 42, answerBytes: 25 },
  websocket: { ...BARE, multiplexes: true, greetingRoundTrips: 1, requestBytes: 8, answerBytes: 4, streamedBytes: 4 },
  sse: { ...HTTP1, answerBytes: 174, streamedBytes: 14 },
};

export const traitsOf = (protocol: string): ProtocolTraits => TRAITS[protocol] ?? BARE;
