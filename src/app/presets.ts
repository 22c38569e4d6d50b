import { allTexts, hasText, t } from '../i18n/language';
import { allKinds } from '../kinds/all-kinds';
import { catalogue } from '../kinds/catalogue';
import { FIRST_PRESET, type Preset } from '../scenario/presets/first';
import type { Scenario } from '../scenario/scenario';
import { withDefaults } from '../scenario/with-defaults';
import { useDocuments } from '../stores/documents';
import { usePlayback } from '../stores/playback';

interface Worded {
  readonly title?: string;
  readonly description?: string;
  readonly nodes: readonly { readonly id: string; readonly label?: string }[];
}

const inWords = (key: string, otherwise: string | undefined) => (hasText(key) ? t(key) : otherwise);

/** A ready-made scenario in the visitor's language. From then on its words are the visitor's own. */
function inOwnWords<D extends Worded>({ texts }: Preset, document: D): D {
  const nodeName = (id: string, label: string | undefined) =>
    inWords(`${texts}.nodes.${id}`, inWords(`readyMade.nodes.${id}`, label));
  return {
    ...document,
    title: inWords(`${texts}.title`, document.title),
    description: inWords(`${texts}.description`, document.description),
    nodes: document.nodes.map((node) => ({ ...node, label: nodeName(node.id, node.label) })),
  };
}

/** The scenario on which the page opens. */
export const firstScenario = (): Scenario => withDefaults(inOwnWords(FIRST_PRESET, FIRST_PRESET.load()), catalogue);

/** Puts a ready-made scenario on the stage, running; what was there stays among one's own. */
export async function openPreset(preset: Preset): Promise<void> {
  const [{ checkScenario }] = await Promise.all([import('../scenario/check-scenario'), allTexts(), allKinds()]);
  const checked = checkScenario(inOwnWords(preset, preset.load() as Worded), catalogue);
  if (!checked.ok) return;
  await useDocuments.getState().openScenario(checked.value);
  usePlayback.getState().play();
}
