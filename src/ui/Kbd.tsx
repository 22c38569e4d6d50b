import { useT } from '../i18n/language';
import { shortcutParts } from './shortcut';

/** A keyboard shortcut, as the keys of this machine are labelled. */
export function Kbd({ shortcut }: { readonly shortcut: string }) {
  const t = useT();
  return (
    <span className="inline-flex gap-0.5">
      {shortcutParts(shortcut).map((part) => (
        <kbd
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line-strong bg-surface-2 px-1 font-sans text-2xs font-medium leading-none text-text-2"
          key={part}
        >
          {part === 'Space' ? t('shortcut.space') : part}
        </kbd>
      ))}
    </span>
  );
}
