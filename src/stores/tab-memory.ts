import type { StoredDocument } from './document-storage';

/** The part of the browser's Storage that is used here. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What a tab had on the stage: a stored document, or a scenario that nobody has changed yet. */
export type OnStage = { readonly id: string } | { readonly scenario: unknown };

/** A save that may not have been finished when its page went away. */
interface Unfinished {
  readonly next: StoredDocument;
  readonly base: number;
}

/** What is written at once and without waiting, because the page may be gone in the next moment. */
export interface TabMemory {
  onStage(): OnStage | null;
  setOnStage(stage: OnStage): void;
  /** Notes a save before the page goes away. */
  noteUnfinished(save: Unfinished): void;
  /** Takes the note back: the document is stored. */
  forgetUnfinished(document: StoredDocument): void;
  /** The saves that earlier pages left behind, each told once. */
  takeUnfinished(): Unfinished[];
}

const STAGE_KEY = 'spillway.stage';
const RESCUE_PREFIX = 'spillway.rescue.';

/** Two tabs may leave the same document at once: each has a note of its own. */
const keyOf = ({ id, savedBy }: StoredDocument) => `${RESCUE_PREFIX}${id}.${savedBy}`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function isUnfinished(value: unknown): value is Unfinished {
  if (!isRecord(value) || typeof value.base !== 'number' || !isRecord(value.next)) return false;
  const { id, revision, savedBy } = value.next;
  return typeof id === 'string' && typeof revision === 'number' && typeof savedBy === 'string';
}

/** Does what the browser allows: where storage is refused or full, nothing is remembered and nothing breaks. */
function quietly<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

/**
 * Keeps what is on the stage in `session` (one tab's, surviving a reload) and unfinished saves in `local` (surviving the tab).
 * The storages come as functions because merely touching them may throw.
 */
export function createTabMemory(session: () => TextStorage, local: () => TextStorage): TabMemory {
  return {
    onStage: () => {
      const stage = quietly(() => parsed(session().getItem(STAGE_KEY)), null);
      if (!isRecord(stage)) return null;
      if (typeof stage.id === 'string') return { id: stage.id };
      return 'scenario' in stage ? { scenario: stage.scenario } : null;
    },
    setOnStage: (stage) => quietly(() => session().setItem(STAGE_KEY, JSON.stringify(stage)), undefined),
    noteUnfinished: (save) => quietly(() => local().setItem(keyOf(save.next), JSON.stringify(save)), undefined),
    forgetUnfinished: (document) => quietly(() => local().removeItem(keyOf(document)), undefined),
    takeUnfinished: () =>
      quietly(() => {
        const storage = local();
        const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
        return keys
          .filter((key) => key.startsWith(RESCUE_PREFIX))
          .flatMap((key) => {
            const save = parsed(storage.getItem(key));
            storage.removeItem(key);
            return isUnfinished(save) ? [save] : [];
          });
      }, []),
  };
}
