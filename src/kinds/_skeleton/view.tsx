import { useT } from '../../i18n/language';
import { FaceFoot } from '../../ui/face/FaceFoot';
import { QueueBar } from '../../ui/face/QueueBar';
import { Slots } from '../../ui/face/Slots';
import { icon } from '../../ui/icon';
import type { FaceProps, KindView } from '../../ui/kind-view';
import type { SkeletonParams } from './params';

/** Drawn on a grid of 24; a real kind's icon lies with the others in `ui/kind-icons.tsx`. */
const SkeletonIcon = icon(
  <>
    <rect height="14" rx="2" strokeDasharray="3 3" width="16" x="4" y="5" />
    <path d="M9 12h6" />
  </>,
);

function SkeletonFace({ params, feed }: FaceProps) {
  const t = useT();
  const { queueLimit } = params as unknown as SkeletonParams;
  return (
    <>
      <div className="face">
        <Slots feed={feed} label={t('canvas.workers')} />
        <QueueBar feed={feed} label={t('canvas.queue')} limit={queueLimit} />
      </div>
      <FaceFoot feed={feed} />
    </>
  );
}

export const view: KindView = {
  kind: 'skeleton',
  icon: SkeletonIcon,
  size: { width: 192, height: 160 },
  Face: SkeletonFace,
  capacity: (params) => (params as unknown as SkeletonParams).slots,
};
