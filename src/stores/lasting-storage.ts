import type { DocumentStorage, StoredDocument } from './document-storage';

/**
 * A browser that does not answer for so long is treated as one that refuses, and is not asked again until it does answer.
 * In steps: while the page itself is too busy to hear, time does not count.
 */
const PATIENCE_STEPS = 8;
const STEP_MS = 250;

class NoAnswer extends Error {}

function withPatience<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    const wait = (steps: number): void => {
      if (steps === 0) reject(new NoAnswer());
      else timer = setTimeout(() => wait(steps - 1), STEP_MS);
    };
    wait(PATIENCE_STEPS);
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

  /** An answer that comes late says that the browser does answer. */
  const heard = <T>(answer: T): T => {
    if (silent) {
      silent = false;
      onHealth(true);
    }
    return answer;
  };

  const ask = async <T>(action: () => Promise<T>, otherwise: () => T): Promise<T> => {
    try {
      if (silent) throw new NoAnswer();
      const answer = await withPatience(action().then(heard));
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
          const newer = (held.get(next.id)?.revision ?? 0) > next.revision;
          if (written && !newer) held.delete(next.id);
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
