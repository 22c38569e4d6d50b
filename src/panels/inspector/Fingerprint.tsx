import { useEffect, useState } from 'react';
import type { Report } from '../../analysis/report';
import { formatClock } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { live } from '../../stores/live';
import { moves, usePlayback } from '../../stores/playback';
import { askReport } from '../../stores/report';
import { IconButton } from '../../ui/IconButton';
import { CopyIcon } from '../../ui/icons';
import { toast } from '../../ui/toast';

type Known = Pick<Report, 'fingerprint' | 'untilMs'>;

/** The fingerprint of the run up to the playhead while that stands still; null while it moves or there is no run. */
function useFingerprint(): Known | null {
  const running = usePlayback((state) => moves(state.phase));
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    if (running) return;
    let wanted = true;
    const ask = async () => {
      if (!live.latest()) return;
      const { fingerprint, untilMs } = await askReport();
      if (wanted) setKnown({ fingerprint, untilMs });
    };
    void ask();
    const stop = live.onTick(() => void ask());
    return () => {
      wanted = false;
      stop();
      setKnown(null);
    };
  }, [running]);
  return known;
}

/** By what two people can tell that they are looking at the same run. */
export function Fingerprint() {
  const t = useT();
  const known = useFingerprint();
  if (!known) return <p className="text-xs leading-5 text-text-3">{t('fingerprint.pause')}</p>;
  const { fingerprint, untilMs } = known;

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(fingerprint);
      toast({ tone: 'ok', text: t('fingerprint.copied') });
    } catch {
      toast({ tone: 'error', text: t('fingerprint.copyFailed') });
    }
  };
  return (
    <>
      <div className="flex items-center gap-1">
        <output aria-label={t('fingerprint.title')} className="figures text-sm text-text select-all">
          {fingerprint}
        </output>
        <IconButton icon={CopyIcon} iconSize={16} label={t('fingerprint.copy')} onClick={copy} size="sm" />
      </div>
      <p className="mt-1 text-xs leading-5 text-text-3">{t('fingerprint.about', { time: formatClock(untilMs) })}</p>
    </>
  );
}
