/** Things by number, which is used again when its thing is gone. Plain data, part of its owner's state. */
export interface Numbered<T> {
  readonly all: (T | null)[];
  readonly free: number[];
}

export const noneNumbered = <T>(): Numbered<T> => ({ all: [], free: [] });

/** Returns the number that it has from now on. */
export function open<T>({ all, free }: Numbered<T>, thing: T): number {
  const number = free.pop() ?? all.length;
  all[number] = thing;
  return number;
}

/** Throws where there is nothing of that number. */
export function numbered<T>({ all }: Numbered<T>, number: number): T {
  const thing = all[number];
  if (thing === null || thing === undefined) throw new RangeError(`there is nothing of number ${number}`);
  return thing;
}

/** It is gone, and its number is another's. */
export function close<T>({ all, free }: Numbered<T>, number: number): void {
  all[number] = null;
  free.push(number);
}
