import { formatMs, formatNumber, formatRate, formatShare } from '../i18n/format';
import type { T } from '../i18n/language';
import { nodeName } from '../i18n/names';
import type { Intervention, Scenario } from '../scenario/scenario';
import { ErrorsIcon, LossIcon } from '../ui/fault-icons';
import type { Icon } from '../ui/icon';
import {
  CutIcon,
  HealIcon,
  PauseIcon,
  PowerIcon,
  ResetIcon,
  SlidersIcon,
  SlowIcon,
  SpeedIcon,
  TrashIcon,
} from '../ui/icons';
import { ArrowRightIcon } from '../ui/step-icons';

/** The sign of each deed. */
export const ICONS: Readonly<Record<Intervention['action'], Icon>> = {
  crash: PowerIcon,
  restart: ResetIcon,
  slow: SlowIcon,
  cut: CutIcon,
  loss: LossIcon,
  errors: ErrorsIcon,
  pause: PauseIcon,
  partition: CutIcon,
  rate: SlidersIcon,
  spike: SpeedIcon,
  heal: HealIcon,
  send: ArrowRightIcon,
  scale: SlidersIcon,
  rollOut: ResetIcon,
  deploy: ResetIcon,
  crashReplica: PowerIcon,
  flush: TrashIcon,
  fillDisk: SlidersIcon,
  crashMember: PowerIcon,
  lagMember: SlowIcon,
  resetOffsets: ResetIcon,
  scaleConsumers: SlidersIcon,
  purge: TrashIcon,
  redrive: ResetIcon,
  rebuild: ResetIcon,
  starve: SlowIcon,
  delay: SlowIcon,
  stopConsuming: PauseIcon,
  poison: ErrorsIcon,
  skewClock: SpeedIcon,
};
/** Its colour. */
export const TONES: Readonly<Record<Intervention['action'], string>> = {
  crash: 'text-fail',
  restart: 'text-ok',
  slow: 'text-warn',
  cut: 'text-fail',
  loss: 'text-warn',
  errors: 'text-fail',
  pause: 'text-warn',
  partition: 'text-fail',
  rate: 'text-accent',
  spike: 'text-warn',
  heal: 'text-ok',
  send: 'text-accent',
  scale: 'text-accent',
  rollOut: 'text-accent',
  deploy: 'text-accent',
  crashReplica: 'text-fail',
  flush: 'text-warn',
  fillDisk: 'text-fail',
  crashMember: 'text-fail',
  lagMember: 'text-warn',
  resetOffsets: 'text-accent',
  scaleConsumers: 'text-accent',
  purge: 'text-warn',
  redrive: 'text-accent',
  rebuild: 'text-accent',
  starve: 'text-warn',
  delay: 'text-warn',
  stopConsuming: 'text-warn',
  poison: 'text-fail',
  skewClock: 'text-warn',
};

/** What it was done to, by the name that the visitor sees. */
export function targetName(t: T, { nodes, links }: Scenario, { target }: Intervention): string {
  const nodeCalled = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    return node ? nodeName(t, node) : t('intervention.gone');
  };
  if ('node' in target) return nodeCalled(target.node);
  const link = links.find((one) => one.id === target.link);
  return link ? t('link.name', { from: nodeCalled(link.from), to: nodeCalled(link.to) }) : t('intervention.gone');
}

/** What was done, in words. */
export function deed(t: T, intervention: Intervention, contracts: Scenario['contracts'] = []): string {
  const way = intervention.action === 'cut' ? intervention.way : undefined;
  const isOfAll = intervention.action === 'resetOffsets' && intervention.group === '';
  const ofWay = way === 'there' ? 'cutThere' : way === 'back' ? 'cutBack' : intervention.action;
  const key = isOfAll ? 'resetAllOffsets' : ofWay;
  const values = {
    factor: 'factor' in intervention ? formatNumber(intervention.factor) : '',
    share: 'share' in intervention ? formatShare(intervention.share) : '',
    duration: 'byMs' in intervention ? formatMs(intervention.byMs) : '',
    count: intervention.action === 'poison' ? intervention.count : 0,
    member: 'member' in intervention ? intervention.member : 0,
    group: intervention.action === 'resetOffsets' ? intervention.group : '',
    rate: intervention.action === 'rate' ? formatRate(intervention.ratePerSec) : '',
  };
  if (intervention.action === 'deploy') {
    const { contract, version } = intervention;
    const name = contracts.find(({ id }) => id === contract)?.name || contract;
    return t('intervention.deploy', { name, version });
  }
  if (intervention.action === 'scaleConsumers')
    return t('intervention.scaleConsumers', { consumers: intervention.consumers });
  if (intervention.action === 'scale') return t('intervention.scale', { count: intervention.replicas });
  const what = t(`intervention.${key}`, values);
  if (intervention.durationMs === null) return what;
  return `${what} ${t('intervention.for', { duration: formatMs(intervention.durationMs) })}`;
}
