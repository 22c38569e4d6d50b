import type { KindView } from '../../ui/kind-view';
import { later } from '../../ui/later';
import { KafkaFace } from './KafkaFace';
import { KafkaIcon } from './KafkaIcon';

const PartitionsEditor = later(async () => (await import('./PartitionsEditor')).PartitionsEditor);
const KafkaControls = later(async () => (await import('./KafkaControls')).KafkaControls);

export const view: KindView = {
  kind: 'kafka',
  icon: KafkaIcon,
  size: { width: 272, height: 208 },
  Face: KafkaFace,
  Editor: PartitionsEditor,
  Controls: KafkaControls,
  capacity: () => 0,
};
