import { Outcome } from '../../network/outcomes';
import type { Keyspace } from './keyspace';
import type { RedisParams } from './params';

/** `maxmemory` and `maxmemory-policy`: how much lists and streams may take, and what goes when that is not enough. */
export class Memory {
  /** @param onEviction told of every key that goes */
  constructor(
    private readonly params: Pick<RedisParams, 'maxMemoryBytes' | 'eviction'>,
    private readonly keyspace: Keyspace,
    private readonly onEviction: () => void,
  ) {}

  /** Whether nothing more may be written as it is. */
  get isFull(): boolean {
    const { maxMemoryBytes } = this.params;
    return maxMemoryBytes !== null && this.keyspace.bytes >= maxMemoryBytes;
  }

  /** Whether there is memory for a write. Where the policy lets keys go, lists and streams go whole: a key is a key. */
  makeRoom(): boolean {
    const { eviction } = this.params;
    while (this.isFull) {
      if (eviction === 'noeviction') return false;
      const structure = this.keyspace.leastUsed(eviction === 'allkeys-lru' ? 'lru' : 'lfu');
      if (structure < 0) return false;
      this.keyspace.empty(structure, Outcome.outOfMemory);
      this.onEviction();
    }
    return true;
  }
}
