import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import { encodeShare } from '../scenario/share/share-link';
import { sampleSystem } from '../scenario/testing/sample-system';
import { useDocument } from './document';
import { type DocumentStorage, mayReplace, type StoredDocument } from './document-storage';
import { createDocuments } from './documents';
import { createTabMemory, type TextStorage } from './tab-memory';

/**
 * The browser's storage as a map of clones; `broken` makes it refuse, `silent` makes it never answer, and `late` only
 * when it is let. */
class FakeStorage implements DocumentStorage {
  readonly documents = new Map<string, StoredDocument>();
  broken = false;
  silent = false;
  late: Promise<void> | null = null;
  private async answer<T>(action: () => T): Promise<T> {
    if (this.silent) return new Promise(() => {});
    if (this.late !== null) await this.late;
    if (this.broken) throw new DOMException('full', 'QuotaExceededError');
    return structuredClone(action());
  }
  read(id: string) {
    return this.answer(() => this.documents.get(id) ?? null);
  }
  write(next: StoredDocument, base: number) {
    return this.answer(() => {
      const may = mayReplace(this.documents.get(next.id), next, base);
      if (may) this.documents.set(next.id, structuredClone(next));
      return may;
    });
  }
  all() {
    return this.answer(() => [...this.documents.values()]);
  }
  delete(id: string) {
    return this.answer(() => void this.documents.delete(id));
  }
  titles() {
    return [...this.documents.values()].map((document) => (document.scenario as { title: string }).title);
  }
}

function textStorage(): TextStorage {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
    key: (index) => [...texts.keys()][index] ?? null,
    get length() {
      return texts.size;
    },
  };
}

let names = 0;
let storage: FakeStorage;
let local: TextStorage;

/** A tab of a browser; `load` is a fresh page in it. All pages share the one document on the stage, as tests go in turns. */
function newTab(session = textStorage()) {
  const dropFragment = vi.fn();
  const load = () =>
    createDocuments({
      storage,
      memory: createTabMemory(
        () => session,
        () => local,
      ),
      tab: `tab ${++names}`,
      newId: () => `document ${++names}`,
      nowMs: () => Date.now(),
      dropFragment,
    });
  return { load, dropFragment, session };
}

const stage = () => useDocument.getState();
const settle = () => vi.advanceTimersByTimeAsync(10_000);
const link = encodeShare({ ...sampleSystem(4, catalogue), title: 'From a link' }, catalogue);

/** Every page listens to the one document on the stage; a page that is gone must not. */
const subscribe = useDocument.subscribe;
let gone: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  storage = new FakeStorage();
  local = textStorage();
  vi.spyOn(useDocument, 'subscribe').mockImplementation((listener) => {
    const stop = subscribe(listener);
    gone.push(stop);
    return stop;
  });
  useDocument.setState(useDocument.getInitialState(), true);
});
afterEach(() => {
  leavePages();
  vi.useRealTimers();
  vi.restoreAllMocks();
});
function leavePages() {
  for (const stop of gone) stop();
  gone = [];
}

/** Opens a fresh page in a tab; the page before is gone, with its timers. */
async function visit(tab: ReturnType<typeof newTab>, fragment = '') {
  leavePages();
  vi.clearAllTimers();
  useDocument.setState(useDocument.getInitialState(), true);
  const page = tab.load();
  const booted = await page.getState().boot(fragment);
  return { page, booted };
}

describe('the first visit', () => {
  it('opens on the ready-made store and keeps nothing until something is changed', async () => {
    const { page, booted } = await visit(newTab());
    expect(booted).toBe('preset');
    expect(stage().scenario.title).toBe('Online store');
    stage().setView({ speed: 2 });
    await settle();
    expect(storage.documents.size).toBe(0);
    expect(page.getState()).toMatchObject({ id: null, saving: 'saved', notice: null });
  });
});

