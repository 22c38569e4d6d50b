import { choice, group, integer, number, variant } from '../../schema/fields';

const count = integer({ default: 1, min: 1, max: 1_000_000 });

/** A message: so many of a shape whose sizes and costs are known, or one of a size of one's own. */
const messageField = variant(
  'shape',
  {
    ping: { count },
    order: { count },
    telemetry: { count },
    user: { count },
    ints: { count },
    blob: { count },
    /** A size in JSON; in other formats it takes what an order would. */
    custom: { bytes: integer({ default: 10_000, min: 0, max: 100_000_000 }) },
  },
  { shape: 'order', count: 1 },
);

/** What is in the calls over a link: from this come bytes on the wire and CPU time at both ends. */
export const payloadField = group({
  request: messageField,
  response: messageField,
  format: choice(
    ['byProtocol', 'json', 'protobuf', 'avro', 'thriftBinary', 'thriftCompact', 'messagePack', 'ice'],
    'byProtocol',
  ),
  /** How many times as slow as the measured JVM encoding and decoding are. */
  cpuScale: number({ default: 1, min: 0, max: 10_000, unit: 'factor' }),
});

export type PayloadParams = typeof payloadField.default;
export type MessageParams = typeof messageField.default;
