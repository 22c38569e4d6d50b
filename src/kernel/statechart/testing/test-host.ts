import type { TimerHost } from '../statechart';

interface Scheduled {
  readonly atMs: number;
  readonly code: number;
  readonly subject: number;
}

/** The smallest event queue that keeps the promises of {@link TimerHost}; its queue can be saved, as the kernel's can. For tests. */
export class TestHost implements TimerHost {
  now = 0;
  queue: Scheduled[] = [];
  private readonly handlers: ((subject: number) => void)[] = [];

  on(handler: (subject: number) => void): number {
    return this.handlers.push(handler) - 1;
  }

  at(atMs: number, code: number, subject: number): void {
    if (!(atMs >= this.now)) throw new RangeError(`${atMs} ms is in the past of ${this.now} ms`);
    const behind = this.queue.findIndex((other) => other.atMs > atMs);
    this.queue.splice(behind === -1 ? this.queue.length : behind, 0, { atMs, code, subject });
  }

  /** Runs what happens up to `untilMs`, that instant included, and leaves the clock there. */
  run(untilMs: number): void {
    this.runWhile((atMs) => atMs <= untilMs);
    this.now = untilMs;
  }

  /** Runs what happens before `untilMs`, and leaves the clock there. */
  runBefore(untilMs: number): void {
    this.runWhile((atMs) => atMs < untilMs);
    this.now = untilMs;
  }

  private runWhile(isDue: (atMs: number) => boolean): void {
    for (let next = this.queue[0]; next && isDue(next.atMs); next = this.queue[0]) {
      this.queue.shift();
      this.now = next.atMs;
      this.handlers[next.code](next.subject);
    }
  }
}
