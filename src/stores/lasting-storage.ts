import type { DocumentStorage, StoredDocument } from './document-storage';

/** A browser that does not answer for so long is treated as one that refuses, and is not asked again. */
const PATIENCE_MS = 2_000;

class NoAnswer extends Error {}

function withPatience<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer()), PATIENCE_MS);
  });
  return Promise.race([promise, patience]).finally(() => clearTimeout(timer));
}

/**
 * A storage that never rejects: what the browser refuses to keep (a full disk, a private window) is kept in memory for as
 * long as the page lives. `onHealth` hears with each use whether the browser keeps things.
 */
export function lastingStorage(inner: DocumentStorage, onHealth: (healthy: boolean) => void): DocumentStorage {
  /** What the browser did not take, by id. */
  const held = new Map<string, StoredDocument>();
  let silent = false;

  const ask = async <T>(action: () => Promise<T>, otherwise: () => T): Promise<T> => {
    try {
      if (silent) throw new NoAnswer();
      const answer = await withPatience(action());
      onHealth(true);
      return answer;
    } catch (error) {
      if (error instanceof NoAnswer) silent = true;
      onHealth(false);
      return otherwise();
    }
  };

  return {
    read: async (id) =>
      held.get(id) ??
      ask(
        () => inner.read(id),
        () => null,
      ),
    write: (next, base) =>
      ask(
        async () => {
          const written = await inner.write(next, base);
          if (written) held.delete(next.id);
          return written;
        },
        () => {
          held.set(next.id, next);
          return true;
        },
      ),
    all: async () => {
      const kept = await ask(
        () => inner.all(),
        () => [],
      );
      return [...kept.filter((document) => !held.has(document.id)), ...held.values()];
    },
    delete: async (id) => {
      held.delete(id);
      await ask(
        () => inner.delete(id),
        () => undefined,
      );
    },
  };
}
