import { formatMs, formatShare } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { meanMs } from '../../network/mean-ms';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { liveRate } from '../../ui/face/figures';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { GatewayIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { GatewayParams } from './params';

function GatewayFace({ params, feed }: FaceProps) {
  const t = useT();
  const { queueLimit, overhead } = params as unknown as GatewayParams;
  /** What it does beyond handing on; failing that, how long it takes. */
  const calm = ({ notes }: NodeReading) => {
    const { cacheHits = 0, cacheMisses = 0, partialReplies = 0 } = notes;
    const words: string[] = [];
    if (cacheHits > 0) {
      words.push(t('kind.gateway:face.cacheHits', { share: formatShare(cacheHits / (cacheHits + cacheMisses)) }));
    }
    if (partialReplies > 0) words.push(t('kind.gateway:face.partial', { rate: liveRate(partialReplies) }));
    return words.length > 0 ? words.join(' · ') : t('canvas.takes', { time: formatMs(meanMs(overhead)) });
  };
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.inHand')} />
        <SlotsState calm={calm} feed={feed} />
        <QueueBar feed={feed} label={t('canvas.queue')} limit={queueLimit} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'gateway',
  icon: GatewayIcon,
  size: { width: 192, height: 160 },
  Face: GatewayFace,
  capacity: (params) => (params as unknown as GatewayParams).concurrency,
};
