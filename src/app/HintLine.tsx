import { hasText, useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { IconButton } from '../ui/IconButton';
import { CloseIcon, PowerIcon } from '../ui/icons';

/** One line over the canvas that says what to try. It goes when it was tried, or when it is closed. */
export function HintLine() {
  const t = useT();
  const hint = useDocument((state) => state.scenario.view.hint);
  const tried = useDocument((state) => state.scenario.interventions.length > 0);
  if (!hint || tried) return null;
  const key = `hint.${hint}`;
  return (
    <aside className="pointer-events-none absolute inset-x-3 top-3 z-10 flex justify-center">
      <p className="pointer-events-auto flex min-h-9 items-center gap-2 rounded-2xl border border-line bg-surface py-0.5 pr-1 pl-3.5 shadow-2">
        <PowerIcon className="shrink-0 text-fail" size={16} />
        <span className="text-text">{hasText(key) ? t(key) : hint}</span>
        <IconButton
          icon={CloseIcon}
          iconSize={14}
          label={t('action.close')}
          onClick={() => useDocument.getState().setView({ hint: undefined })}
          size="sm"
        />
      </p>
    </aside>
  );
}
