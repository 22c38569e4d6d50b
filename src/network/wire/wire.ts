import type { ConnectionsParams } from './connections-field';
import { type Encoded, encoded, encodedCustom, type Format } from './formats';
import type { MessageParams, PayloadParams } from './payload-field';
import { type ProtocolTraits, traitsOf } from './protocols';
import { type BACK, THERE } from './ways';

/** CPU time that messages cost the workers at the ends of a link, ms. */
export interface CodecCosts {
  readonly encodeRequestMs: number;
  readonly decodeRequestMs: number;
  readonly encodeAnswerMs: number;
  readonly decodeAnswerMs: number;
}

/** What changes in a wire during a run: plain data. */
export interface WireState {
  /** When the last bit of what is being sent will have left, ms: to the callee and back. */
  readonly busyUntil: readonly [number, number];
}

const NS_PER_MS = 1_000_000;
const MS_PER_SEC = 1_000;
const NOTHING: Encoded = { bytes: 0, encodeNs: 0, decodeNs: 0 };

const TLS_ROUND_TRIPS: Readonly<Record<ConnectionsParams['tls'], number>> = { none: 0, tls13: 1, tls12: 2 };

function messageOf(message: MessageParams, format: Format): Encoded {
  if (message.shape === 'custom') return encodedCustom(message.bytes, format);
  const { bytes, encodeNs, decodeNs } = encoded(message.shape, format);
  const { count } = message;
  return { bytes: bytes * count, encodeNs: encodeNs * count, decodeNs: decodeNs * count };
}

/** What a link's protocol and payload mean in bytes, CPU time and round trips. */
export class Wire {
  readonly traits: ProtocolTraits;
  /** Null where the link says nothing of what is in its messages. */
  readonly codec: CodecCosts | null;
  /** Round trips until a new connection can be used: TCP, TLS, and what the protocol itself agrees on. */
  readonly setUpRoundTrips: number;
  /** Requests at once on one connection. */
  readonly streams: number;
  private busyUntil: [number, number] = [0, 0];
  private readonly request: Encoded;
  private readonly answer: Encoded;

  /** @param bytesPerSec what goes through one way; null: whatever comes */
  constructor(
    protocol: string,
    payload: PayloadParams | null,
    readonly connections: ConnectionsParams | null,
    private readonly bytesPerSec: number | null,
  ) {
    this.traits = traitsOf(protocol);
    const format = payload === null || payload.format === 'byProtocol' ? this.traits.format : payload.format;
    this.request = payload === null ? NOTHING : messageOf(payload.request, format);
    this.answer = payload === null ? NOTHING : messageOf(payload.response, format);
    this.codec = payload === null ? null : this.costs(payload.cpuScale);
    this.setUpRoundTrips = 1 + TLS_ROUND_TRIPS[connections?.tls ?? 'none'] + this.traits.greetingRoundTrips;
    this.streams = connections !== null && this.traits.multiplexes ? connections.streams : 1;
  }

  /** What a request carries, without what its protocol adds. */
  get payloadBytes(): number {
    return Math.round(this.request.bytes);
  }

  /**
   * @param isFirst of its connection
   * @param hasMessage false for one that only opens a stream
   */
  requestBytes(isFirst: boolean, hasMessage = true): number {
    const { requestBytes, firstRequestBytes } = this.traits;
    return Math.round((hasMessage ? this.request.bytes : 0) + requestBytes + (isFirst ? firstRequestBytes : 0));
  }

  /** A message within a stream: what a request or an answer says, and what separates it from the next. */
  streamedBytes(way: typeof THERE | typeof BACK): number {
    return Math.round((way === THERE ? this.request.bytes : this.answer.bytes) + this.traits.streamedBytes);
  }

  /** CPU time that it takes to write one message of that way, ms. */
  writeMs(way: typeof THERE | typeof BACK): number {
    const { codec } = this;
    if (codec === null) return 0;
    return way === THERE ? codec.encodeRequestMs : codec.encodeAnswerMs;
  }

  /** The same to read it. */
  readMs(way: typeof THERE | typeof BACK): number {
    const { codec } = this;
    if (codec === null) return 0;
    return way === THERE ? codec.decodeRequestMs : codec.decodeAnswerMs;
  }

  /** @param hasMessage false for an answer that only says that something went wrong */
  answerBytes(hasMessage: boolean): number {
    return Math.round((hasMessage ? this.answer.bytes : 0) + this.traits.answerBytes);
  }

  /** How long it takes from now until so many bytes have left: what was given to the link before goes first, ms. */
  send(way: typeof THERE | typeof BACK, bytes: number, nowMs: number): number {
    if (this.bytesPerSec === null) return 0;
    const { busyUntil } = this;
    const beginsMs = busyUntil[way] > nowMs ? busyUntil[way] : nowMs;
    busyUntil[way] = beginsMs + (bytes * MS_PER_SEC) / this.bytesPerSec;
    return busyUntil[way] - nowMs;
  }

  save(): WireState {
    return { busyUntil: [...this.busyUntil] };
  }

  restore({ busyUntil }: WireState): void {
    this.busyUntil = [...busyUntil];
  }

  private costs(scale: number): CodecCosts {
    const ms = (ns: number) => (ns * scale) / NS_PER_MS;
    return {
      encodeRequestMs: ms(this.request.encodeNs),
      decodeRequestMs: ms(this.request.decodeNs),
      encodeAnswerMs: ms(this.answer.encodeNs),
      decodeAnswerMs: ms(this.answer.decodeNs),
    };
  }
}
