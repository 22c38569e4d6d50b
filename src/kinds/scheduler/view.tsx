import { SchedulerIcon } from '../../ui/kind-icons';
import type { KindView } from '../../ui/kind-view';
import { later } from '../../ui/later';

export const view: KindView = {
  kind: 'scheduler',
  icon: SchedulerIcon,
  size: { width: 176, height: 144 },
  Face: later(async () => (await import('./SchedulerFace')).SchedulerFace),
  capacity: () => 0,
};
