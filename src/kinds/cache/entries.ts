/** No entry, no group. */
const NONE = -1;
const SMALLEST = 64;

/** Which entry goes when there is no room for another. */
export type Eviction =
  /** The one that nobody has asked for the longest. */
  | 'lru'
  /** The one that was asked for least often since it was stored; of several, the one not asked for the longest. */
  | 'lfu'
  /** The one that was stored first. */
  | 'fifo';

/**
 * What a cache holds: plain data, part of its owner's state. An entry is a slot in columns; slots of the same number of
 * uses are a list, newest first, and these lists stand in the order of their uses.
 */
export interface EntriesState {
  size: number;
  /** Slots in all columns. */
  room: number;
  keys: Int32Array;
  storedMs: Float64Array;
  expiresMs: Float64Array;
  newer: Int32Array;
  /** The next older one of the group; of a free slot, the next free one. */
  older: Int32Array;
  group: Int32Array;
  freeSlot: number;
  /** By hash of the key: slot + 1, 0 for none. Twice as many as slots, so that searches are short. */
  table: Int32Array;
  uses: Float64Array;
  newest: Int32Array;
  oldest: Int32Array;
  nextGroup: Int32Array;
  previousGroup: Int32Array;
  firstGroup: number;
  freeGroup: number;
}

/** A chain 0 → 1 → 2 … of free places, from `from` on. */
function chain(column: Int32Array, from: number): void {
  for (let place = from; place < column.length; place++) column[place] = place + 1 < column.length ? place + 1 : NONE;
}

export function noEntries(): EntriesState {
  const older = new Int32Array(SMALLEST);
  const nextGroup = new Int32Array(SMALLEST + 1);
  chain(older, 0);
  chain(nextGroup, 0);
  return {
    size: 0,
    room: SMALLEST,
    keys: new Int32Array(SMALLEST),
    storedMs: new Float64Array(SMALLEST),
    expiresMs: new Float64Array(SMALLEST),
    newer: new Int32Array(SMALLEST),
    older,
    group: new Int32Array(SMALLEST),
    freeSlot: 0,
    table: new Int32Array(2 * SMALLEST),
    uses: new Float64Array(SMALLEST + 1),
    newest: new Int32Array(SMALLEST + 1),
    oldest: new Int32Array(SMALLEST + 1),
    nextGroup,
    previousGroup: new Int32Array(SMALLEST + 1),
    firstGroup: NONE,
    freeGroup: 0,
  };
}

/**
 * Entries by key, each found, stored and evicted in constant time. LFU as in K. Shah, A. Mitra and D. Matani, "An O(1)
 * algorithm for implementing the LFU cache eviction scheme" (2010); LRU and FIFO are the same with a single group.
 */
export class Entries {
  constructor(
    private readonly owner: { readonly state: { entries: EntriesState } },
    private readonly capacity: number,
    private readonly eviction: Eviction,
  ) {}

  get size(): number {
    return this.owner.state.entries.size;
  }

  /** The slot of a key; −1 where there is none. Not a use. */
  find(key: number): number {
    const { keys, table } = this.owner.state.entries;
    for (let at = this.hash(key); table[at] !== 0; at = this.after(at)) {
      if (keys[table[at] - 1] === key) return table[at] - 1;
    }
    return NONE;
  }

  storedMs(slot: number): number {
    return this.owner.state.entries.storedMs[slot];
  }

  expiresMs(slot: number): number {
    return this.owner.state.entries.expiresMs[slot];
  }

  /** An entry was asked for. */
  use(slot: number): void {
    if (this.eviction === 'fifo') return;
    const { group, uses, newest } = this.owner.state.entries;
    const before = group[slot];
    if (this.eviction === 'lru') {
      if (newest[before] === slot) return;
      this.leaveGroup(slot);
      this.enterGroup(slot, before);
      return;
    }
    const into = this.groupAfter(before, uses[before] + 1);
    this.leaveGroup(slot);
    this.enterGroup(slot, into);
    this.dropIfEmpty(before);
  }

  /** Stores an entry, anew if it was there; true if another one had to go. */
  put(key: number, nowMs: number, expiresMs: number): boolean {
    const state = this.owner.state.entries;
    const known = this.find(key);
    if (known !== NONE) {
      state.storedMs[known] = nowMs;
      state.expiresMs[known] = expiresMs;
      this.use(known);
      return false;
    }
    const evicts = state.size >= this.capacity;
    if (evicts) this.remove(state.oldest[state.firstGroup]);
    if (state.freeSlot === NONE) this.grow();
    const slot = state.freeSlot;
    state.freeSlot = state.older[slot];
    state.keys[slot] = key;
    state.storedMs[slot] = nowMs;
    state.expiresMs[slot] = expiresMs;
    const { firstGroup, uses } = state;
    const fits = firstGroup !== NONE && uses[firstGroup] === 1;
    this.enterGroup(slot, fits ? firstGroup : this.newGroup(NONE, 1));
    this.insertInTable(slot);
    state.size++;
    return evicts;
  }

