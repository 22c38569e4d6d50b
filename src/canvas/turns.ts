type Listener = () => void;

/** However many there are, each has its turn after so many times. */
const LONGEST_ROUND = 8;

/** Listeners that are told in turn, some at a time. */
export class Turns {
  private readonly listeners: Listener[] = [];
  /** Whose turn is next. */
  private next = 0;

  /** @param many so many are told at a time at the most, as long as each has its turn often enough */
  constructor(private readonly many: number) {}

  get size(): number {
    return this.listeners.length;
  }

  /** Returns how to take the listener out again. */
  add(listener: Listener): () => void {
    this.listeners.push(listener);
    return () => {
      const place = this.listeners.indexOf(listener);
      if (place < 0) return;
      this.listeners.splice(place, 1);
      // The others keep their turns.
      if (place < this.next) this.next--;
    };
  }

  /** Tells half of them, or as many as are to be told at a time. */
  tellSome(): void {
    const { size, many } = this;
    this.tell(Math.max(Math.min(many, Math.ceil(size / 2)), Math.ceil(size / LONGEST_ROUND)));
  }

  tellAll(): void {
    this.tell(this.size);
  }

  private tell(count: number): void {
    const { listeners, next, size } = this;
    // Whoever is told may add others, or leave.
    const told = Array.from({ length: count }, (_, turn) => listeners[(next + turn) % size]);
    this.next = size === 0 ? 0 : (next + count) % size;
    for (const listener of told) listener();
  }
}