describe('saving', () => {
  it('happens a moment after a change, once for several', async () => {
    const { page } = await visit(newTab());
    const write = vi.spyOn(storage, 'write');
    stage().setTitle('M');
    stage().setTitle('Mine');
    expect(page.getState().saving).toBe('pending');
    await vi.advanceTimersByTimeAsync(299);
    expect(write).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10);
    expect(write).toHaveBeenCalledTimes(1);
    expect(page.getState().saving).toBe('saved');
    expect(storage.titles()).toEqual(['Mine']);
  });

  it('of a recorded intervention is saving too', async () => {
    await visit(newTab());
    stage().recordIntervention({ atMs: 5, action: 'crash', target: { node: 'payments' }, durationMs: null });
    await settle();
    expect(storage.documents.size).toBe(1);
  });

  it('goes on in the same document', async () => {
    await visit(newTab());
    for (const title of ['a', 'b', 'c']) {
      stage().setTitle(title);
      await settle();
    }
    expect(storage.titles()).toEqual(['c']);
  });
});

describe('a reload', () => {
  it('brings back what was saved, in this tab', async () => {
    const tab = newTab();
    await visit(tab);
    stage().setTitle('Mine');
    await settle();
    const other = newTab();
    const { page } = await visit(other);
    await page.getState().openScenario({ ...EMPTY_SCENARIO, title: 'Later, elsewhere' }, { keep: true });
    await settle();
    expect((await visit(tab)).booted).toBe('own');
    expect(stage().scenario.title).toBe('Mine');
  });

  it('in mid-edit loses nothing, though the save was never finished', async () => {
    const tab = newTab();
    const { page } = await visit(tab);
    stage().setTitle('Half-way');
    storage.silent = true;
    page.getState().leave();
    storage.silent = false;
    expect((await visit(tab)).booted).toBe('own');
    expect(stage().scenario.title).toBe('Half-way');
    expect(storage.titles()).toEqual(['Half-way']);
  });

  it('after the save was finished in time does not save twice', async () => {
    const tab = newTab();
    const { page } = await visit(tab);
    stage().setTitle('In time');
    page.getState().leave();
    await settle();
    await visit(tab);
    expect(storage.titles()).toEqual(['In time']);
    expect(local.length).toBe(0);
  });

  it('keeps what was opened and not changed', async () => {
    const tab = newTab();
    const { page } = await visit(tab);
    await page.getState().openScenario({ ...EMPTY_SCENARIO, title: 'Empty' });
    expect((await visit(tab)).booted).toBe('preset');
    expect(stage().scenario.title).toBe('Empty');
    expect(storage.documents.size).toBe(0);
  });

  it('in a new tab opens the latest', async () => {
    const { page } = await visit(newTab());
    for (const title of ['first', 'second']) {
      await page.getState().openScenario({ ...EMPTY_SCENARIO, title }, { keep: true });
      await settle();
    }
    await visit(newTab());
    expect(stage().scenario.title).toBe('second');
  });
});

describe('a share link', () => {
  it('opens as a document of its own, and the address keeps it until it is changed', async () => {
    const tab = newTab();
    await visit(tab);
    stage().setTitle('Mine');
    await settle();
    tab.dropFragment.mockClear();

    const { booted } = await visit(tab, link);
    expect(booted).toBe('link');
    expect(stage().scenario.title).toBe('From a link');
    await settle();
    expect(storage.titles()).toEqual(['Mine']);
    expect(tab.dropFragment).not.toHaveBeenCalled();

    stage().setTitle('From a link, changed');
    await settle();
    expect(storage.titles()).toEqual(['Mine', 'From a link, changed']);
    expect(tab.dropFragment).toHaveBeenCalled();
  });

  it('that is put into the address saves first what is on the stage', async () => {
    const { page } = await visit(newTab());
    stage().setTitle('Mine');
    await page.getState().openLink(link);
    expect(storage.titles()).toEqual(['Mine']);
    expect(stage().scenario.title).toBe('From a link');
  });

  it.each(['#s1.AAAA', `${link.slice(0, 40)}`, '#s9.x', `#s1.${'A'.repeat(100_000)}`])(
    'that is broken leaves own work alone and says so: %.20s',
    async (broken) => {
      const tab = newTab();
      await visit(tab);
      stage().setTitle('Mine');
      await settle();
      const { page, booted } = await visit(tab, broken);
      expect(booted).toBe('own');
      expect(stage().scenario.title).toBe('Mine');
      expect(page.getState().notice).toMatchObject({ type: 'linkRefused' });
      expect(storage.titles()).toEqual(['Mine']);
    },
  );

  it('is not what every fragment is', async () => {
    const { page, booted } = await visit(newTab(), '#help');
    expect(booted).toBe('preset');
    expect(page.getState().notice).toBeNull();
  });
});

