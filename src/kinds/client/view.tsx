import { useRef } from 'react';
import { formatShare } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { mark, setStyle, useFeed, write } from '../../ui/face/feed';
import { liveRate } from '../../ui/face/figures';
import { ClientIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';

/** The share of the requests that ended just now which failed; null when none ended. */
function failingShare({ completedPerSec, failedPerSec }: NodeReading): number | null {
  const ended = completedPerSec + failedPerSec;
  return ended > 0 ? failedPerSec / ended : null;
}

/** A share that is not zero never reads as zero, nor one that is not all as all. */
const shareText = (share: number): string => {
  if (share > 0 && share < 0.005) return `<${formatShare(0.01)}`;
  if (share < 1 && share > 0.995) return `>${formatShare(0.99)}`;
  return formatShare(share);
};

function ClientFace({ feed }: FaceProps) {
  const t = useT();
  const share = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const sent = useRef<HTMLSpanElement>(null);
  const ok = useRef<HTMLSpanElement>(null);
  const failed = useRef<HTMLSpanElement>(null);
  useFeed(feed, (reading) => {
    const failing = failingShare(reading);
    write(share.current, failing === null ? '–' : shareText(1 - failing));
    mark(share.current, 'mood', failing === null ? 'none' : failing < 0.01 ? 'good' : failing < 0.2 ? 'mixed' : 'bad');
    setStyle(bar.current, '--good', (failing === null ? 0 : 1 - failing).toFixed(3));
    mark(bar.current, 'any', String(failing !== null));
    write(sent.current, liveRate(reading.arrivedPerSec));
    write(ok.current, liveRate(reading.completedPerSec));
    write(failed.current, liveRate(reading.failedPerSec));
    mark(failed.current, 'any', String(reading.failedPerSec > 0));
  });
  const line = (label: string, figure: typeof sent) => (
    <div className="face-row">
      <span className="face-label">{label}</span>
      <span className="face-figure" ref={figure} />
    </div>
  );
  return (
    <div className="face client-face">
      <div className="client-share">
        <span className="client-share-figure" ref={share} />
        <span className="face-label">{t('canvas.succeed')}</span>
      </div>
      <div className="client-bar" ref={bar} />
      <div className="client-lines">
        {line(t('canvas.sent'), sent)}
        {line(t('canvas.ok'), ok)}
        {line(t('canvas.lost'), failed)}
      </div>
    </div>
  );
}

export const view: KindView = {
  kind: 'client',
  icon: ClientIcon,
  size: { width: 176, height: 160 },
  Face: ClientFace,
  capacity: () => 0,
};
