import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { catalogue } from '../kinds/catalogue';
import { FIRST_PRESET } from '../scenario/presets/first';
import type { Scenario } from '../scenario/scenario';
import { isShareLink } from '../scenario/share/is-share-link';
import type { ShareProblem } from '../scenario/share/share-link';
import { withDefaults } from '../scenario/with-defaults';
import type { Issue } from '../schema/issue';
import { useDocument } from './document';
import { type DocumentStorage, indexedDbStorage, type StoredDocument } from './document-storage';
import { type DocumentLists, listsOf } from './documents-lists';
import { type Check, loadCheck, readLink } from './documents-reading';
import { lastingStorage } from './lasting-storage';
import { createTabMemory, type TabMemory } from './tab-memory';

/** Why a link is not on the stage; `unavailable`: the program's own part that reads links could not be loaded. */
export type LinkProblem = ShareProblem | 'unavailable';

/** What the visitor should know about; the page explains it under `notice.<type>`. */
export type Notice =
  /** The address holds a link that cannot be opened; what is on the stage instead is one's own. */
  | { readonly type: 'linkRefused'; readonly problem: LinkProblem; readonly issues: readonly Issue[] }
  /** A stored document cannot be read by this program. It stays where it is. */
  | { readonly type: 'documentRefused'; readonly issues: readonly Issue[] }
  /** The browser keeps nothing: work lasts as long as the page. */
  | { readonly type: 'storageFailed' }
  /** Another tab has changed this document meanwhile: what is on the stage goes on as a copy. */
  | { readonly type: 'copied' };

/** What the page opened with. */
export type Booted = 'link' | 'own' | 'preset';

interface DocumentsState extends DocumentLists {
  /** The stored document on the stage; null while it is one that nobody has changed yet. */
  readonly id: string | null;
  /** `failed`: the browser refused; what was not saved is still on the stage. */
  readonly saving: 'saved' | 'pending' | 'failed';
  readonly notice: Notice | null;

  /**
   * Puts on the stage what a fresh page begins with: the scenario of a share link in the address, what this tab had
   * before a reload, the latest of one's own documents, or the first ready-made scenario. From then on what is changed is
   * saved. To be called once.
   */
  boot(fragment: string, first?: Scenario): Promise<Booted>;
  /** Puts the scenario of a share link on the stage, as a document of its own. Tells whether it could be read. */
  openLink(link: string): Promise<boolean>;
  /** Puts a scenario on the stage as a new document; it is stored at once with `keep`, else with its first change. */
  openScenario(scenario: Scenario, options?: { readonly keep?: boolean }): Promise<void>;
  /** Puts a stored document on the stage. Tells whether it could be read. */
  open(id: string): Promise<boolean>;
  /** Brings the lists up to date. */
  refresh(): Promise<void>;
  /** Throws a document away; it stays in the bin for thirty days. */
  remove(id: string): Promise<void>;
  /** Takes a document out of the bin. */
  restore(id: string): Promise<void>;
  /** Deletes a document for good. */
  erase(id: string): Promise<void>;
  /** Saves what is not saved yet, now. */
  flush(): Promise<void>;
  dismissNotice(): void;
  /** To be called when the page may be about to go away: saves, and notes what may not get finished. */
  leave(): void;
  /** To be called when the page is looked at again: shows what another tab has made of the document meanwhile. */
  comeBack(): Promise<void>;
}

interface Surroundings {
  readonly storage: DocumentStorage;
  readonly memory: TabMemory;
  /** This page's name for itself. */
  readonly tab: string;
  readonly newId: () => string;
  readonly nowMs: () => number;
  /** Takes the share link out of the address: what is on the stage is no longer what the link holds. */
  readonly dropFragment: () => void;
}

const SAVE_AFTER_MS = 300;

/** What has changed since the last save; a view alone is not worth a new document or a copy. */
type Dirt = 'nothing' | 'view' | 'content';

const differsInViewOnly = (a: Scenario, b: Scenario) =>
  (Object.keys(a) as (keyof Scenario)[]).every((name) => name === 'view' || a[name] === b[name]);

/** The graver of two. */
const graver = (a: Dirt, b: Dirt): Dirt => (a === 'content' || b === 'nothing' ? a : b);

