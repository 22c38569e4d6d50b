import { formatMs } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { meanMs } from '../../network/mean-ms';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { DatabaseIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView } from '../../ui/kind-view';
import type { DatabaseParams } from './params';

function DatabaseFace({ params, feed }: FaceProps) {
  const t = useT();
  const { maxWaiters, queryTime } = params as unknown as DatabaseParams;
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.connections')} />
        <SlotsState calm={t('canvas.takes', { time: formatMs(meanMs(queryTime)) })} feed={feed} />
        <QueueBar feed={feed} label={t('canvas.waiters')} limit={maxWaiters} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'database',
  icon: DatabaseIcon,
  size: { width: 192, height: 160 },
  Face: DatabaseFace,
  capacity: (params) => (params as unknown as DatabaseParams).poolSize,
};
