import { hasText, type T } from './language';

/** The name of a kind. */
export const kindName = (t: T, kind: string): string => t(`kind.${kind}:name`);

/** What a component is called: its label, or failing that its kind. */
export const nodeName = (t: T, node: { readonly label: string; readonly kind: string }): string =>
  node.label || kindName(t, node.kind);

/** What is done to a running system, in words; some kinds have a word of their own: an API that is not ours has an outage. */
export function deedName(t: T, deed: string, kind: string | null = null): string {
  const own = `kind.${kind}:deed.${deed}`;
  return kind !== null && hasText(own) ? t(own) : t(`deed.${deed}`);
}