export function createDocuments(around: Surroundings): UseBoundStore<StoreApi<DocumentsState>> {
  const { memory } = around;
  /** The revision that is on the stage; 0: none yet. */
  let base = 0;
  let dirt: Dirt = 'nothing';
  /** The id that the document on the stage will be stored under, once that is known. */
  let futureId: string | null = null;
  /** Whether the address, as it is, brings back what is on the stage. */
  let fromLink = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let saving: Promise<void> | null = null;

  const onStage = () => useDocument.getState().scenario;

  const store = create<DocumentsState>()((set, get) => {
    const storage = lastingStorage(around.storage, (healthy) => {
      const failed = get().saving === 'failed';
      if (!healthy && !failed) set({ saving: 'failed', notice: { type: 'storageFailed' } });
      if (healthy && failed) set({ saving: dirt === 'nothing' ? 'saved' : 'pending' });
    });

    const tellSaving = (state: 'saved' | 'pending') => {
      if (get().saving !== 'failed') set({ saving: state });
    };

    /** Shows a scenario. What comes from a link is remembered by the address, not by the tab. */
    const stage = (scenario: Scenario, stored: Pick<StoredDocument, 'id' | 'revision'> | null, link = false) => {
      base = stored?.revision ?? 0;
      dirt = 'nothing';
      futureId = null;
      fromLink = link;
      useDocument.getState().load(scenario);
      set({ id: stored?.id ?? null });
      tellSaving('saved');
      if (stored) memory.setOnStage({ id: stored.id });
      else if (!link) memory.setOnStage({ scenario });
    };

    /** From now on the address says nothing about what is on the stage. */
    const ownAddress = () => {
      fromLink = false;
      around.dropFragment();
    };

    /** What is on the stage as it is to be stored next. */
    const next = (): StoredDocument => {
      futureId ??= get().id ?? around.newId();
      return {
        id: futureId,
        revision: base + 1,
        savedBy: around.tab,
        savedAtMs: around.nowMs(),
        binnedAtMs: null,
        scenario: onStage(),
      };
    };

    const settle = (document: StoredDocument) => {
      const { id, revision } = document;
      base = revision;
      memory.forgetUnfinished(document);
      memory.setOnStage({ id });
      ownAddress();
      set({ id });
    };

    /** Saves what is on the stage, once. */
    const saveOnce = async () => {
      const what = dirt;
      dirt = 'nothing';
      const document = next();
      if (await storage.write(document, base)) {
        settle(document);
      } else if (what === 'content') {
        futureId = around.newId();
        base = 0;
        const copy = next();
        await storage.write(copy, 0);
        settle(copy);
        set({ notice: { type: 'copied' } });
      }
      tellSaving(dirt === 'nothing' ? 'saved' : 'pending');
    };

    const save = (): Promise<void> => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (dirt === 'nothing') return saving ?? Promise.resolve();
      // Begins at once where it can: the page may be going away.
      const mine = saving ? saving.then(() => (dirt === 'nothing' ? undefined : saveOnce())) : saveOnce();
      saving = mine;
      void mine.then(() => {
        if (saving === mine) saving = null;
      });
      return mine;
    };

    const saveSoon = (what: Exclude<Dirt, 'nothing'>) => {
      dirt = graver(dirt, what);
      tellSaving('pending');
      timer ??= setTimeout(() => {
        timer = null;
        void save();
      }, SAVE_AFTER_MS);
    };

    const watch = () =>
      useDocument.subscribe((now, before) => {
        if (now.loadRevision !== before.loadRevision || now.scenario === before.scenario) return;
        if (!differsInViewOnly(now.scenario, before.scenario)) saveSoon('content');
        // Looking around makes nothing one's own.
        else if (get().id !== null || dirt === 'content') saveSoon('view');
      });

    /** Stores what earlier pages were still about to store. */
    const rescue = async () => {
      for (const { next: document, base: from } of memory.takeUnfinished()) {
        if (await storage.write(document, from)) continue;
        const copy = { ...document, id: around.newId(), revision: 1 };
        await storage.write(copy, 0);
        const before = memory.onStage();
        if (before && 'id' in before && before.id === document.id) memory.setOnStage({ id: copy.id });
      }
    };

    const openStored = (document: StoredDocument | null, check: Check): boolean => {
      if (!document || document.binnedAtMs !== null) return false;
      const checked = check(document.scenario);
      if (checked.ok) stage(checked.value, document);
      else if (get().notice === null) set({ notice: { type: 'documentRefused', issues: checked.issues } });
      return checked.ok;
    };

    const openLatest = async (): Promise<boolean> => {
      const documents = await storage.all();
      const usable = documents.filter((document) => document.binnedAtMs === null);
      usable.sort((a, b) => b.savedAtMs - a.savedAtMs);
      if (usable.length === 0) return false;
      const check = await loadCheck();
      return usable.some((document) => openStored(document, check));
    };

    /** Shows what the tab had before a reload, if it had anything that can be shown. */
    const openAsItWas = async (): Promise<Booted | null> => {
      const before = memory.onStage();
      if (!before) return null;
      const check = await loadCheck();
      if ('id' in before) return openStored(await storage.read(before.id), check) ? 'own' : null;
      const checked = check(before.scenario);
      if (!checked.ok) return null;
      stage(checked.value, null);
      return 'preset';
    };

    /** The document that is shown where there is no other. */
    let first: Scenario | null = null;
    const openFirst = () => stage(first ?? withDefaults(FIRST_PRESET.load(), catalogue), null);

    /** Changes whether a stored document is in the bin. */
    const setBinned = async (id: string, binnedAtMs: number | null) => {
      const document = await storage.read(id);
      if (!document) return;
      const { revision } = document;
      await storage.write({ ...document, binnedAtMs, revision: revision + 1, savedBy: around.tab }, revision);
      await get().refresh();
    };

    return {
      id: null,
      saving: 'saved',
      notice: null,
      recent: [],
      bin: [],

      boot: async (fragment, firstDocument) => {
        first = firstDocument ?? null;
        watch();
        await rescue();
        if (isShareLink(fragment) && (await get().openLink(fragment))) return 'link';
        const as = (await openAsItWas()) ?? ((await openLatest()) ? 'own' : 'preset');
        if (useDocument.getState().loadRevision === 0) openFirst();
        return as;
      },
      openLink: async (link) => {
        const decoded = await readLink(link);
        if (!decoded) {
          set({ notice: { type: 'linkRefused', problem: 'unavailable', issues: [] } });
          return false;
        }
        if (!decoded.ok) {
          set({ notice: { type: 'linkRefused', problem: decoded.problem, issues: decoded.issues } });
          ownAddress();
          return false;
        }
        await get().flush();
        stage(decoded.value, null, true);
        return true;
      },
      openScenario: async (scenario, { keep = false } = {}) => {
        await get().flush();
        stage(scenario, null);
        ownAddress();
        if (!keep) return;
        dirt = 'content';
        await save();
      },
      open: async (id) => {
        const document = get().id === id ? null : await storage.read(id);
        const [check] = await Promise.all([loadCheck(), get().flush()]);
        if (get().id === id) return true;
        const opened = openStored(document, check);
        if (opened) ownAddress();
        return opened;
      },
      refresh: async () => {
        const { expired, ...lists } = listsOf(await storage.all(), around.nowMs());
        set(lists);
        for (const { id } of expired) await storage.delete(id);
      },
      remove: async (id) => {
        const wasOpen = get().id === id;
        if (wasOpen) await get().flush();
        await setBinned(id, around.nowMs());
        if (wasOpen && !(await openLatest())) openFirst();
      },
      restore: (id) => setBinned(id, null),
      erase: async (id) => {
        await storage.delete(id);
        await get().refresh();
      },
      flush: save,
      dismissNotice: () => set({ notice: null }),
      leave: () => {
        const unfinished = dirt === 'content' || saving !== null || get().saving === 'failed';
        if (unfinished) {
          const document = next();
          memory.noteUnfinished({ next: document, base });
          memory.setOnStage({ id: document.id });
          ownAddress();
        } else if (get().id === null && !fromLink) {
          memory.setOnStage({ scenario: onStage() });
        }
        void save();
      },
      comeBack: async () => {
        const { id } = get();
        if (id === null || dirt !== 'nothing' || saving !== null) return;
        const [document, check] = await Promise.all([storage.read(id), loadCheck()]);
        const isNewer = document !== null && document.revision > base && document.savedBy !== around.tab;
        if (isNewer && get().id === id && dirt === 'nothing' && saving === null) openStored(document, check);
      },
    };
  });
  return store;
}

/** A name that nobody else has, 16 letters and digits. */
const randomName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte % 36).toString(36)).join('');

/** The app's documents. */
export const useDocuments = createDocuments({
  storage: indexedDbStorage(),
  memory: createTabMemory(
    () => sessionStorage,
    () => localStorage,
  ),
  tab: randomName(),
  newId: randomName,
  nowMs: () => Date.now(),
  dropFragment: () => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  },
});
