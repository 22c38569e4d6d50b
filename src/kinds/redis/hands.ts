/** A message that a consumer has, or that is on its way to one: plain data. */
export interface Hand {
  readonly reader: number;
  /** Which of the consumer's lives. */
  readonly life: number;
  readonly place: number;
  readonly offset: number;
  readonly serial: number;
  readonly publishedAtMs: number;
  /** Whether Redis waits for an acknowledgement. Otherwise it has forgotten the message, and the books wait for its end. */
  readonly isKept: boolean;
  readonly frame: number;
}

/** Hands by number; numbers are used again. Plain data, part of its owner's state. */
export interface Hands {
  readonly all: (Hand | null)[];
  readonly free: number[];
}

export const noHands = (): Hands => ({ all: [], free: [] });

/** Returns its number. */
export function open({ all, free }: Hands, hand: Hand): number {
  const number = free.pop() ?? all.length;
  all[number] = hand;
  return number;
}

/** That number must be of one that is open. */
export function handOf({ all }: Hands, number: number): Hand {
  const hand = all[number];
  if (hand === null || hand === undefined) throw new RangeError(`there is no hand ${number}`);
  return hand;
}

export function close({ all, free }: Hands, number: number): void {
  all[number] = null;
  free.push(number);
}
