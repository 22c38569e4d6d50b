import { useEffect, useState } from 'react';
import { language, useT } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { MarkdownText } from './MarkdownText';
import { cardOfKind, cardsOfLinks, type LoadCard } from './model-cards';

interface ModelCardDialogProps {
  /** Of a kind of component; null: of links. */
  readonly kind: string | null;
  /** Whose card it is, as the visitor knows it. */
  readonly name: string;
  readonly onClose: () => void;
}

/** What is modelled, what is not, and after which sources. */
export function ModelCardDialog({ kind, name, onClose }: ModelCardDialogProps) {
  const t = useT();
  const [texts, setTexts] = useState<Awaited<ReturnType<LoadCard>>[] | 'failed' | null>(null);
  useEffect(() => {
    const card = kind === null ? null : cardOfKind(kind);
    const cards = kind === null ? cardsOfLinks() : card ? [card] : [];
    Promise.all(cards.map((load) => load())).then(setTexts, () => setTexts('failed'));
  }, [kind]);
  return (
    <Dialog onClose={onClose} title={t('modelCard.title', { name })} width="lg">
      <p className="pb-3 text-xs text-text-3">
        {t('modelCard.about')}{' '}
        {texts !== 'failed' && texts?.some((card) => card.language !== language()) && t('modelCard.inEnglish')}
      </p>
      {texts === 'failed' ? (
        <p role="alert">{t('modelCard.failed')}</p>
      ) : (
        <div className="flex min-h-40 flex-col gap-6">
          {texts?.map(({ text, language: lang }) => (
            <MarkdownText key={text.slice(0, 80)} lang={lang} source={text} />
          ))}
        </div>
      )}
    </Dialog>
  );
}
