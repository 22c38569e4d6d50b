import { RabbitmqIcon } from '../../ui/kind-icons';
import type { KindView } from '../../ui/kind-view';
import { later } from '../../ui/later';
import { RabbitmqFace } from './RabbitmqFace';

const BindingsEditor = later(async () => (await import('./BindingsEditor')).BindingsEditor);

export const view: KindView = {
  kind: 'rabbitmq',
  icon: RabbitmqIcon,
  size: { width: 208, height: 160 },
  Face: RabbitmqFace,
  Editor: BindingsEditor,
  capacity: () => 0,
};
