import { type Language, language } from '../../i18n/language';

interface Card {
  readonly text: string;
  /** The language that it is written in. */
  readonly language: Language;
}
type LoadText = () => Promise<string>;
export type LoadCard = () => Promise<Card>;

const ofKinds = import.meta.glob<string>(['../../kinds/*/README{,.ru}.md', '!../../kinds/_*/**'], {
  query: '?raw',
  import: 'default',
});
const ofLinks = import.meta.glob<string>('../../network/*/README{,.ru}.md', { query: '?raw', import: 'default' });

/** The card in the language of the page or, where it has not been translated, in English. */
function inLanguage(files: Readonly<Record<string, LoadText>>, folder: string): LoadCard | null {
  const english = files[`${folder}/README.md`];
  if (!english) return null;
  const own = language() === 'en' ? undefined : files[`${folder}/README.${language()}.md`];
  const load = own ?? english;
  return async () => ({ text: await load(), language: own ? language() : 'en' });
}

/** The card of a kind; null for one that has none. */
export const cardOfKind = (kind: string): LoadCard | null => inLanguage(ofKinds, `../../kinds/${kind}`);

/** The cards about links: policies, the wire, contracts; in the order of their folders. */
export const cardsOfLinks = (): readonly LoadCard[] =>
  Object.keys(ofLinks).flatMap((path) => {
    const folder = /^(.*)\/README\.md$/.exec(path)?.[1];
    return (folder && inLanguage(ofLinks, folder)) || [];
  });
