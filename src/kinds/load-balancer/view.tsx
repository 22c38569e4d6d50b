import { type T, useT } from '../../i18n/language';

import { FaceFoot } from '../../ui/face/FaceFoot';
import type { Line } from '../../ui/face/fit-lines';
import { Lines } from '../../ui/face/Lines';
import { LoadBalancerIcon } from '../../ui/kind-icons';
import type { FaceProps, KindView, NodeReading, TargetReading } from '../../ui/kind-view';
import type { LoadBalancerParams, TargetParams } from './params';

type Standing = 'down' | 'out' | 'unhealthy' | 'trial' | 'warming' | 'next' | 'backup' | null;

/** What is worth a sign: the worst first. */
function standingOf({ seen, mode, params }: TargetReading): Standing {
  const { down, backup } = params as unknown as TargetParams;
  if (down) return 'down';
  if (seen !== undefined && seen.state !== 'up') return seen.state as Standing;
  if (mode === 'crashed' || mode === 'starting') return 'out';
  if (seen?.next) return 'next';
  return backup ? 'backup' : null;
}

const SIGNS: Readonly<Record<NonNullable<Standing>, string>> = {
  down: '–',
  out: '×',
  unhealthy: '×',
  trial: '?',
  warming: '↑',
  next: '▸',
  backup: '+',
};

/** Keeps the names in line, whoever has a sign. */
const NO_SIGN = ' ';

const figure = (weight: number): string => String(Math.round(weight * 100) / 100);

/** How the calls fall on the targets: the share of each, the busiest drawn full; who is next, and how each is seen. */
function shares({ targets }: NodeReading, t: T, format: (share: number) => string): Line[] {
  const total = targets.reduce((sum, target) => sum + target.callsPerSec, 0);
  const greatest = Math.max(...targets.map((target) => target.callsPerSec));
  const weights = targets.map(({ params }) => Number(params.weight ?? 1));
  const areAlike = weights.every((weight) => weight === weights[0]);
  return targets.map((target, index) => {
    const standing = standingOf(target);
    const weight = target.seen?.weight ?? weights[index];
    const words = [
      target.label,
      ...(standing === null ? [] : [t(`kind.load-balancer:face.${standing}`)]),
      t('kind.load-balancer:face.weight', { value: figure(weight) }),
    ];
    return {
      key: target.link,
      label: areAlike ? target.label : `${target.label} ×${figure(weights[index])}`,
      fill: greatest > 0 ? target.callsPerSec / greatest : 0,
      hatched: standing === 'warming' ? 1 : 0,
      figure: total > 0 ? format(target.callsPerSec / total) : '–',
      down: standing === 'out' || standing === 'unhealthy',
      sign: standing === null ? NO_SIGN : SIGNS[standing],
      title: words.join(' · '),
    };
  });
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
        <Lines
          empty={t('canvas.noTargets')}
          feed={feed}
          read={(reading, format) => shares(reading, t, format)}
          rows={4}
          tone="busy"
        />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'load-balancer',
  icon: LoadBalancerIcon,
  size: { width: 208, height: 192 },
  Face: LoadBalancerFace,
  capacity: (params) => Math.floor(((params as unknown as LoadBalancerParams).workerConnections ?? 0) / 2),
};
