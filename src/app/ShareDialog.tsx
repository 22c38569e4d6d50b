import { useId, useMemo, useRef, useState } from 'react';
import { formatNumber } from '../i18n/format';
import { useT } from '../i18n/language';
import { catalogue } from '../kinds/catalogue';
import { encodeShare, MAX_LINK_LENGTH } from '../scenario/share/share-link';
import { useDocument } from '../stores/document';
import { Button } from '../ui/Button';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/Dialog';
import { CheckIcon, CopyIcon, DownloadIcon, WarningIcon } from '../ui/icons';
import { FIELD } from '../ui/input-style';
import { toast } from '../ui/toast';
import { saveFile } from './files';

/** From about here on chat programs cut links. */
const CHATS_TAKE = 2_000;

/** The scenario as a link and as a file. */
export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState(false);
  const scenario = useDocument((state) => state.scenario);
  const link = useMemo(() => `${location.origin}${location.pathname}${encodeShare(scenario, catalogue)}`, [scenario]);
  const fits = link.length <= CHATS_TAKE;
  const readable = link.length <= MAX_LINK_LENGTH;

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      field.current?.select();
      toast({ tone: 'error', text: t('share.copyFailed') });
    }
  };

  return (
    <Dialog
      actions={
        <>
          <Button icon={DownloadIcon} onClick={saveFile}>
            {t('action.download')}
          </Button>
          <Button data-first disabled={!readable} icon={copied ? CheckIcon : CopyIcon} look="primary" onClick={copy}>
            {t(copied ? 'action.copied' : 'action.copyLink')}
          </Button>
        </>
      }
      onClose={onClose}
      title={t('share.title')}
    >
      <p className="mb-4 leading-5 text-text-2">{t('share.about')}</p>
      <label className="mb-1.5 block text-xs font-medium text-text-2" htmlFor={id}>
        {t('share.link')}
      </label>
      <textarea
        className={cx(FIELD, 'figures h-24 resize-none py-2 text-xs leading-4 break-all text-text-2')}
        id={id}
        onFocus={(event) => event.currentTarget.select()}
        readOnly
        ref={field}
        value={link}
      />
      <p className={cx('mt-2 flex items-start gap-1.5 text-xs', fits ? 'text-text-3' : 'text-warn')}>
        {fits ? (
          <CheckIcon className="mt-px shrink-0 text-ok" size={15} />
        ) : (
          <WarningIcon className="shrink-0" size={15} />
        )}
        <span>
          {t('share.length', { length: formatNumber(link.length) })} ·{' '}
          {t(fits ? 'share.fits' : readable ? 'share.long' : 'share.tooLong')}
        </span>
      </p>
      <p className="mt-3 text-xs text-text-3">{t('share.fileAbout')}</p>
    </Dialog>
  );
}
