import type { FastStatechart } from '../../kernel/statechart/compiled';
import { Fact } from '../../network/facts';
import { detach } from '../../network/frames/family';
import { emptyList, type FrameList, insertAfter, remove } from '../../network/frames/frame-list';
import { NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { alarmMachine } from './statechart';

/** What producers have in hand while their connections are blocked, in order; plain data, part of the broker's state. */
export type HeldBack = FrameList;
export const nothingHeldBack = emptyList;

/**
 * The memory alarm: while it is on, the broker reads nothing from connections that publish, and what producers publish
 * stays with them.
 *
 * Source: rabbitmq.com/docs/alarms; rabbitmq.com/docs/connection-blocked.
 */
export class BlockedProducers {
  readonly chart: FastStatechart<typeof alarmMachine>;

  /** @param limit from so many messages on the alarm is on */
  constructor(
    private readonly network: Network,
    private readonly limit: number,
    private readonly state: () => HeldBack,
  ) {
    this.chart = network.statecharts.compile(alarmMachine);
    this.chart.start();
  }

  /** So many messages are in the broker from now on. */
  observe(messages: number): void {
    const isOn = this.chart.state === 'alarm';
    if (isOn === messages >= this.limit) return;
    this.chart.send({ type: isOn ? 'freed' : 'filled' });
    if (isOn) this.letGo();
  }

  /** A producer publishes: it goes on its way, or stays where it is. */
  publish(frame: number): void {
    const { frames } = this.network;
    if (this.chart.state !== 'alarm') {
      this.network.messages.sendPublished(frame);
      return;
    }
    const held = this.state();
    frames.phase[frame] = Phase.joined;
    insertAfter(frames, held, held.tail, frame);
  }

  /** Everything that was held back goes on its way. */
  letGo(): void {
    const { frames } = this.network;
    const held = this.state();
    for (let frame = held.head; frame !== NONE; frame = held.head) {
      remove(frames, held, frame);
      this.network.messages.sendPublished(frame);
    }
  }

  /** A producer has crashed: what it had in hand is gone. */
  lose(link: Link): void {
    const { network } = this;
    const { frames } = network;
    const held = this.state();
    for (let frame = held.head; frame !== NONE; ) {
      const following = frames.next[frame];
      if (frames.link[frame] === link.index) {
        remove(frames, held, frame);
        // Whoever waits for the confirm has crashed as well.
        if (frames.parent[frame] !== NONE) detach(frames, frame);
        link.inFlight--;
        network.record(Fact.lost, Outcome.connectionReset, link.to, frames.serial[frame], -1, 0);
        frames.release(frame);
      }
      frame = following;
    }
  }
}
