import { formatMs } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { meanMs } from '../../network/mean-ms';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { ServerlessIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { ServerlessParams } from './params';

function ServerlessFace({ params, feed }: FaceProps) {
  const t = useT();
  const { serviceTime, concurrencyLimit } = params as unknown as ServerlessParams;
  const time = t('canvas.takes', { time: formatMs(meanMs(serviceTime)) });
  const calm = ({ notes, busy }: NodeReading) => {
    const initialising = notes.initialising ?? 0;
    if (initialising > 0) return t('kind.serverless:face.initialising', { count: initialising });
    return busy >= concurrencyLimit ? t('kind.serverless:face.limit', { count: concurrencyLimit }) : time;
  };
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('kind.serverless:face.instances')} />
        <SlotsState calm={calm} feed={feed} />
        <QueueBar feed={feed} label={t('canvas.queue')} limit={null} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'serverless',
  icon: ServerlessIcon,
  size: { width: 192, height: 160 },
  Face: ServerlessFace,
  capacity: (params) => (params as unknown as ServerlessParams).provisioned,
};
