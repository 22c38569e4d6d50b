import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { DatabaseIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView } from '../../ui/kind-view';
import type { DatabaseParams } from './params';

function DatabaseFace({ params, feed }: FaceProps) {
  const t = useT();
  const { maxWaiters } = params as unknown as DatabaseParams;
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.connections')} />
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
