import type { RandomStream } from '../../kernel/random';
import { copyPlain } from '../../kernel/snapshot';
import { isRefused } from './compatibility';
import type { Contract, Reader } from './contract';
import type { LinkContractParams } from './contract-field';
import { deploy, type Rollout, settledOn, shareOfNew } from './rollout';

/** Which versions the two ends of a link speak: plain data. */
export interface LinkContractState {
  caller: Rollout;
  callee: Rollout;
}

export type End = keyof LinkContractState;

/** What a frame says of the contract that it keeps: which one, by which version it was written, by which it is read. 0: none. */
export type Spoken = number;

const WRITER = 0x100;
const CONTRACT = 0x10000;

/** Which readers refuse which writers, of one contract and one way to read; by the places of the versions. */
export class Understanding {
  private readonly refusals: readonly (readonly boolean[])[];
  private readonly places: ReadonlyMap<number, number>;

  /** @param number the contract's own among all of the scenario, from 1 */
  constructor(
    readonly contract: Contract,
    readonly number: number,
    reader: Reader,
  ) {
    const { format, versions } = contract;
    this.places = new Map(versions.map(({ version }, place) => [version, place]));
    this.refusals = versions.map((writes) => versions.map((reads) => isRefused(format, writes, reads, reader)));
  }

  placeOf(version: number): number {
    return this.places.get(version) ?? 0;
  }

  refuses(writer: number, reader: number): boolean {
    return this.refusals[writer][reader];
  }
}

/** The contract of a link: who speaks which version, and whether they understand each other. */
export class LinkContract {
  state: LinkContractState;

  /** @param replicas of each end; Infinity where there are none to be told apart */
  constructor(
    params: LinkContractParams,
    private readonly understanding: Understanding,
    private readonly random: RandomStream,
    private readonly replicas: Readonly<Record<End, number>>,
  ) {
    this.state = { caller: settledOn(params.callerVersion), callee: settledOn(params.calleeVersion) };
    this.initial = { ...this.state };
  }
  private readonly initial: Readonly<LinkContractState>;

  get id(): string {
    return this.understanding.contract.id;
  }

  /** Lets an end go over to a version; null: to the one that it began with. */
  deploy(end: End, version: number | null, nowMs: number, rollMs: number): void {
    this.state[end] = deploy(this.state[end], version ?? this.initial[end].to, nowMs, rollMs);
  }

  /**
   * Writes a message.
   *
   * @param carried what the frame says already
   * @param passesOn whether the sender hands on what somebody else wrote, as a broker does
   */
  write(carried: Spoken, passesOn: boolean, nowMs: number): Spoken {
    const { number } = this.understanding;
    if (passesOn && Math.floor(carried / CONTRACT) === number) return carried;
    return number * CONTRACT + this.placeNow('caller', nowMs) * WRITER;
  }

  /** Lets the called end read it, by whichever version the replica has that it meets. */
  read(spoken: Spoken, nowMs: number): Spoken {
    return spoken - (spoken % WRITER) + this.placeNow('callee', nowMs);
  }

  /** Whether the called end does not understand what it got. */
  refusesRequest(spoken: Spoken): boolean {
    return this.understanding.refuses(writerOf(spoken), spoken % WRITER);
  }

  /** Whether the calling end does not understand the answer: the same replica reads it that asked. */
  refusesAnswer(spoken: Spoken): boolean {
    return this.understanding.refuses(spoken % WRITER, writerOf(spoken));
  }

  save(): LinkContractState {
    return copyPlain(this.state);
  }

  restore(saved: LinkContractState): void {
    this.state = copyPlain(saved);
  }

  private placeNow(end: End, nowMs: number): number {
    const rollout = this.state[end];
    const share = shareOfNew(rollout, nowMs, this.replicas[end]);
    const isNew = share >= 1 || (share > 0 && this.random.unit() < share);
    return this.understanding.placeOf(isNew ? rollout.to : rollout.from);
  }
}

const writerOf = (spoken: Spoken): number => Math.floor(spoken / WRITER) % WRITER;
