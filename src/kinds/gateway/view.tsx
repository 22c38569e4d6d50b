import { formatMs } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { meanMs } from '../../network/mean-ms';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { GatewayIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView } from '../../ui/kind-view';
import type { GatewayParams } from './params';

function GatewayFace({ params, feed }: FaceProps) {
  const t = useT();
  const { queueLimit, overhead } = params as unknown as GatewayParams;
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.inHand')} />
        <SlotsState calm={t('canvas.takes', { time: formatMs(meanMs(overhead)) })} feed={feed} />
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
