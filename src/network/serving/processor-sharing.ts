import { clearHeap, dropFirst, push, sift } from '../frames/frame-heap';
import type { Sharing } from './sharing-state';

const speed = (sharing: Sharing, workers: number): number => Math.min(1, workers / sharing.atWork.keys.length);

function advance(sharing: Sharing, nowMs: number, workers: number): void {
  if (sharing.atWork.keys.length === 0) sharing.clockMs = 0;
  else sharing.clockMs += (nowMs - sharing.atMs) * speed(sharing, workers);
  sharing.atMs = nowMs;
}

function plan(sharing: Sharing, workers: number): void {
  const { keys } = sharing.atWork;
  sharing.dueMs =
    keys.length === 0 ? Infinity : sharing.atMs + Math.max(0, keys[0] - sharing.clockMs) / speed(sharing, workers);
}

/** Begins `workMs` of work on a frame. */
export function beginSharing(
  sharing: Sharing,
  nowMs: number,
  workers: number,
  frame: number,
  serial: number,
  workMs: number,
): void {
  advance(sharing, nowMs, workers);
  push(sharing.atWork, sharing.clockMs + workMs, frame, serial);
  plan(sharing, workers);
}

/** The frame that is done now, which is when {@link Sharing.dueMs} said. */
export function endSharing(sharing: Sharing, nowMs: number, workers: number): number {
  const { atWork } = sharing;
  const frame = atWork.frames[0];
  sharing.clockMs = atWork.keys[0];
  sharing.atMs = nowMs;
  dropFirst(atWork);
  if (atWork.keys.length === 0) sharing.clockMs = 0;
  plan(sharing, workers);
  return frame;
}

/** Nobody is at work any more. Timers that are set find nothing to do. */
export function stopSharing(sharing: Sharing): void {
  clearHeap(sharing.atWork);
  sharing.dueMs = Infinity;
}

/** Those for whom `isGone` holds are not at work any more. */
export function leaveSharing(
  sharing: Sharing,
  nowMs: number,
  workers: number,
  isGone: (frame: number) => boolean,
): void {
  advance(sharing, nowMs, workers);
  sift(sharing.atWork, (frame) => !isGone(frame));
  plan(sharing, workers);
}

/** From now on there are `after` workers instead of `before`. */
export function reshare(sharing: Sharing, nowMs: number, before: number, after: number): void {
  advance(sharing, nowMs, before);
  plan(sharing, after);
}
