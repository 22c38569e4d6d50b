/** The signs of what is done to a running system, by its name. */
import { ErrorsIcon, LossIcon } from './fault-icons';
import type { Icon } from './icon';
import {
  CutIcon,
  HealIcon,
  MinusIcon,
  PauseIcon,
  PlusIcon,
  PowerIcon,
  ResetIcon,
  SlidersIcon,
  SlowIcon,
  SpeedIcon,
  TrashIcon,
} from './icons';
import { ArrowRightIcon } from './step-icons';

const ICONS: Readonly<Record<string, Icon>> = {
  kill: PowerIcon,
  restart: ResetIcon,
  slow: SlowIcon,
  pause: PauseIcon,
  errors: ErrorsIcon,
  partition: CutIcon,
  cut: CutIcon,
  there: CutIcon,
  back: CutIcon,
  loss: LossIcon,
  heal: HealIcon,
  send: ArrowRightIcon,
  spike: SpeedIcon,
  scaleUp: PlusIcon,
  scaleDown: MinusIcon,
  rollOut: ResetIcon,
  crashReplica: PowerIcon,
  flush: TrashIcon,
  fillDisk: SlidersIcon,
  crashMember: PowerIcon,
  purge: TrashIcon,
  redrive: ResetIcon,
  starve: SlowIcon,
  delay: SlowIcon,
  stopConsuming: PauseIcon,
  poison: ErrorsIcon,
  skewClock: SpeedIcon,
};

export const deedIcon = (name: string): Icon => ICONS[name] ?? SlidersIcon;
