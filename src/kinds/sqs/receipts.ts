import type { Outcome } from '../../network/outcomes';

/** A message that a consumer has received: what its receipt handle stands for. Plain data. */
export interface Receipt {
  /** The frame that SQS keeps the message in, its name, and the how manieth receive it was. */
  readonly message: number;
  readonly serial: number;
  readonly receives: number;
  readonly queue: number;
  /** Of a FIFO queue, the message's group. */
  readonly group: string | null;
  /** Who received it, in which of the consumer's lives. */
  readonly poller: number;
  readonly life: number;
  /** What the consumer has of it; NONE when it is done with it. */
  frame: number;
  /** Whether a DeleteMessage is on its way. */
  isDeleting: boolean;
  /** How its processing ended; pending while it has not. */
  ended: Outcome;
  /** Whether SQS has deleted it before it was processed. */
  isForgotten: boolean;
}

/** Receipts by number; numbers are used again. Plain data, part of its owner's state. */
export interface Receipts {
  readonly all: (Receipt | null)[];
  readonly free: number[];
}

export const noReceipts = (): Receipts => ({ all: [], free: [] });

/** Returns its number. */
export function open({ all, free }: Receipts, receipt: Receipt): number {
  const number = free.pop() ?? all.length;
  all[number] = receipt;
  return number;
}

/** That number must be of one that is open. */
export function receiptOf({ all }: Receipts, number: number): Receipt {
  const receipt = all[number];
  if (receipt === null || receipt === undefined) throw new RangeError(`there is no receipt ${number}`);
  return receipt;
}

export function close({ all, free }: Receipts, number: number): void {
  all[number] = null;
  free.push(number);
}
