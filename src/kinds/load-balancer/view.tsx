import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import type { Line } from '../../ui/face/fit-lines';
import { Lines } from '../../ui/face/Lines';
import { LoadBalancerIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading } from '../../ui/kind-view';
import type { LoadBalancerParams } from './params';

/** How the calls fall on the targets: the share of each, the busiest drawn full. */
function shares({ targets }: NodeReading, format: (share: number) => string): Line[] {
  const total = targets.reduce((sum, target) => sum + target.callsPerSec, 0);
  const greatest = Math.max(...targets.map((target) => target.callsPerSec));
  return targets.map((target) => ({
    key: target.link,
    label: target.label,
    fill: greatest > 0 ? target.callsPerSec / greatest : 0,
    figure: total > 0 ? format(target.callsPerSec / total) : '–',
    down: target.mode === 'crashed' || target.mode === 'starting',
  }));
}

function LoadBalancerFace({ params, feed }: FaceProps) {
  const t = useT();
  const { policy } = params as unknown as LoadBalancerParams;
  return (
    <>
      <div className="face">
        <div className="face-state">
          <span>{t(`kind.load-balancer:choices.policy.${policy}`)}</span>
        </div>
        <Lines empty={t('canvas.noTargets')} feed={feed} read={shares} rows={3} tone="busy" />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'load-balancer',
  icon: LoadBalancerIcon,
  size: { width: 192, height: 160 },
  Face: LoadBalancerFace,
  capacity: () => 0,
};
