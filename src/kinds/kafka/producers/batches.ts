import { NONE } from '../../../network/frames/frames';
import type { BatchState, KafkaState } from '../state';

/** An empty batch. */
export const newBatch = (producer: number, partition: number, nowMs: number): BatchState => ({
  producer,
  partition,
  frames: [],
  copies: [],
  written: [],
  bytes: 0,
  sinceMs: nowMs,
  sentAtMs: nowMs,
  attempt: 0,
  isInFlight: false,
  notBeforeMs: 0,
  isAnswered: false,
  isOrphaned: false,
  isReleased: false,
  end: NONE,
});

/** A request with a batch goes out, or has its answer. */
export function setInFlight({ producers }: KafkaState, batch: BatchState, isInFlight: boolean): void {
  if (batch.isInFlight === isInFlight) return;
  batch.isInFlight = isInFlight;
  const { inFlight } = producers[batch.producer];
  inFlight[batch.partition] = (inFlight[batch.partition] ?? 0) + (isInFlight ? 1 : -1);
}

/** The room of a batch in its producer's buffer is free. */
export function release({ producers }: KafkaState, batch: BatchState): void {
  if (batch.isReleased) return;
  batch.isReleased = true;
  producers[batch.producer].usedBytes -= batch.bytes;
}
