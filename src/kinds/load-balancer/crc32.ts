/** The CRC-32 of zlib, PNG and nginx's `hash` (polynomial 0xEDB88320, reflected), byte by byte. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** A checksum before its first byte. */
export const CRC_START = 0xffffffff;

export const crcByte = (crc: number, byte: number): number => TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);

/** Goes on with the first `length` of these bytes. */
export function crcBytes(crc: number, bytes: Uint8Array, length = bytes.length): number {
  for (let i = 0; i < length; i++) crc = crcByte(crc, bytes[i]);
  return crc;
}

/** The finished checksum, as an unsigned number. */
export const crcEnd = (crc: number): number => ~crc >>> 0;
