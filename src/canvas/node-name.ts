import { language, t } from '../i18n/language';
import type { ScenarioNode } from '../scenario/scenario';

const names = new Map<string, string>();
let written = language();

/** The name of a kind, in the language of the page. Faces ask many times a second, so that it is looked up once. */
export function kindName(kind: string): string {
  if (written !== language()) names.clear();
  written = language();
  let name = names.get(kind);
  if (name === undefined) {
    name = t(`kind.${kind}:name`);
    names.set(kind, name);
  }
  return name;
}

/** What a node is called: its label, or failing that its kind. */
export const nodeName = (node: Pick<ScenarioNode, 'label' | 'kind'>): string => node.label || kindName(node.kind);
