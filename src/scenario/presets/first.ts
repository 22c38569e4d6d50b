import type { SoundDocument } from '../with-defaults';
import store from './store.json';

/** A ready-made scenario. */
export interface Preset {
  readonly id: string;
  /** Where its words are in the language catalogues: `title`, `line` and `description` under this key. */
  readonly texts: string;
  /** The document as it is saved, to be checked like any other. */
  load(): unknown;
}

/** The one on which the page opens, apart from the others: they are fetched later, and so are their words. */
export const FIRST_PRESET = {
  id: 'store',
  texts: 'readyMade.store',
  load: () => store as SoundDocument,
} satisfies Preset;
