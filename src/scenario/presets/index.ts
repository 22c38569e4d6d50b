import { FIRST_PRESET, type Preset } from './first';
import storeWithRabbitmq from './store-with-rabbitmq.json';

export type { Preset };

/** The ready-made scenarios; the page opens on the first. */
export const PRESETS: readonly Preset[] = [
  FIRST_PRESET,
  { id: 'store-with-rabbitmq', titleKey: 'presets.storeWithRabbitmq', load: () => storeWithRabbitmq },
];
