import { NONE, Phase } from '../frames/frames';
import { removeIn, tailIn } from '../frames/list-in-line';
import type { Network } from '../network';
import type { AcceptQueue } from './accept-queue';
import { Crew } from './crews';

/** Takes workers from requests for more urgent ones. */
export class Preemption {
  /**
   * @param line of the server in the crews
   * @param mayLose whether the worker of one at work may be taken from it
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly line: number,
    private readonly queue: AcceptQueue,
    private readonly mayLose: (frame: number) => boolean,
  ) {}

  /** Frees a worker by preempting the least urgent of those at work, if it is less urgent; that one goes back to the queue. */
  freeWorkerFor(newcomer: number): boolean {
    const { network, queue, line, node } = this;
    const { frames, kernel } = network;
    const victim = this.leastUrgentAtWork();
    if (victim === NONE || queue.levelOf(victim) <= queue.levelOf(newcomer)) return false;
    const leftMs = frames.work[victim] - kernel.now;
    removeIn(frames, network.crews.words, line + Crew.serving, victim);
    network.workers.preempt(line, node, victim, leftMs);
    // The end of its work is scheduled, so a new frame waits in its place.
    const rest = network.succeed(victim);
    frames.pc[rest] = frames.pc[victim];
    frames.work[rest] = leftMs;
    frames.since[rest] = kernel.now;
    network.kill(victim);
    queue.putBack(rest);
    return true;
  }

  /** The latest to come of the highest level. A blocked worker is left alone: no work could be taken from it. */
  private leastUrgentAtWork(): number {
    const { queue, line } = this;
    const { frames, crews } = this.network;
    const last = queue.levelCount - 1;
    let found = NONE;
    for (let frame = tailIn(crews.words, line + Crew.serving); frame !== NONE; frame = frames.previous[frame]) {
      if (frames.phase[frame] !== Phase.working || !this.mayLose(frame)) continue;
      const level = queue.levelOf(frame);
      if (level === last) return frame;
      if (found === NONE || level > queue.levelOf(found)) found = frame;
    }
    return found;
  }
}
