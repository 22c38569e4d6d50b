import { writeSync } from 'node:fs';

/** Writes all of it: a disk that is almost full may take a part. Throws what the operating system says. */
export function writeWhole(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
