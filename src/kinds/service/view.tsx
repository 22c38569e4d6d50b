import { formatMs } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { meanMs } from '../../network/mean-ms';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { SlotsState } from '../../ui/face/SlotsState';
import { ServiceIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { ServiceParams } from './params';

function ServiceFace({ params, feed }: FaceProps) {
  const t = useT();
  const { concurrency, queueLimit, replicas, serviceTime } = params as unknown as ServiceParams;
  const time = t('canvas.takes', { time: formatMs(meanMs(serviceTime)) });
  const calm = ({ notes }: NodeReading) => {
    const ready = notes.readyReplicas ?? replicas;
    const starting = notes.startingReplicas ?? 0;
    const draining = notes.drainingReplicas ?? 0;
    const words = ready === 1 && starting + draining === 0 ? [] : [t('canvas.copies', { count: ready })];
    if (starting > 0) words.push(t('kind.service:face.starting', { count: starting }));
    if (draining > 0) words.push(t('kind.service:face.draining', { count: draining }));
    return [...words, ...(words.length < 2 ? [time] : [])].join(' · ');
  };
  return (
    <>
      <div className="face">
        <Slots each={concurrency} feed={feed} label={t('canvas.workers')} />
        <SlotsState calm={calm} feed={feed} />
        <QueueBar feed={feed} label={t('canvas.queue')} limit={queueLimit} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'service',
  icon: ServiceIcon,
  size: { width: 192, height: 160 },
  Face: ServiceFace,
  capacity: (params) => {
    const { replicas, concurrency } = params as unknown as ServiceParams;
    return replicas * concurrency;
  },
};
