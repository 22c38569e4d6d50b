import { useState } from 'react';
import { useT } from '../../i18n/language';
import { later } from '../../ui/later';

const ModelCardDialog = later(async () => (await import('./ModelCardDialog')).ModelCardDialog);

interface ModelCardButtonProps {
  /** Null: links. */
  readonly kind: string | null;
  readonly name: string;
}

/** Opens what stands behind the figures: how a kind of component, or a link, is modelled. */
export function ModelCardButton({ kind, name }: ModelCardButtonProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        aria-haspopup="dialog"
        className="rounded text-xs text-text-3 underline decoration-line-strong underline-offset-2 hover:text-text touch:min-h-10"
        onClick={() => setOpen(true)}
        type="button"
      >
        {t('modelCard.open')}
      </button>
      {open && <ModelCardDialog kind={kind} name={name} onClose={() => setOpen(false)} />}
    </>
  );
}
