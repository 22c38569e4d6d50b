import { t } from '../i18n/language';
import type { ScenarioNode } from '../scenario/scenario';

/** The name of a kind, in the language of the page. */
export const kindName = (kind: string): string => t(`kind.${kind}:name`);

/** What a node is called: its label, or failing that its kind. */
export const nodeName = (node: Pick<ScenarioNode, 'label' | 'kind'>): string => node.label || kindName(node.kind);
