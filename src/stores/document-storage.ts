import { createStore, del, get, type UseStore, update, values } from 'idb-keyval';

/** A document as it is kept between visits. */
export interface StoredDocument {
  readonly id: string;
  /** Counts the times it was stored. */
  readonly revision: number;
  /** The tab that stored it: a page's own name for itself, new with each load. */
  readonly savedBy: string;
  /** Wall clock, ms since 1970. */
  readonly savedAtMs: number;
  /** When it was thrown away; null: it was not. */
  readonly binnedAtMs: number | null;
  /** To be checked like a file: a newer program may have written it. */
  readonly scenario: unknown;
}

/** Where documents are kept. Every method rejects when the browser refuses (a full disk, a private window). */
export interface DocumentStorage {
  read(id: string): Promise<StoredDocument | null>;
  /**
   * Stores a document, in one transaction, unless another tab has stored it since revision `base`. Tells whether it did.
   */
  write(next: StoredDocument, base: number): Promise<boolean>;
  all(): Promise<StoredDocument[]>;
  delete(id: string): Promise<void>;
}

/** Whether a stored document is one that `next`, made from revision `base`, may replace. */
export const mayReplace = (stored: StoredDocument | undefined, next: StoredDocument, base: number): boolean =>
  stored === undefined || stored.revision === base || stored.savedBy === next.savedBy;

/** Keeps documents in IndexedDB. */
export function indexedDbStorage(): DocumentStorage {
  let opened: UseStore | null = null;
  const store = () => {
    opened ??= createStore('spillway', 'documents');
    return opened;
  };
  return {
    read: async (id) => (await get<StoredDocument>(id, store())) ?? null,
    write: async (next, base) => {
      let written = false;
      await update<StoredDocument>(
        next.id,
        (stored) => {
          written = mayReplace(stored, next, base);
          return written || stored === undefined ? next : stored;
        },
        store(),
      );
      return written;
    },
    all: () => values<StoredDocument>(store()),
    delete: (id) => del(id, store()),
  };
}
