import type { Agenda } from '../../network/messaging/agenda';
import type { Network } from '../../network/network';
import { DUE_KINDS, Due } from './due';
import type { Point } from './keyspace-state';

/** Plain data. */
export interface BackupState {
  /** What would be there after a crash; null: nothing. */
  kept: Point | null;
  /** What is being written. */
  taken: Point | null;
  /** Writes that are in neither. */
  dirty: number;
  /** When the last one was made, ms. */
  lastMs: number;
  /** When the next one begins, ms, and the entry of the agenda for that, or for the end of the one under way; 0: none. */
  armedMs: number;
  entry: number;
}

export const noBackup = (): BackupState => ({
  kept: null,
  taken: null,
  dirty: 0,
  lastMs: 0,
  armedMs: Infinity,
  entry: 0,
});

/** When copies are made. */
export interface BackupRule {
  /** When one begins after so many writes, the last one having been made then; Infinity: not yet. */
  beginsMs(dirty: number, lastMs: number): number;
  /** Until it is safe, ms. */
  readonly takesMs: number;
  /** Whether the time to the next one counts from the end of the last. */
  readonly countsFromEnd: boolean;
}

/** Copies of the keyspace that outlive a crash: snapshots, what is synced of the append-only file, a replica. */
export class Backups {
  constructor(
    private readonly network: Network,
    private readonly agenda: Agenda,
    /** Its number among those of a Redis. */
    private readonly number: number,
    private readonly rule: BackupRule,
    private readonly state: () => BackupState,
    private readonly takePoint: () => Point,
    /** One is safe. */
    private readonly onKept: () => void,
  ) {}

  get kept(): Point | null {
    return this.state().kept;
  }

  /** Something was written. */
  onWrite(): void {
    this.state().dirty++;
    this.arm();
  }

  /** Something of the agenda has come. */
  onDue(entry: number): void {
    const state = this.state();
    if (state.entry !== entry) return;
    state.entry = 0;
    state.armedMs = Infinity;
    const { now } = this.network.kernel;
    if (state.taken === null) {
      state.taken = this.takePoint();
      state.dirty = 0;
      state.lastMs = now;
      if (this.rule.takesMs > 0) {
        state.entry = this.plan(now + this.rule.takesMs);
        return;
      }
    }
    state.kept = state.taken;
    state.taken = null;
    if (this.rule.countsFromEnd) state.lastMs = now;
    this.onKept();
    if (state.dirty > 0) this.arm();
  }

  /** Redis is gone; what was being written is not safe. */
  startAnew(kept: Point | null): void {
    const state = this.state();
    Object.assign(state, noBackup());
    state.kept = kept;
    state.lastMs = this.network.kernel.now;
  }

  /** Before which offset of a structure no copy has anything. */
  floorOf(structure: number): number {
    const { kept, taken } = this.state();
    return Math.min(kept?.floors[structure] ?? Infinity, taken?.floors[structure] ?? Infinity);
  }

  private arm(): void {
    const state = this.state();
    if (state.taken !== null) return;
    const { now } = this.network.kernel;
    const atMs = Math.max(now, this.rule.beginsMs(state.dirty, state.lastMs));
    if (atMs >= state.armedMs) return;
    state.armedMs = atMs;
    state.entry = this.plan(atMs);
  }

  private plan(atMs: number): number {
    return this.agenda.plan(atMs, Due.backup + DUE_KINDS * this.number);
  }
}
