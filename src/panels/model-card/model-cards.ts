type LoadText = () => Promise<string>;

const ofKinds = import.meta.glob<string>(['../../kinds/*/README.md', '!../../kinds/_*/**'], {
  query: '?raw',
  import: 'default',
});
const ofLinks = import.meta.glob<string>('../../network/*/README.md', { query: '?raw', import: 'default' });

/** The card of a kind; null for one that has none. */
export const cardOfKind = (kind: string): LoadText | null => ofKinds[`../../kinds/${kind}/README.md`] ?? null;

/** The cards about links: policies, the wire, contracts; in the order of their folders. */
export const cardsOfLinks = (): readonly LoadText[] => Object.values(ofLinks);
