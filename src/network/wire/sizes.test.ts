import { describe, expect, test } from 'vitest';
import reference from './fixtures/wire-sizes.json';
import { encoded, encodedCustom, FORMATS, type Format, SHAPES, type Shape } from './formats';
import { payloadField } from './payload-field';
import { BACK } from './ways';
import { Wire } from './wire';

const vectors = reference.vectors as readonly (Readonly<Record<string, unknown>> & { id: string; category: string })[];
const formatOf = (name: string): Format | undefined =>
  ({
    json: 'json',
    json_jackson: 'json',
    protobuf: 'protobuf',
    avro: 'avro',
    avro_generic: 'avro',
    thrift_binary: 'thriftBinary',
    thrift_compact: 'thriftCompact',
    msgpack: 'messagePack',
  })[name] as Format | undefined;
const shapeOf = (name: unknown) => String(name).toLowerCase() as Shape;
const inCategory = (category: string) => vectors.filter((vector) => vector.category === category);

describe('the size of a message, as the libraries make it', () => {
  for (const vector of inCategory('encoded_size')) {
    const format = formatOf(String(vector.format));
    // Pretty JSON, CBOR and gzip are not to be had on a link: see the model card.
    if (format === undefined) continue;
    test(vector.id, () => {
      expect(encoded(shapeOf(vector.message), format).bytes).toBe(vector.expect_bytes);
    });
  }

  test('size-rule-61: binary is not always smaller', () => {
    expect(encoded('telemetry', 'json').bytes).toBe(719);
    for (const format of ['protobuf', 'avro', 'thriftBinary', 'thriftCompact'] as const) {
      expect(encoded('telemetry', format).bytes).toBeGreaterThan(815);
    }
    expect(encoded('telemetry', 'messagePack').bytes).toBe(895);
  });

  test('size-rule-63: what a typical order takes, as a share of JSON', () => {
    const share = (format: Format) =>
      Math.round((100 * encoded('order', format).bytes) / encoded('order', 'json').bytes);
    expect([share('protobuf'), share('avro'), share('thriftCompact'), share('thriftBinary')]).toEqual([47, 41, 47, 71]);
    expect(Math.abs(share('messagePack') - 80)).toBeLessThanOrEqual(1);
  });

  test('one of a size of its own is like an order of that size', () => {
    expect(encodedCustom(4380, 'avro').bytes).toBeCloseTo(1780);
    expect(encodedCustom(0, 'json')).toEqual({ bytes: 0, encodeNs: 0, decodeNs: 0 });
  });
});

describe('the time to write and to read a message, measured on a JVM, within a factor of two', () => {
  for (const vector of inCategory('cpu_ratio_jvm')) {
    const format = formatOf(String(vector.format));
    if (format === undefined) throw new Error(vector.id);
    test(vector.id, () => {
      const { encodeNs, decodeNs } = encoded(shapeOf(vector.message), format);
      const json = encoded(shapeOf(vector.message), 'json');
      const within = (value: number, expected: unknown) => {
        expect(value / Number(expected)).toBeGreaterThan(0.5);
        expect(value / Number(expected)).toBeLessThan(2);
      };
      within(encodeNs, vector.encode_ns);
      within(decodeNs, vector.decode_ns);
      within(encodeNs / json.encodeNs, vector.encode_vs_json);
      within(decodeNs / json.decodeNs, vector.decode_vs_json);
    });
  }

  test('every shape has a cost in every format', () => {
    for (const shape of SHAPES) {
      for (const format of FORMATS) {
        const { bytes, encodeNs, decodeNs } = encoded(shape, format);
        expect(Math.min(bytes, encodeNs, decodeNs), `${shape} ${format}`).toBeGreaterThan(0);
      }
    }
  });
});

describe('what a call takes on the wire', () => {
  const orderOver = (protocol: string) => new Wire(protocol, payloadField.default, null, null);
  const expected = (id: string) => {
    const vector = vectors.find((one) => one.id === id);
    return [Number(vector?.expect_bytes_client_to_server), Number(vector?.expect_bytes_server_to_client)];
  };
  // What came back was not an order: 45 bytes of JSON, some 20 of protobuf, 19 of Ice.
  const overhead = (protocol: string, messageBytes: number) => orderOver(protocol).answerBytes(false) + messageBytes;

  test('wire-rest_http1_typical_headers, wire-rule-153', () => {
    const wire = orderOver('rest');
    expect([wire.requestBytes(true), overhead('rest', 45)]).toEqual(expected('wire-rest_http1_typical_headers'));
    expect(wire.requestBytes(false)).toBe(wire.requestBytes(true));
  });

  test('wire-jsonrpc_http1', () => {
    expect([orderOver('jsonrpc').requestBytes(false), overhead('jsonrpc', 45)]).toEqual(expected('wire-jsonrpc_http1'));
  });

  test('wire-grpc_unary_with_auth_metadata', () => {
    const wire = orderOver('grpc');
    expect([wire.requestBytes(false), overhead('grpc', 20)]).toEqual(expected('wire-grpc_unary_with_auth_metadata'));
    expect(wire.requestBytes(true)).toBe(575);
  });

  test('wire-grpc_stream_msg', () => {
    const payload = {
      ...payloadField.default,
      response: { shape: 'custom' as const, bytes: 20 },
      format: 'json' as const,
    };
    const bytes = new Wire('grpc', payload, null, null).streamedBytes(BACK);
    expect(bytes).toBeCloseTo(expected('wire-grpc_stream_msg')[1], -0.5);
  });

  test('wire-ice_create, wire-rule-156', () => {
    expect([orderOver('ice').requestBytes(false), overhead('ice', 19)]).toEqual(expected('wire-ice_create'));
  });
});
