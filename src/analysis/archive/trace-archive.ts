import { createTraceColumns, type TraceColumns, type TraceFold } from '../../kernel/trace';
import { ChosenRequests, ONE_IN } from './chosen-requests';
import { BLOCK_ROWS } from './extent';
import type { PackedBlock } from './packed-block';
import { Packer } from './packer';
import { copyRows, type PlainBlock } from './plain-block';
import { PlainWriter } from './plain-writer';
import { SpareBuffers } from './spare-buffers';
import { Totals } from './totals';
import { bytesOf, type TraceBlock } from './trace-block';

/** A page's share of a machine's memory. */
const BUDGET_BYTES = 64 * 1024 * 1024;
/** What of the budget may go to requests that stand for others, and to totals; the rest is for every fact. */
const CHOSEN_SHARE = 3 / 16;
const TOTALS_SHARE = 1 / 16;

/** What an archive still knows. */
export interface Coverage {
  /** Every fact from this moment on; of requests that were issued later, everything. Virtual ms. */
  readonly completeFromMs: number;
  /** Between this moment and the former, one of {@link oneIn} requests, with everything that it caused. */
  readonly chosenFromMs: number;
  readonly oneIn: number;
  /** Whether anything has been thinned out. Before both moments there are only totals. */
  readonly thinned: boolean;
}

/**
 * The trace of a run, within a fixed budget of memory. The latest facts are kept to the last bit. When the budget is used
 * up the oldest of them thin out, a block at a time: first to one request in {@link ONE_IN} with all that it caused, then
 * to totals of a second. Recording a fact takes a constant time, however long the run.
 */
export class TraceArchive implements TraceFold {
  private full: PlainBlock[] = [];
  private fullBytes = 0;
  private chosen: PackedBlock[] = [];
  private chosenBytes = 0;
  private readonly writer: PlainWriter;
  private readonly packer: Packer;
  /** Rows of a block that are kept, and their facts. */
  private readonly kept = new Uint16Array(BLOCK_ROWS + 1);
  private readonly scratch = createTraceColumns(BLOCK_ROWS);
  private readonly choice = new ChosenRequests();
  private readonly totals: Totals;
  private readonly fullBuffers = new SpareBuffers(4096);
  private readonly chosenBuffers = new SpareBuffers(256);
  private readonly fullBudget: number;
  private readonly chosenBudget: number;
  /** The facts before this one are in blocks. */
  private sealed = 0;
  private completeFromMs = 0;
  private chosenFromMs = 0;

  /** @param places how many nodes, or links if they are more, the scenario has */
  constructor(
    places: number,
    readonly budgetBytes = BUDGET_BYTES,
  ) {
    const wide = places > 256;
    this.writer = new PlainWriter(wide);
    this.packer = new Packer(wide);
    this.totals = new Totals(places, budgetBytes * TOTALS_SHARE);
    this.chosenBudget = budgetBytes * CHOSEN_SHARE;
    const always = this.fixedBytes + BLOCK_ROWS * 32;
    this.fullBudget = Math.max(0, budgetBytes * (1 - CHOSEN_SHARE - TOTALS_SHARE) - always);
  }

  /** Facts seen so far. */
  get facts(): number {
    return this.sealed + this.writer.rows;
  }

  /** What it takes of the memory. */
  get bytes(): number {
    return this.fixedBytes + this.totals.bytes + this.fullBytes + this.chosenBytes;
  }

  /** What the facts themselves take, of which there are {@link facts}; without what it takes however long the run is. */
  get bytesOfFacts(): number {
    return this.fullBytes + this.chosenBytes;
  }

  get coverage(): Coverage {
    const { completeFromMs, chosenFromMs } = this;
    return { completeFromMs, chosenFromMs, oneIn: ONE_IN, thinned: completeFromMs > 0 };
  }

  /** What is left of the past before anything is known of single requests. */
  get past(): Totals {
    return this.totals;
  }

  read(columns: TraceColumns, from: number, to: number): void {
    const { writer } = this;
    for (let row = from; row < to; ) {
      const end = Math.min(to, row + BLOCK_ROWS - writer.rows);
      writer.write(columns, row, end);
      row = end;
      if (writer.rows === BLOCK_ROWS) this.seal();
    }
  }

  /** A place to come back to by {@link truncate}. */
  mark(): number {
    this.seal();
    return this.sealed;
  }

  /** Forgets every fact that has come since `position` was marked, at `atMs`. What comes now is kept whole again. */
  truncate(position: number, atMs: number): void {
    this.writer.clear();
    const isBefore = (block: TraceBlock) => block.end <= position;
    this.full = this.full.filter(isBefore);
    this.chosen = this.chosen.filter(isBefore);
    this.fullBytes = this.full.reduce((sum, block) => sum + bytesOf(block), 0);
    this.chosenBytes = this.chosen.reduce((sum, block) => sum + bytesOf(block), 0);
    this.totals.truncate(position);
    this.completeFromMs = Math.min(this.completeFromMs, atMs);
    this.chosenFromMs = Math.min(this.chosenFromMs, atMs);
    this.sealed = position;
  }

  /**
   * The blocks that know of single requests, oldest first; the last one is of the latest facts. They are
   * valid until the archive reads on: it writes new blocks over old ones.
   */
  blocks(): readonly TraceBlock[] {
    const { writer } = this;
    const underWay = writer.rows > 0 ? [writer.block(this.sealed, (bytes) => new ArrayBuffer(bytes))] : [];
    return [...this.chosen, ...this.full, ...underWay];
  }

  private get fixedBytes(): number {
    return this.writer.bytes + this.packer.bytes + this.choice.bytes + BLOCK_ROWS * 26;
  }

  private seal(): void {
    const { writer } = this;
    if (writer.rows === 0) return;
    const block = writer.block(this.sealed, this.fullBuffers.take);
    this.sealed = block.end;
    writer.clear();
    this.full.push(block);
    this.fullBytes += bytesOf(block);
    while (this.fullBytes > this.fullBudget) this.thinOldest();
  }

  /** Chooses from a block as it lies: only what is kept is written again. */
  private thinOldest(): void {
    const { packer, kept, scratch } = this;
    const block = this.full.shift();
    if (!block) return;
    this.fullBytes -= bytesOf(block);
    this.completeFromMs = block.lastMs;
    this.totals.add(block);
    const count = this.choice.choose(block, kept);
    copyRows(block, kept, count, scratch);
    this.fullBuffers.giveBack(block.bytes);
    packer.write(scratch, 0, count);
    const thinned = packer.pack(block, this.chosenBuffers.take);
    packer.clear();
    this.chosen.push(thinned);
    this.chosenBytes += bytesOf(thinned);
    while (this.chosenBytes > this.chosenBudget) this.dropOldest();
  }

  private dropOldest(): void {
    const block = this.chosen.shift();
    if (!block) return;
    this.chosenBytes -= bytesOf(block);
    this.chosenFromMs = block.lastMs;
    this.chosenBuffers.giveBack(block.bytes);
  }
}
