/** The messages whose sizes and costs are known, as in the fixtures beside the tests. */
export const SHAPES = ['ping', 'order', 'telemetry', 'user', 'ints', 'blob'] as const;
export type Shape = (typeof SHAPES)[number];

export const FORMATS = ['json', 'protobuf', 'avro', 'thriftBinary', 'thriftCompact', 'messagePack', 'ice'] as const;
export type Format = (typeof FORMATS)[number];

/** One message in one format. */
export interface Encoded {
  readonly bytes: number;
  /** CPU time to write and to read it, ns. */
  readonly encodeNs: number;
  readonly decodeNs: number;
}

/**
 * Bytes, by shape and format: what the libraries of the formats make of the same message. Those that the fixtures do not
 * list follow from the specifications of the formats, by an arithmetic that gives every size that they do list.
 */
const BYTES: Readonly<Record<Shape, Readonly<Record<Format, number>>>> = {
  ping: { json: 28, protobuf: 9, avro: 7, thriftBinary: 19, thriftCompact: 10, messagePack: 17, ice: 12 },
  order: { json: 438, protobuf: 207, avro: 178, thriftBinary: 312, thriftCompact: 206, messagePack: 346, ice: 189 },
  telemetry: {
    json: 719,
    protobuf: 820,
    avro: 818,
    thriftBinary: 834,
    thriftCompact: 821,
    messagePack: 895,
    ice: 817,
  },
  user: { json: 373, protobuf: 322, avro: 314, thriftBinary: 365, thriftCompact: 320, messagePack: 342, ice: 315 },
  ints: { json: 299, protobuf: 135, avro: 142, thriftBinary: 209, thriftCompact: 144, messagePack: 159, ice: 201 },
  blob: {
    json: 1398,
    protobuf: 1038,
    avro: 1036,
    thriftBinary: 1048,
    thriftCompact: 1039,
    messagePack: 1048,
    ice: 1039,
  },
};

type Cost = readonly [encodeNs: number, decodeNs: number];

/** Measured on a JVM (17; Jackson 2.14, protobuf-java 3.21, Avro 1.8, libthrift 0.16), ns; good to a factor of two. */
const MEASURED: Readonly<Record<Shape, { readonly json: Cost } & Partial<Readonly<Record<Format, Cost>>>>> = {
  ping: { json: [141, 144], protobuf: [18, 20], avro: [108, 76], thriftBinary: [158, 51] },
  order: { json: [839, 1264], avro: [293, 451], thriftCompact: [1313, 413] },
  telemetry: { json: [13_388, 4376], avro: [958, 1728], thriftCompact: [2035, 849] },
  user: { json: [462, 592], protobuf: [335, 253], thriftCompact: [566, 237] },
  ints: {
    json: [295, 985],
    protobuf: [192, 201],
    avro: [359, 807],
    thriftBinary: [1054, 320],
    thriftCompact: [1039, 424],
  },
  blob: { json: [1036, 2250], avro: [467, 214], thriftCompact: [404, 72] },
};

/** Where nothing was measured: the cost as a multiple of JSON's. The last two are assumptions; see the model card. */
const TYPICAL: Readonly<Record<Format, Cost>> = {
  json: [1, 1],
  protobuf: [0.25, 0.33],
  avro: [0.35, 0.36],
  thriftBinary: [1.3, 0.33],
  thriftCompact: [1.5, 0.33],
  messagePack: [0.5, 0.5],
  ice: [0.35, 0.35],
};

/** A message of that shape in that format. */
export function encoded(shape: Shape, format: Format): Encoded {
  const measured = MEASURED[shape];
  const known = measured[format];
  const [encode, decode] = TYPICAL[format];
  const [encodeNs, decodeNs] = known ?? [measured.json[0] * encode, measured.json[1] * decode];
  return { bytes: BYTES[shape][format], encodeNs, decodeNs };
}

/** What would be so many bytes of JSON, in that format: a message like an order, only larger or smaller. */
export function encodedCustom(jsonBytes: number, format: Format): Encoded {
  const order = encoded('order', format);
  const times = jsonBytes / BYTES.order.json;
  return { bytes: order.bytes * times, encodeNs: order.encodeNs * times, decodeNs: order.decodeNs * times };
}
