import { useRef } from 'react';
import { formatMs } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { meanMs } from '../../network/mean-ms';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { mark, setStyle, useFeed, write } from '../../ui/face/feed';
import { liveCount } from '../../ui/face/figures';
import { ExternalApiIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeFeed } from '../../ui/kind-view';
import type { ExternalApiParams } from './params';

/** What comes in, against what its owner allows. */
function LimitBar({ feed, limit }: { readonly feed: NodeFeed; readonly limit: ExternalApiParams['rateLimit'] }) {
  const t = useT();
  const bar = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ arrivedPerSec }) => {
    const fill = limit === null ? 0 : Math.min(1, arrivedPerSec / limit.ratePerSec);
    setStyle(bar.current, '--fill', fill.toFixed(3));
    mark(bar.current, 'pressure', fill >= 1 ? 'full' : fill > 0.8 ? 'some' : 'none');
    const allowed = limit === null ? t('kind.external-api:face.unlimited') : liveCount(limit.ratePerSec);
    write(figure.current, limit === null ? allowed : `${liveCount(arrivedPerSec)}/${allowed}`);
  });
  return (
    <div className="face-row face-queue">
      <span className="face-label">{t('kind.external-api:face.limit')}</span>
      <div className="bar" ref={bar}>
        <div className="bar-fill" />
      </div>
      <span className="face-figure" ref={figure} />
    </div>
  );
}

function InFlight({ feed }: { readonly feed: NodeFeed }) {
  const t = useT();
  const figure = useRef<HTMLSpanElement>(null);
  useFeed(feed, ({ busy }) => write(figure.current, liveCount(busy)));
  return (
    <div className="face-row">
      <span className="face-label">{t('canvas.inHand')}</span>
      <span className="face-figure" ref={figure} />
    </div>
  );
}

function ExternalApiFace({ params, feed }: FaceProps) {
  const t = useT();
  const { responseTime, rateLimit } = params as unknown as ExternalApiParams;
  return (
    <>
      <div className="face">
        <InFlight feed={feed} />
        <div className="face-state">
          <span>{t('canvas.takes', { time: formatMs(meanMs(responseTime)) })}</span>
        </div>
        {/* Counted for each user, the calls of all say nothing about a limit. */}
        {rateLimit?.per !== 'user' && <LimitBar feed={feed} limit={rateLimit} />}
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'external-api',
  icon: ExternalApiIcon,
  size: { width: 192, height: 144 },
  Face: ExternalApiFace,
  capacity: () => 0,
};
