import { useRef } from 'react';
import { formatCompact, formatMs, formatShare } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { Meter, type MeterReading } from '../../ui/face/Meter';
import { CacheIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { CacheParams } from './params';

/** Of those looked up just now, the share that was there. */
function hitRate({ notes }: NodeReading): MeterReading {
  const hits = notes.cacheHits ?? 0;
  const lookups = hits + (notes.cacheMisses ?? 0);
  if (lookups === 0) return { fill: 0, figure: '–', quiet: true };
  return { fill: hits / lookups, figure: formatShare(hits / lookups) };
}

function CacheFace({ params, feed }: FaceProps) {
  const t = useT();
  const pattern = useRef<HTMLSpanElement>(null);
  const { capacity, ttlMs, writes } = params as unknown as CacheParams;
  const lifetime = ttlMs === null ? '' : ` · ${formatMs(ttlMs)}`;
  useFeed(feed, ({ targets }) => {
    const name = targets.length === 0 ? 'aside' : writes === 'through' ? 'writeThrough' : 'readThrough';
    write(pattern.current, t(`kind.cache:face.${name}`) + lifetime);
  });
  const entries = ({ notes }: NodeReading): MeterReading => {
    const held = notes.entries ?? 0;
    return { fill: held / capacity, figure: `${liveCount(held)}/${formatCompact(capacity)}`, quiet: held === 0 };
  };
  return (
    <>
      <div className="face">
        <Meter feed={feed} label={t('kind.cache:face.hits')} read={hitRate} />
        <Meter feed={feed} label={t('kind.cache:face.entries')} read={entries} />
        <div className="face-state">
          <span ref={pattern} />
        </div>
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'cache',
  icon: CacheIcon,
  size: { width: 192, height: 160 },
  Face: CacheFace,
  capacity: () => 0,
};
