import { emptyList, type FrameList, insertAfter, remove, takeFirst } from '../../network/frames/frame-list';
import { type Frames, NONE } from '../../network/frames/frames';
import type { Messages } from './message';
import type { HandOut, VisibleMessages } from './visible-messages';

/** The messages that share a MessageGroupId. */
interface Group {
  readonly waiting: FrameList;
  /** While one of them is in flight, no other is handed out. */
  inFlight: number;
  /** Whether it stands among those that have something to hand out. */
  isReady: boolean;
}

export interface FifoState {
  /** By id; see {@link FifoQueue.groupOf}. */
  readonly groups: Record<string, Group>;
  /** Groups that have something to hand out, in turn; those before `first` have had theirs. */
  ready: string[];
  first: number;
  count: number;
}

export const emptyFifo = (): FifoState => ({ groups: {}, ready: [], first: 0, count: 0 });

/** So many groups that have had their turn are worth a cleaning. */
const STALE = 1024;

/** The visible messages of a FIFO queue: in order within each group, one group after the other. */
export class FifoQueue implements VisibleMessages {
  constructor(
    private readonly frames: Frames,
    private readonly messages: Messages,
    /** The id of the group that a message belongs to; any text but names that objects have of themselves. */
    private readonly groupOf: (frame: number) => string,
    private readonly state: () => FifoState,
  ) {}

  get count(): number {
    return this.state().count;
  }

  get hasNext(): boolean {
    const { ready, first } = this.state();
    return first < ready.length;
  }

  add(frame: number): void {
    this.insert(frame);
  }

  /** To its place in the order of its group. */
  putBack(frame: number): void {
    this.insert(frame);
  }

  remove(frame: number): void {
    const state = this.state();
    const id = this.groupOf(frame);
    remove(this.frames, state.groups[id].waiting, frame);
    state.count--;
    this.forgetIfEmpty(id);
  }

  /** As many of one group as there are, then of the next: so SQS fills a batch. */
  select(most: number, _asksAll: boolean, handOut: HandOut): void {
    const state = this.state();
    let handed = 0;
    while (handed < most) {
      const id = this.nextReady();
      if (id === undefined) return;
      const group = state.groups[id];
      // It may have been emptied since, and begun anew.
      if (group === undefined || group.inFlight > 0) continue;
      group.isReady = false;
      while (handed < most && group.waiting.length > 0) {
        const frame = takeFirst(this.frames, group.waiting);
        state.count--;
        if (!handOut(frame)) continue;
        group.inFlight++;
        handed++;
      }
      this.offer(id);
      this.forgetIfEmpty(id);
    }
  }

  settle(frame: number): void {
    const id = this.groupOf(frame);
    const group = this.state().groups[id];
    group.inFlight--;
    this.offer(id);
    this.forgetIfEmpty(id);
  }

  forEach(visit: (frame: number) => void): void {
    for (const { waiting } of Object.values(this.state().groups)) {
      for (let frame = waiting.head; frame !== NONE; frame = this.frames.next[frame]) visit(frame);
    }
  }

  private insert(frame: number): void {
    const state = this.state();
    const { frames, messages } = this;
    const id = this.groupOf(frame);
    state.groups[id] ??= { waiting: emptyList(), inFlight: 0, isReady: false };
    const { waiting } = state.groups[id];
    // What came back belongs to the beginning, among the few that were in flight with it; what is new, to the end.
    let anchor = waiting.tail;
    if (anchor !== NONE && messages.orderOf(anchor) > messages.orderOf(frame)) {
      anchor = NONE;
      let following = waiting.head;
      while (following !== NONE && messages.orderOf(following) < messages.orderOf(frame)) {
        anchor = following;
        following = frames.next[following];
      }
    }
    insertAfter(frames, waiting, anchor, frame);
    state.count++;
    this.offer(id);
  }

  /** Lets the group take its turn, if it has something to hand out. */
  private offer(id: string): void {
    const state = this.state();
    const group = state.groups[id];
    if (group.isReady || group.inFlight > 0 || group.waiting.length === 0) return;
    group.isReady = true;
    state.ready.push(id);
  }

  private nextReady(): string | undefined {
    const state = this.state();
    if (state.first >= state.ready.length) return undefined;
    const id = state.ready[state.first++];
    if (state.first === state.ready.length || (state.first > STALE && 2 * state.first > state.ready.length)) {
      state.ready = state.ready.slice(state.first);
      state.first = 0;
    }
    return id;
  }

  private forgetIfEmpty(id: string): void {
    const { groups } = this.state();
    const { inFlight, waiting } = groups[id];
    if (inFlight === 0 && waiting.length === 0) delete groups[id];
  }
}
