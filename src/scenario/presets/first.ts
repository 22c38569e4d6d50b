import store from './store.json';

/** A ready-made scenario. `titleKey` is its name in the language catalogues. */
export interface Preset {
  readonly id: string;
  readonly titleKey: string;
  /** The document as it is saved, to be checked like any other. */
  load(): unknown;
}

/** The one on which the page opens, apart from the others: they are fetched later. */
export const FIRST_PRESET: Preset = { id: 'store', titleKey: 'presets.store', load: () => store };
