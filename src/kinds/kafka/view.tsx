import type { KindView } from '../../ui/kind-view';
import { KafkaFace } from './KafkaFace';
import { KafkaIcon } from './KafkaIcon';

export const view: KindView = {
  kind: 'kafka',
  icon: KafkaIcon,
  size: { width: 240, height: 208 },
  Face: KafkaFace,
  capacity: () => 0,
};
