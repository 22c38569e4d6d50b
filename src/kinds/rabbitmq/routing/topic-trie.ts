/** A word of a pattern, and what may follow it. */
interface Branch<T> {
  readonly words: Map<string, Branch<T>>;
  /** `*`: any one word. */
  one: Branch<T> | null;
  /** `#`: any number of words, none included. */
  many: Branch<T> | null;
  /** What is bound with the pattern that ends here. */
  readonly bound: T[];
}

const branch = <T>(): Branch<T> => ({ words: new Map(), one: null, many: null, bound: [] });

/**
 * Patterns of a topic exchange, as a tree of their words: a routing key finds all that match it without looking at the
 * others. Words are what stands between dots, and may be empty; `*` and `#` are wildcards only where they are a whole
 * word, and only in patterns.
 *
 * Source: AMQP 0-9-1, 3.1.3.3; `rabbit_exchange_type_topic`.
 */
export class TopicTrie<T> {
  private readonly root = branch<T>();

  /** Binds something with a pattern of words, of which `*` is any one and `#` any number. */
  add(pattern: string, bound: T): void {
    let at = this.root;
    for (const word of wordsOf(pattern)) at = below(at, word);
    at.bound.push(bound);
  }

  /** Everything that is bound with a pattern that matches, each as often as it does. */
  match(routingKey: string): Set<T> {
    const found = new Set<T>();
    collect(this.root, wordsOf(routingKey), 0, { found, seen: new Map() });
    return found;
  }
}

/** A key without any character has no words, rather than one empty one. */
const wordsOf = (key: string): readonly string[] => (key === '' ? [] : key.split('.'));

function below<T>(at: Branch<T>, word: string): Branch<T> {
  if (word === '*') {
    at.one ??= branch();
    return at.one;
  }
  if (word === '#') {
    at.many ??= branch();
    return at.many;
  }
  const known = at.words.get(word) ?? branch<T>();
  at.words.set(word, known);
  return known;
}

interface Search<T> {
  readonly found: Set<T>;
  /** From which words on each branch has been followed already: patterns with several `#` come by many ways. */
  readonly seen: Map<Branch<T>, Set<number>>;
}

function collect<T>(at: Branch<T>, words: readonly string[], from: number, search: Search<T>): void {
  const seen = search.seen.get(at) ?? new Set<number>();
  if (seen.has(from)) return;
  search.seen.set(at, seen.add(from));
  if (from === words.length) for (const bound of at.bound) search.found.add(bound);
  if (at.many !== null) for (let next = from; next <= words.length; next++) collect(at.many, words, next, search);
  if (from === words.length) return;
  if (at.one !== null) collect(at.one, words, from + 1, search);
  const same = at.words.get(words[from]);
  if (same !== undefined) collect(same, words, from + 1, search);
}
