import store from './store.json';
import storeWithRabbitmq from './store-with-rabbitmq.json';

/** A ready-made scenario. `titleKey` is its name in the language catalogues. */
export interface Preset {
  readonly id: string;
  readonly titleKey: string;
  /** The document as it is saved, to be checked like any other. */
  load(): unknown;
}

/** The ready-made scenarios; the page opens on the first. */
export const PRESETS: readonly Preset[] = [
  { id: 'store', titleKey: 'presets.store', load: () => store },
  { id: 'store-with-rabbitmq', titleKey: 'presets.storeWithRabbitmq', load: () => storeWithRabbitmq },
];
