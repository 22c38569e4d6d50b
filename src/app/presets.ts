import { allTexts, hasText, t } from '../i18n/language';
import { allKinds } from '../kinds/all-kinds';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import type { Preset } from '../scenario/presets/first';
import { useDocuments } from '../stores/documents';
import { usePlayback } from '../stores/playback';

interface Worded {
  readonly title?: string;
  readonly description?: string;
  readonly nodes: readonly { readonly id: string; readonly label?: string }[];
}

const inWords = (key: string, otherwise: string | undefined) => (hasText(key) ? t(key) : otherwise);

/** A ready-made scenario in the visitor's language. From then on its words are the visitor's own. */
export function presetDocument(preset: Preset): unknown {
  const document = preset.load() as Worded;
  const nodeName = (id: string, label: string | undefined) =>
    inWords(`${preset.texts}.nodes.${id}`, inWords(`readyMade.nodes.${id}`, label));
  return {
    ...document,
    title: inWords(`${preset.texts}.title`, document.title),
    description: inWords(`${preset.texts}.description`, document.description),
    nodes: document.nodes.map((node) => ({ ...node, label: nodeName(node.id, node.label) })),
  };
}

/** Puts a ready-made scenario on the stage, running; what was there stays among one's own. */
export async function openPreset(preset: Preset): Promise<void> {
  await Promise.all([allTexts(), allKinds()]);
  const checked = checkScenario(presetDocument(preset), catalogue);
  if (!checked.ok) return;
  await useDocuments.getState().openScenario(checked.value);
  usePlayback.getState().play();
}
