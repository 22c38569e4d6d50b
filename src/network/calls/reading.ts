import type { Component } from '../component';
import type { LinkContract } from '../contracts/link-contract';
import { FrameFlag, NONE, POISON } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';

/** Who understands what goes over links: by which version of a contract it was written, and by which it is read. */
export class Reading {
  constructor(private readonly network: Network) {}

  /** What goes out is written by the version of the contract that its sender speaks, unless that only hands it on. */
  write(frame: number, link: Link): void {
    const { frames, kernel, nodes } = this.network;
    const { spoken, flags } = frames;
    if (spoken[frame] === POISON) return;
    const isDelivery = (flags[frame] & FrameFlag.delivery) !== 0;
    const passesOn = isDelivery || nodes[link.from].relays;
    // The probe of a proxy is no message of a contract.
    if (passesOn && !isDelivery && this.isOwnRequest(frame)) spoken[frame] = 0;
    else if (link.contract !== null) spoken[frame] = link.contract.write(spoken[frame], passesOn, kernel.now);
    else if (!passesOn) spoken[frame] = 0;
  }

  /** Whether no version of any contract wrote it, and whoever it has come to would have to read it. */
  isPoison(frame: number, node: Component): boolean {
    return this.network.frames.spoken[frame] === POISON && !node.relays && node.isUp;
  }

  /** Whether whoever it has come to does not understand it. */
  isUnreadable(frame: number, contract: LinkContract, node: Component): boolean {
    const { frames, kernel } = this.network;
    const { spoken } = frames;
    if (spoken[frame] === 0 || node.relays || !node.isUp) return false;
    spoken[frame] = contract.read(spoken[frame], kernel.now);
    return contract.refusesRequest(spoken[frame]);
  }

  /** Whether the caller does not understand the answer. */
  isAnswerUnreadable(frame: number, link: Link): boolean {
    if (link.contract === null) return false;
    const spoken = this.network.frames.spoken[frame];
    if (spoken === 0 || this.network.nodes[link.to].relays) return false;
    return link.contract.refusesAnswer(spoken);
  }

  /** Whether nobody asked its sender for it. */
  private isOwnRequest(frame: number): boolean {
    const { parent, link } = this.network.frames;
    return parent[frame] !== NONE && link[parent[frame]] === NONE;
  }
}
