import type { Agenda } from '../../network/messaging/agenda';
import type { Network } from '../../network/network';
import { type BackupRule, type BackupState, Backups, noBackup } from './backups';
import type { Keyspace } from './keyspace';
import type { Point } from './keyspace-state';
import type { RedisParams } from './params';

export interface DurabilityState {
  readonly disk: BackupState;
  readonly replica: BackupState;
}

export const nothingKept = (): DurabilityState => ({ disk: noBackup(), replica: noBackup() });

/** appendfsync everysec. */
const EVERY_SECOND_MS = 1_000;
/** How long Linux keeps what is written before it goes to disk, unless asked: vm.dirty_expire_centisecs, 30 s. */
const LEFT_TO_SYSTEM_MS = 30_000;

const DISK = 0;

/** When what is on disk is brought up to date; null where it always is, or never. */
function diskRule(persistence: RedisParams['persistence']): BackupRule | null {
  if (persistence.mode === 'rdb') {
    const { savePoints, snapshotMs } = persistence;
    return {
      beginsMs: (dirty, lastMs) =>
        savePoints.reduce(
          (first, { afterMs, changes }) => (dirty >= changes ? Math.min(first, lastMs + afterMs) : first),
          Infinity,
        ),
      takesMs: snapshotMs,
      countsFromEnd: true,
    };
  }
  if (persistence.mode === 'none' || persistence.fsync === 'always') return null;
  const everyMs = persistence.fsync === 'everysec' ? EVERY_SECOND_MS : LEFT_TO_SYSTEM_MS;
  return {
    beginsMs: (dirty, lastMs) => (dirty > 0 ? lastMs + everyMs : Infinity),
    takesMs: persistence.fsyncMs,
    countsFromEnd: false,
  };
}

/** What of the keyspace outlives a crash. */
export class Durability {
  private readonly disk: Backups | null;
  private readonly replica: Backups | null;

  /** @param onSnapshot a snapshot is safe */
  constructor(
    network: Network,
    agenda: Agenda,
    private readonly params: RedisParams,
    private readonly keyspace: Keyspace,
    state: () => DurabilityState,
    onSnapshot: () => void,
  ) {
    const takePoint = () => keyspace.points.take();
    const rule = this.losesNothing ? null : diskRule(params.persistence);
    this.disk = rule && new Backups(network, agenda, DISK, rule, () => state().disk, takePoint, onSnapshot);
    const { replica } = params;
    // A replica has what was there when the last batch left for it.
    const stream: BackupRule | null = replica && {
      beginsMs: (dirty, lastMs) => (dirty > 0 ? lastMs : Infinity),
      takesMs: replica.lagMs,
      countsFromEnd: false,
    };
    this.replica =
      stream &&
      new Backups(
        network,
        agenda,
        DISK + 1,
        stream,
        () => state().replica,
        takePoint,
        () => undefined,
      );
  }

  /** How much longer a write takes because it must be on disk before it is answered, ms. */
  get writeMs(): number {
    const { persistence } = this.params;
    return persistence.mode === 'aof' && persistence.fsync === 'always' ? persistence.fsyncMs : 0;
  }

  onWrite(): void {
    this.disk?.onWrite();
    this.replica?.onWrite();
  }

  onDue(number: number, entry: number): void {
    const backups = number === DISK ? this.disk : this.replica;
    backups?.onDue(entry);
  }

  floorOf(structure: number): number {
    return Math.min(this.disk?.floorOf(structure) ?? Infinity, this.replica?.floorOf(structure) ?? Infinity);
  }

  /** Redis has crashed: the keyspace is what it will be when it is up again. */
  recover(): void {
    if (this.replica !== null) this.goBackTo(this.replica.kept);
    else if (!this.losesNothing) this.goBackTo(this.disk?.kept ?? null);
  }

  /** Without a replica that takes over: what is written to the file is there after `kill -9`, and if synced each time, always. */
  private get losesNothing(): boolean {
    const { persistence, crash } = this.params;
    return persistence.mode === 'aof' && (crash === 'process' || persistence.fsync === 'always');
  }

  private goBackTo(point: Point | null): void {
    this.keyspace.points.restore(point);
    const kept = point === null ? null : this.keyspace.points.take();
    this.disk?.startAnew(kept);
    this.replica?.startAnew(kept);
  }
}
