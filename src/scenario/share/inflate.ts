import { Inflate } from 'fflate';

/** How much is fed to the decompressor at once: deflate makes at most 1,032 bytes of one, so this bounds what a slice can become. */
const SLICE = 256;

/**
 * Inflates raw deflate data that was made with a preset dictionary. Null when it is broken, when it goes on after its
 * end, or as soon as it turns out larger than `limit` bytes: a small bomb never becomes a large one in memory.
 */
export function inflateWithin(data: Uint8Array, dictionary: Uint8Array, limit: number): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate({ dictionary }, (chunk) => {
    size += chunk.length;
    if (chunk.length > 0) chunks.push(chunk);
  });
  try {
    for (let at = 0; at < data.length; at += SLICE) {
      stream.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
      if (size > limit) return null;
    }
  } catch {
    return null;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
