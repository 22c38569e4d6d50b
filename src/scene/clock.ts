/** Wall-clock gaps longer than this (ms) say nothing about how fast virtual time runs: the page was paused or hidden. */
const LONGEST_SAMPLE_MS = 100;

/**
 * The time in which things that must be *seen* last: wall-clock milliseconds that pass only while virtual time does.
 * A burst takes half a second of it at any speed, and holds still when the run is paused.
 */
export class SceneClock {
  /** Scene time at the playhead, ms. */
  nowMs = 0;
  /** The playhead at the last {@link advance}, virtual ms. */
  playheadMs = 0;
  /** Virtual ms per wall-clock ms that the run really makes; below the speed asked for on a machine that is too slow. */
  pace = 1;
  private speed = 1;
  private wallMs = Number.NaN;

  reset(playheadMs = 0): void {
    this.nowMs = 0;
    this.playheadMs = playheadMs;
    this.wallMs = Number.NaN;
  }

  /** The scene time at which a fact between the last playhead and the next one happens. */
  sceneTimeOf(virtualMs: number): number {
    return this.nowMs + (virtualMs - this.playheadMs) / this.pace;
  }

  /** Moves to a new playhead. `speed` is what was asked for, `wallMs` any monotonic wall clock. */
  advance(playheadMs: number, speed: number, wallMs: number): void {
    const virtual = playheadMs - this.playheadMs;
    const wall = wallMs - this.wallMs;
    // The pace that the facts of this frame were dated with: a new one begins with the next frame.
    this.nowMs += virtual / this.pace;
    this.playheadMs = playheadMs;
    this.wallMs = wallMs;
    if (speed !== this.speed) {
      this.speed = speed;
      this.pace = speed;
    } else if (virtual > 0 && wall > 0 && wall < LONGEST_SAMPLE_MS) {
      this.pace = Math.min(speed, this.pace + (virtual / wall - this.pace) * 0.1);
    }
  }
}
