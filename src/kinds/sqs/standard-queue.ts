import type { RandomStream } from '../../kernel/random';
import { append, emptyList, type FrameList, remove, takeFirst } from '../../network/frames/frame-list';
import { type Frames, NONE } from '../../network/frames/frames';
import type { Messages } from './message';
import type { HandOut, VisibleMessages } from './visible-messages';

/** A message that was received so often and came back goes to the end: so SQS does, whatever the redrive policy. */
const TO_THE_BACK = 3;

/** What one server has of a standard queue. */
interface Server {
  /** Messages that have come back; they come before the others. */
  readonly again: FrameList;
  readonly fresh: FrameList;
}

export interface StandardState {
  readonly servers: readonly Server[];
  count: number;
}

export const emptyStandard = (servers: number): StandardState => ({
  servers: Array.from({ length: servers }, () => ({ again: emptyList(), fresh: emptyList() })),
  count: 0,
});

/**
 * The visible messages of a standard queue, spread over several servers. Each has its messages in order; whoever asks
 * begins at any of them and gets from one after the other, so that the order is kept only more or less.
 */
export class StandardQueue implements VisibleMessages {
  constructor(
    private readonly frames: Frames,
    private readonly messages: Messages,
    private readonly random: RandomStream,
    private readonly state: () => StandardState,
  ) {}

  get count(): number {
    return this.state().count;
  }

  get hasNext(): boolean {
    return this.count > 0;
  }

  /** A new message comes onto any of the servers. */
  add(frame: number): void {
    const state = this.state();
    const server = this.anyOf(state.servers.length);
    this.messages.setServer(frame, server);
    this.messages.setComeBack(frame, false);
    append(this.frames, state.servers[server].fresh, frame);
    state.count++;
  }

  putBack(frame: number): void {
    const state = this.state();
    const { again, fresh } = state.servers[this.messages.serverOf(frame)];
    const isFirst = this.messages.receivesOf(frame) < TO_THE_BACK;
    this.messages.setComeBack(frame, isFirst);
    append(this.frames, isFirst ? again : fresh, frame);
    state.count++;
  }

  remove(frame: number): void {
    const state = this.state();
    const { again, fresh } = state.servers[this.messages.serverOf(frame)];
    remove(this.frames, this.messages.hasComeBack(frame) ? again : fresh, frame);
    state.count--;
  }

  select(most: number, asksAll: boolean, handOut: HandOut): void {
    const state = this.state();
    const { servers } = state;
    const asked = asksAll ? servers.length : Math.ceil(servers.length / 2);
    const first = this.anyOf(servers.length);
    let handed = 0;
    let empty = 0;
    for (let turn = 0; handed < most && empty < asked; turn++) {
      const { again, fresh } = servers[(first + (turn % asked)) % servers.length];
      const frame = takeFirst(this.frames, again.length > 0 ? again : fresh);
      if (frame === NONE) {
        empty++;
        continue;
      }
      empty = 0;
      state.count--;
      if (handOut(frame)) handed++;
    }
  }

  /** Nobody waits for a message of a standard queue to be gone. */
  settle(_frame: number): void {}

  forEach(visit: (frame: number) => void): void {
    for (const { again, fresh } of this.state().servers) {
      for (const list of [again, fresh]) {
        for (let frame = list.head; frame !== NONE; frame = this.frames.next[frame]) visit(frame);
      }
    }
  }

  private anyOf(servers: number): number {
    return servers > 1 ? this.random.below(servers) : 0;
  }
}
