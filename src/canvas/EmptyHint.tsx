import { useT } from '../i18n/language';
import { useDocument } from '../stores/document';

/** What to do with a canvas that has nothing on it. */
export function EmptyHint() {
  const t = useT();
  const empty = useDocument((state) => state.scenario.nodes.length === 0);
  if (!empty) return null;
  return (
    <div className="empty-hint">
      <p>{t('canvas.empty')}</p>
      <p>{t('canvas.emptyHint')}</p>
    </div>
  );
}
