import type { TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { OUTCOMES } from '../../network/outcomes';
import { firstRowAt } from '../rows';
import { BLOCK_ROWS } from './extent';
import type { PlainBlock } from './plain-block';

const EACH = OUTCOMES.length;

/**
 * What is counted, and whether apart by outcome: what came into the system, and how it left it. What it met inside is
 * a matter of single requests, and of the figures that are kept for all times anyway.
 */
const COUNTED: readonly (readonly [fact: number, byOutcome: boolean])[] = [
  [Fact.issued, false],
  [Fact.settled, true],
  [Fact.published, false],
  [Fact.acked, false],
  [Fact.lost, true],
];

/** By fact: its first counter at a place, −1 for none; and what of its detail is to be added, which is an outcome or nothing. */
const SLOT = new Int16Array(256).fill(-1);
const BY_OUTCOME = new Uint8Array(256);
/** Counters at a place. */
let slots = 0;
for (const [fact, byOutcome] of COUNTED) {
  SLOT[fact] = slots;
  BY_OUTCOME[fact] = byOutcome ? 0xff : 0;
  slots += byOutcome ? EACH : 1;
}
const SLOTS = slots;
const IS_COUNTED = Uint8Array.from(SLOT, (slot) => (slot < 0 ? 0 : 1));

/** Rows that are counted. */
const list = new Uint16Array(BLOCK_ROWS + 1);

/** What happened at a place within a window: so often, and what the latencies of requests that ended there add up to and are at the most. */
export interface Total {
  readonly fact: number;
  readonly outcome: number;
  readonly place: number;
  readonly count: number;
  readonly sumMs: number;
  readonly maxMs: number;
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  /** The fact of the run that comes after its last one. */
  readonly end: number;
  /** Ascending. */
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
  readonly sums: Float64Array;
  readonly maxima: Float32Array;
}

const BYTES_PER_TOTAL = 20;
const BYTES_PER_WINDOW = 400;
const bytesOf = (window: Window): number => window.keys.length * BYTES_PER_TOTAL + BYTES_PER_WINDOW;

const WINDOW_MS = 1_000;

/**
 * What is left of a distant past: how often what happened where, second by second; where that takes too much, two
 * seconds by two, and so on.
 */
export class Totals {
  private windows: Window[] = [];
  private windowBytes = 0;
  private windowMs = WINDOW_MS;
  private readonly counts: Int32Array;
  private readonly sums: Float64Array;
  private readonly maxima: Float32Array;
  /** Which counters of the window under way are not 0. */
  private readonly touched: Uint32Array;
  private touchedCount = 0;
  private fromMs = 0;
  private untilMs = 0;
  private end = 0;

  constructor(
    places: number,
    private readonly budgetBytes: number,
  ) {
    this.counts = new Int32Array(places * SLOTS);
    this.sums = new Float64Array(places * SLOTS);
    this.maxima = new Float32Array(places * SLOTS);
    this.touched = new Uint32Array(places * SLOTS);
  }

  get bytes(): number {
    return this.windowBytes + this.counts.length * BYTES_PER_TOTAL;
  }

  /** Counts the facts of a block. */
  add(block: PlainBlock): void {
    const { columns, rows } = block;
    const { at } = columns;
    for (let row = 0; row < rows; ) {
      if (at[row] >= this.untilMs) this.begin(at[row], block.first + row);
      const next = firstRowAt(columns, this.untilMs, row, rows);
      this.count(columns, row, next);
      row = next;
    }
    this.end = block.end;
  }

  private count({ fact, detail, place, value }: TraceColumns, from: number, to: number): void {
    const { counts, touched } = this;
    // Which facts are counted nobody can guess: so they are listed first, without asking.
    let listed = 0;
    for (let row = from; row < to; row++) {
      list[listed] = row;
      listed += IS_COUNTED[fact[row]];
    }
    let { touchedCount } = this;
    for (let index = 0; index < listed; index++) {
      const row = list[index];
      const code = fact[row];
      const key = place[row] * SLOTS + SLOT[code] + (detail[row] & BY_OUTCOME[code]);
      if (counts[key]++ === 0) touched[touchedCount++] = key;
      if (code === Fact.settled) this.addLatency(key, value[row]);
    }
    this.touchedCount = touchedCount;
  }

  private addLatency(key: number, latencyMs: number): void {
    this.sums[key] += latencyMs;
    if (latencyMs > this.maxima[key]) this.maxima[key] = latencyMs;
  }

  /** Forgets all facts from `position` on; of a window that has such facts, all. */
  truncate(position: number): void {
    if (this.end <= position) return;
    this.reset();
    this.windows = this.windows.filter((window) => window.end <= position);
    this.windowBytes = this.windows.reduce((sum, window) => sum + bytesOf(window), 0);
    this.untilMs = 0;
    this.end = this.windows.at(-1)?.end ?? 0;
  }

  /** Window by window, oldest first; the one under way comes last. */
  *all(): Generator<{ readonly fromMs: number; readonly toMs: number; readonly totals: readonly Total[] }> {
    for (const { fromMs, toMs, keys, counts, sums, maxima } of [...this.windows, this.current()]) {
      const totals = Array.from(keys, (key, index): Total => {
        const { fact, outcome, place } = meaningOf(key);
        return { fact, outcome, place, count: counts[index], sumMs: sums[index], maxMs: maxima[index] };
      });
      if (totals.length > 0) yield { fromMs, toMs, totals };
    }
  }

  private begin(atMs: number, position: number): void {
    if (this.touchedCount > 0) this.close(position);
    // A window that begins in the middle (the past has changed) says so.
    const start = Math.floor(atMs / this.windowMs) * this.windowMs;
    this.fromMs = this.windows.length === 0 || start >= this.windows[this.windows.length - 1].toMs ? start : atMs;
    this.untilMs = start + this.windowMs;
  }

  private close(end: number): void {
    const window = { ...this.current(), end };
    this.reset();
    this.windows.push(window);
    this.windowBytes += bytesOf(window);
    while (this.bytes > this.budgetBytes && this.windows.length > 1) this.halve();
  }

  private current(): Window {
    const keys = this.touched.slice(0, this.touchedCount).sort();
    const counts = Uint32Array.from(keys, (key) => this.counts[key]);
    const sums = Float64Array.from(keys, (key) => this.sums[key]);
    const maxima = Float32Array.from(keys, (key) => this.maxima[key]);
    return { fromMs: this.fromMs, toMs: this.untilMs, end: this.end, keys, counts, sums, maxima };
  }

  private reset(): void {
    for (let index = 0; index < this.touchedCount; index++) {
      const key = this.touched[index];
      this.counts[key] = 0;
      this.sums[key] = 0;
      this.maxima[key] = 0;
    }
    this.touchedCount = 0;
  }

  /** Joins windows two by two. */
  private halve(): void {
    const joined: Window[] = [];
    for (let index = 0; index < this.windows.length; index += 2) {
      const [first, second] = this.windows.slice(index, index + 2);
      joined.push(second ? join(first, second) : first);
    }
    this.windows = joined;
    this.windowMs *= 2;
    this.windowBytes = joined.reduce((sum, window) => sum + bytesOf(window), 0);
  }
}

function meaningOf(key: number): Pick<Total, 'fact' | 'outcome' | 'place'> {
  const place = Math.floor(key / SLOTS);
  const slot = key % SLOTS;
  const [fact, byOutcome] = COUNTED.findLast(([candidate]) => SLOT[candidate] <= slot) ?? COUNTED[0];
  return { fact, place, outcome: byOutcome ? slot - SLOT[fact] : 0 };
}

function join(first: Window, second: Window): Window {
  const keys = Uint32Array.from(new Set([...first.keys, ...second.keys])).sort();
  const counts = new Uint32Array(keys.length);
  const sums = new Float64Array(keys.length);
  const maxima = new Float32Array(keys.length);
  for (const window of [first, second]) {
    let to = 0;
    window.keys.forEach((key, from) => {
      while (keys[to] < key) to++;
      counts[to] += window.counts[from];
      sums[to] += window.sums[from];
      maxima[to] = Math.max(maxima[to], window.maxima[from]);
    });
  }
  return { fromMs: first.fromMs, toMs: second.toMs, end: second.end, keys, counts, sums, maxima };
}
