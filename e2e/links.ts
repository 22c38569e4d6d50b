/** Links as nobody's Spillway made them: what strangers may send. */
import { deflateSync, strToU8 } from 'fflate';

/** The check that the links of version 1 carry (FNV-1a, folded to 24 bits). */
function checksum(bytes: Uint8Array): readonly number[] {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  const folded = (hash >>> 24) ^ hash;
  return [(folded >>> 16) & 0xff, (folded >>> 8) & 0xff, folded & 0xff];
}

/** A fragment with a right checksum around any text at all. */
export function forgedLink(text: string): string {
  const deflated = deflateSync(strToU8(text), { level: 9 });
  return `#s1.${Buffer.from([...checksum(deflated), ...deflated]).toString('base64url')}`;
}
