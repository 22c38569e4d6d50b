import { copyTraceRows, createTraceColumns, rowsOf, type TraceColumns, type TraceKeeper } from '../../kernel/trace';
import { ChosenRequests, ONE_IN } from './chosen-requests';
import { BLOCK_ROWS } from './extent';
import type { PackedBlock } from './packed-block';
import { Packer } from './packer';
import { copyRows, type PlainBlock } from './plain-block';
import { SpareBuffers } from './spare-buffers';
import { giveBackColumns, takeColumns } from './spare-columns';
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
 * The trace of a run, within a fixed budget of memory. The latest facts are kept to the last bit, in the very columns that
 * the run wrote them to. When the budget is used up the oldest of them thin out, a block at a time: first to one request
 * in {@link ONE_IN} with all that it caused, then to totals of a second. Recording a fact takes a constant time, however
 * long the run.
 */
export class TraceArchive implements TraceKeeper {
  private full: PlainBlock[] = [];
  private fullBytes = 0;
  private chosen: PackedBlock[] = [];
  private chosenBytes = 0;
  /** What the run writes to just now: of its rows, those between the two are in no block yet. */
  private underWay: TraceColumns = createTraceColumns(0);
  private from = 0;
  private to = 0;
  private readonly packer: Packer;
  /** Rows of a block that are kept, and their facts. */
  private readonly kept = new Uint16Array(BLOCK_ROWS + 1);
  private readonly scratch = createTraceColumns(BLOCK_ROWS);
  private readonly choice = new ChosenRequests();
  private readonly totals: Totals;
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
    this.packer = new Packer(wide);
    this.totals = new Totals(places, budgetBytes * TOTALS_SHARE);
    this.chosenBudget = budgetBytes * CHOSEN_SHARE;
    const always = this.fixedBytes;
    this.fullBudget = Math.max(0, budgetBytes * (1 - CHOSEN_SHARE - TOTALS_SHARE) - always);
  }

  /** Facts seen so far. */
  get facts(): number {
    return this.sealed + this.to - this.from;
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
    if (from === 0) this.from = 0;
    this.underWay = columns;
    this.to = to;
  }

  take(columns: TraceColumns): TraceColumns {
    if (this.from < columns.at.length) this.add(columns, this.from);
    this.from = 0;
    this.to = 0;
    return takeColumns();
  }

  /** A place to come back to by {@link truncate}. */
  mark(): number {
    this.copyUnderWay();
    return this.sealed;
  }

  /** Forgets every fact that has come since `position` was marked, at `atMs`. What comes now is kept whole again. */
  truncate(position: number, atMs: number): void {
    this.from = this.to;
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

  /** Forgets everything: the next run writes where this one did. Nothing may be asked of it any more. */
  close(): void {
    for (const { bytes } of this.full) giveBackColumns(bytes);
    this.full = [];
    this.chosen = [];
  }

  /**
   * The blocks that know of single requests, oldest first; the last one is of the latest facts. They are
   * valid until the archive reads on: it writes new blocks over old ones.
   */
  blocks(): readonly TraceBlock[] {
    const { underWay, from, to } = this;
    const last = to > from ? [this.blockOf(underWay, from, to)] : [];
    return [...this.chosen, ...this.full, ...last];
  }

  private get fixedBytes(): number {
    return this.packer.bytes + this.choice.bytes + this.kept.byteLength + 2 * this.scratch.at.buffer.byteLength;
  }

  /** Makes a block of what has been written so far, in memory of its own: what comes now can be forgotten without it. */
  private copyUnderWay(): void {
    const { underWay, from, to } = this;
    if (from === to) return;
    const columns = createTraceColumns(to - from);
    copyTraceRows(rowsOf(underWay, from, to), columns);
    this.from = to;
    this.add(columns, 0);
  }

  private blockOf(columns: TraceColumns, from: number, to: number): PlainBlock {
    return {
      packed: false,
      bytes: columns.at.buffer as ArrayBuffer,
      rows: to - from,
      columns: rowsOf(columns, from, to),
      first: this.sealed,
      end: this.sealed + to - from,
      lastMs: columns.at[to - 1],
    };
  }

  /** Takes in columns for good, from that row on. */
  private add(columns: TraceColumns, from: number): void {
    const block = this.blockOf(columns, from, columns.at.length);
    this.sealed = block.end;
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
    const count = this.choice.choose(block.columns, kept);
    copyRows(block.columns, kept, count, scratch);
    giveBackColumns(block.bytes);
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
