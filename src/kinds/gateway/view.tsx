import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { GatewayIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView } from '../../ui/kind-view';
import type { GatewayParams } from './params';

function GatewayFace({ params, feed }: FaceProps) {
  const t = useT();
  const { queueLimit } = params as unknown as GatewayParams;
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.inHand')} />
        <SlotsState feed={feed} />
        <QueueBar feed={feed} label={t('canvas.queue')} limit={queueLimit} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'gateway',
  icon: GatewayIcon,
  size: { width: 192, height: 176 },
  Face: GatewayFace,
  capacity: (params) => (params as unknown as GatewayParams).concurrency,
};
