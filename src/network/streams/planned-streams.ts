import { FrameFlag, type Frames } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import { THERE } from '../wire/ways';
import { type StreamPlan, UNARY } from './stream-plan';
import type { Way } from './stream-side';

/** Which calls are streams, and what is to be said in them. */
export class PlannedStreams {
  private readonly frames: Frames;
  private readonly plans: StreamPlan[] = [];
  private readonly planOfLink = new Map<number, number>();

  constructor(private readonly network: Network) {
    this.frames = network.frames;
  }

  /** A plan for later calls, by the number that is returned. */
  add(plan: StreamPlan): number {
    return this.plans.push(plan) - 1;
  }

  /** All calls over a link are streams by this plan, unless they have one of their own. */
  addFor(link: Link, plan: StreamPlan): void {
    this.planOfLink.set(link.index, this.add(plan));
  }

  /** The plan with that number. */
  numbered(plan: number): StreamPlan {
    return this.plans[plan];
  }

  /** Whether all calls over a link are streams. */
  isFor(link: Link): boolean {
    return this.planOfLink.has(link.index);
  }

  /** Says of a new call what will be said in it. A proxy opens streams for streams, and for nothing else. */
  mark(frame: number, link: Link, parent: number, plan: number): void {
    const { frames, network } = this;
    const isStream = (frames.flags[parent] & FrameFlag.stream) !== 0;
    const inherited = isStream ? frames.plan[parent] : UNARY;
    const own = plan === UNARY ? (this.planOfLink.get(link.index) ?? UNARY) : plan;
    const number = network.nodes[link.from].passesStreamsOn(link) ? inherited : own;
    if (number === UNARY) return;
    frames.flags[frame] |= FrameFlag.stream;
    frames.plan[frame] = number;
  }

  /** Whether messages go that way in the stream that a frame is, instead of the one of a plain call. */
  carries(frame: number, way: Way): boolean {
    const { frames } = this;
    if (!(frames.flags[frame] & FrameFlag.stream)) return false;
    const { there, back } = this.plans[frames.plan[frame]];
    return (way === THERE ? there : back) > 0;
  }
}
