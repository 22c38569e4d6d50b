import type { T } from './language';

/** The name of a kind. */
export const kindName = (t: T, kind: string): string => t(`kind.${kind}:name`);

/** What a component is called: its label, or failing that its kind. */
export const nodeName = (t: T, node: { readonly label: string; readonly kind: string }): string =>
  node.label || kindName(t, node.kind);
