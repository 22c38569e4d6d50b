import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { ServiceIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView } from '../../ui/kind-view';
import type { ServiceParams } from './params';

function ServiceFace({ params, feed }: FaceProps) {
  const t = useT();
  const { queueLimit } = params as unknown as ServiceParams;
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.workers')} />
        <SlotsState feed={feed} />
        <QueueBar feed={feed} label={t('canvas.queue')} limit={queueLimit} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'service',
  icon: ServiceIcon,
  size: { width: 192, height: 176 },
  Face: ServiceFace,
  capacity: (params) => {
    const { replicas, concurrency } = params as unknown as ServiceParams;
    return replicas * concurrency;
  },
};