  remove(slot: number): void {
    const state = this.owner.state.entries;
    this.removeFromTable(state.keys[slot]);
    const group = state.group[slot];
    this.leaveGroup(slot);
    this.dropIfEmpty(group);
    state.older[slot] = state.freeSlot;
    state.freeSlot = slot;
    state.size--;
  }

  clear(): void {
    this.owner.state.entries = noEntries();
  }

  private hash(key: number): number {
    // Knuth's multiplicative hash, its better half folded onto the bits that count.
    const mixed = Math.imul(key ^ (key >>> 16), 0x9e3779b1) >>> 0;
    return (mixed ^ (mixed >>> 15)) & (this.owner.state.entries.table.length - 1);
  }

  private after(at: number): number {
    return (at + 1) & (this.owner.state.entries.table.length - 1);
  }

  private insertInTable(slot: number): void {
    const { keys, table } = this.owner.state.entries;
    let at = this.hash(keys[slot]);
    while (table[at] !== 0) at = this.after(at);
    table[at] = slot + 1;
  }

  /** Moves up what stands behind the gap, so that no search ends there too early. */
  private removeFromTable(key: number): void {
    const { keys, table } = this.owner.state.entries;
    const mask = table.length - 1;
    let gap = this.hash(key);
    while (keys[table[gap] - 1] !== key) gap = this.after(gap);
    for (let at = this.after(gap); table[at] !== 0; at = this.after(at)) {
      const home = this.hash(keys[table[at] - 1]);
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      table[gap] = table[at];
      gap = at;
    }
    table[gap] = 0;
  }

  private enterGroup(slot: number, group: number): void {
    const state = this.owner.state.entries;
    const head = state.newest[group];
    state.group[slot] = group;
    state.newer[slot] = NONE;
    state.older[slot] = head;
    if (head === NONE) state.oldest[group] = slot;
    else state.newer[head] = slot;
    state.newest[group] = slot;
  }

  private leaveGroup(slot: number): void {
    const { newer, older, group, newest, oldest } = this.owner.state.entries;
    const before = newer[slot];
    const behind = older[slot];
    if (before === NONE) newest[group[slot]] = behind;
    else older[before] = behind;
    if (behind === NONE) oldest[group[slot]] = before;
    else newer[behind] = before;
  }

  /** The group of so many uses, which stands right behind `group`. */
  private groupAfter(group: number, uses: number): number {
    const state = this.owner.state.entries;
    const next = state.nextGroup[group];
    return next !== NONE && state.uses[next] === uses ? next : this.newGroup(group, uses);
  }

  /** A new group behind `behind`; NONE puts it in front. */
  private newGroup(behind: number, uses: number): number {
    const state = this.owner.state.entries;
    const group = state.freeGroup;
    state.freeGroup = state.nextGroup[group];
    const next = behind === NONE ? state.firstGroup : state.nextGroup[behind];
    state.uses[group] = uses;
    state.newest[group] = NONE;
    state.oldest[group] = NONE;
    state.previousGroup[group] = behind;
    state.nextGroup[group] = next;
    if (behind === NONE) state.firstGroup = group;
    else state.nextGroup[behind] = group;
    if (next !== NONE) state.previousGroup[next] = group;
    return group;
  }

  private dropIfEmpty(group: number): void {
    const state = this.owner.state.entries;
    if (state.newest[group] !== NONE) return;
    const before = state.previousGroup[group];
    const next = state.nextGroup[group];
    if (before === NONE) state.firstGroup = next;
    else state.nextGroup[before] = next;
    if (next !== NONE) state.previousGroup[next] = before;
    state.nextGroup[group] = state.freeGroup;
    state.freeGroup = group;
  }

  /** Twice the room. There is always one group more than slots: an entry enters its new one before it leaves the old. */
  private grow(): void {
    const state = this.owner.state.entries;
    const before = state.room;
    const room = before * 2;
    const longer = <T extends Int32Array | Float64Array>(
      make: new (length: number) => T,
      column: T,
      length: number,
    ): T => {
      const grown = new make(length);
      (grown as { set(from: unknown): void }).set(column);
      return grown;
    };
    for (const name of ['keys', 'newer', 'older', 'group'] as const)
      state[name] = longer(Int32Array, state[name], room);
    for (const name of ['storedMs', 'expiresMs'] as const) state[name] = longer(Float64Array, state[name], room);
    for (const name of ['newest', 'oldest', 'nextGroup', 'previousGroup'] as const) {
      state[name] = longer(Int32Array, state[name], room + 1);
    }
    state.uses = longer(Float64Array, state.uses, room + 1);
    chain(state.older, before);
    state.freeSlot = before;
    // The free groups that were there stand behind the new ones.
    chain(state.nextGroup, before + 1);
    state.nextGroup[room] = state.freeGroup;
    state.freeGroup = before + 1;
    state.room = room;
    state.table = new Int32Array(2 * room);
    for (let slot = 0; slot < before; slot++) this.insertInTable(slot);
  }
}