describe('two tabs with one document', () => {
  /** Two pages on the same document; the second is the one on the stage. */
  async function twoTabs() {
    const first = newTab();
    await visit(first);
    stage().setTitle('Ours');
    await settle();
    const second = newTab();
    const { page } = await visit(second);
    const [mine] = storage.documents.values();
    const elsewhere = { ...mine, revision: mine.revision + 1, savedBy: 'the other tab' };
    storage.documents.set(mine.id, { ...elsewhere, scenario: { ...EMPTY_SCENARIO, title: 'Theirs' } });
    return { page };
  }

  it('do not overwrite each other: the second to save goes on as a copy', async () => {
    const { page } = await twoTabs();
    stage().setTitle('Mine');
    await settle();
    expect(storage.titles().sort()).toEqual(['Mine', 'Theirs']);
    expect(page.getState().notice).toEqual({ type: 'copied' });
    stage().setTitle('Mine again');
    await settle();
    expect(storage.titles().sort()).toEqual(['Mine again', 'Theirs']);
  });

  it('make no copy for a look around', async () => {
    await twoTabs();
    stage().setView({ speed: 2 });
    await settle();
    expect(storage.titles()).toEqual(['Theirs']);
  });

  it('show what the other made of it when come back to', async () => {
    const { page } = await twoTabs();
    await page.getState().comeBack();
    expect(stage().scenario.title).toBe('Theirs');
  });

  it('keep unsaved work when come back to', async () => {
    const { page } = await twoTabs();
    stage().setTitle('Mine');
    await page.getState().comeBack();
    expect(stage().scenario.title).toBe('Mine');
  });

  it('rescue unfinished work beside what the other saved', async () => {
    const tab = newTab();
    const { page } = await visit(tab);
    stage().setTitle('Ours');
    await settle();
    stage().setTitle('Mine');
    storage.silent = true;
    page.getState().leave();
    storage.silent = false;
    const [ours] = storage.documents.values();
    storage.documents.set(ours.id, { ...ours, revision: 9, savedBy: 'the other tab' });
    await visit(tab);
    expect(stage().scenario.title).toBe('Mine');
    expect(storage.titles().sort()).toEqual(['Mine', 'Ours']);
  });
});

