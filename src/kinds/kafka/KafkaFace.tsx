import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { liveCount } from '../../ui/face/figures';
import { queueFill } from '../../ui/face/fill';
import type { Line } from '../../ui/face/fit-lines';
import { Lines } from '../../ui/face/Lines';
import type { FaceProps, NodeReading } from '../../ui/kind-view';

const lags = (queues: NodeReading['queues']): Line[] =>
  queues.map(({ name, group = '', ready, unacked }) => ({
    key: `${name} ${group}`,
    label: name,
    fill: queueFill(ready + unacked, null),
    hatched: ready + unacked > 0 ? unacked / (ready + unacked) : 0,
    figure: liveCount(ready + unacked),
  }));

export function KafkaFace({ feed }: FaceProps) {
  const t = useT();
  return (
    <>
      <div className="face">
        <Lines empty={t('canvas.noQueues')} feed={feed} read={({ queues }) => lags(queues)} rows={4} tone="message" />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}
