import { type Frames, NONE } from './frames';

/** Gives the frame `twin` the link, name, times and flags of `frame`, but nobody who waits for it. */
export function copyFrame(frames: Frames, frame: number, twin: number): void {
  frames.link[twin] = frames.link[frame];
  frames.operation[twin] = frames.operation[frame];
  frames.hops[twin] = frames.hops[frame];
  frames.serial[twin] = frames.serial[frame];
  frames.sentAt[twin] = frames.sentAt[frame];
  frames.arrivedAt[twin] = frames.arrivedAt[frame];
  frames.since[twin] = frames.since[frame];
  frames.flags[twin] = frames.flags[frame];
  frames.attempt[twin] = frames.attempt[frame];
  frames.parent[twin] = NONE;
  if (frames.keepsSubject) frames.order[twin] = frames.order[frame];
  if (frames.keepsAttempts) {
    frames.firstSentAt[twin] = frames.firstSentAt[frame];
    frames.backoffMs[twin] = frames.backoffMs[frame];
    frames.deadlineAt[twin] = frames.deadlineAt[frame];
    frames.call[twin] = frames.call[frame];
    frames.idempotencyKey[twin] = frames.idempotencyKey[frame];
  }
  if (frames.keepsMessages) {
    frames.plan[twin] = frames.plan[frame];
    frames.label[twin] = frames.label[frame];
    frames.correlation[twin] = frames.correlation[frame];
  }
  inherit(frames, twin, frame);
}

/** What a frame is about, and on whose behalf, goes with it all the way. */
export function inherit(frames: Frames, frame: number, from: number): void {
  if (!frames.keepsSubject) return;
  frames.key[frame] = frames.key[from];
  frames.source[frame] = frames.source[from];
  frames.spoken[frame] = frames.spoken[from];
}