describe('a browser that keeps nothing', () => {
  it('is told, once, and the work goes on in memory', async () => {
    const { page } = await visit(newTab());
    storage.broken = true;
    stage().setTitle('Mine');
    await settle();
    expect(page.getState()).toMatchObject({ saving: 'failed', notice: { type: 'storageFailed' } });
    page.getState().dismissNotice();
    stage().setTitle('Still mine');
    await settle();
    expect(page.getState()).toMatchObject({ saving: 'failed', notice: null });
    const { id } = page.getState();
    await page.getState().openScenario(EMPTY_SCENARIO);
    expect(await page.getState().open(id as string)).toBe(true);
    expect(stage().scenario.title).toBe('Still mine');
  });

  it('is told when it recovers, and then keeps it', async () => {
    const { page } = await visit(newTab());
    storage.broken = true;
    stage().setTitle('Mine');
    await settle();
    storage.broken = false;
    stage().setTitle('Mine, saved');
    await settle();
    expect(page.getState().saving).toBe('saved');
    expect(storage.titles()).toEqual(['Mine, saved']);
  });

  it('survives a reload by the note left behind', async () => {
    const tab = newTab();
    const { page } = await visit(tab);
    storage.broken = true;
    stage().setTitle('Mine');
    await settle();
    page.getState().leave();
    await visit(tab);
    expect(stage().scenario.title).toBe('Mine');
  });

  it('does not keep the page waiting when it never answers', async () => {
    storage.silent = true;
    leavePages();
    const page = newTab().load();
    const booting = page.getState().boot('');
    await settle();
    expect(await booting).toBe('preset');
    expect(stage().scenario.title).toBe('Online store');
    expect(page.getState().saving).toBe('failed');
  });

  it('is asked again when its answer comes after all', async () => {
    const { page } = await visit(newTab());
    let letAnswer = () => {};
    storage.late = new Promise((resolve) => {
      letAnswer = resolve;
    });
    stage().setTitle('Mine');
    await settle();
    expect(page.getState().saving).toBe('failed');
    letAnswer();
    await settle();
    expect(page.getState().saving).toBe('saved');
    stage().setTitle('Mine, and more');
    await settle();
    expect(page.getState().saving).toBe('saved');
    expect(storage.titles()).toEqual(['Mine, and more']);
  });

  it('may even forbid to look', async () => {
    const forbidden = () => {
      throw new DOMException('no', 'SecurityError');
    };
    const memory = createTabMemory(forbidden, forbidden);
    expect(memory.onStage()).toBeNull();
    expect(memory.takeUnfinished()).toEqual([]);
    expect(() => memory.setOnStage({ id: 'a' })).not.toThrow();
  });
});

describe('one’s own documents', () => {
  async function withTwo() {
    const { page } = await visit(newTab());
    for (const title of ['first', 'second']) {
      await page.getState().openScenario({ ...sampleSystem(3, catalogue), title }, { keep: true });
      await settle();
    }
    await page.getState().refresh();
    return page;
  }
  const titlesOf = (list: readonly { title: string }[]) => list.map((document) => document.title);

  it('are listed, the latest first', async () => {
    const page = await withTwo();
    expect(page.getState().recent).toMatchObject([
      { title: 'second', nodeCount: 3 },
      { title: 'first', nodeCount: 3 },
    ]);
  });

  it('are opened one after the other, losing nothing', async () => {
    const page = await withTwo();
    stage().setTitle('second, changed');
    const [, first] = page.getState().recent;
    expect(await page.getState().open(first.id)).toBe(true);
    expect(stage().scenario.title).toBe('first');
    expect(storage.titles().sort()).toEqual(['first', 'second, changed']);
  });

  it('go into the bin, come back out of it, and leave it after thirty days', async () => {
    const page = await withTwo();
    const [second] = page.getState().recent;
    await page.getState().remove(second.id);
    expect(stage().scenario.title).toBe('first');
    expect(titlesOf(page.getState().recent)).toEqual(['first']);
    expect(titlesOf(page.getState().bin)).toEqual(['second']);
    await page.getState().restore(second.id);
    expect(titlesOf(page.getState().recent)).toContain('second');
    await page.getState().remove(second.id);
    await vi.advanceTimersByTimeAsync(31 * 24 * 3_600_000);
    await page.getState().refresh();
    expect(page.getState().bin).toEqual([]);
    expect(storage.titles()).toEqual(['first']);
  });

  it('that a newer program wrote are refused with the reason, and left as they are', async () => {
    const page = await withTwo();
    const [, first] = page.getState().recent;
    const stored = storage.documents.get(first.id) as StoredDocument;
    storage.documents.set(first.id, { ...stored, scenario: { version: 99, title: 'future' } });
    expect(await page.getState().open(first.id)).toBe(false);
    expect(page.getState().notice).toMatchObject({ type: 'documentRefused' });
    expect(stage().scenario.title).toBe('second');
    expect(storage.titles()).toContain('future');
  });
});
