import { formatClock, formatMs, formatNumber, formatRate } from '../i18n/format';
import { type T, useT } from '../i18n/language';
import { nodeName } from '../i18n/names';
import type { Intervention, Scenario } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { cx } from '../ui/cx';
import type { Icon } from '../ui/icon';
import { CutIcon, HealIcon, PowerIcon, ResetIcon, SlidersIcon, SlowIcon } from '../ui/icons';
import { ArrowRightIcon } from '../ui/step-icons';

const ICONS: Readonly<Record<Intervention['action'], Icon>> = {
  crash: PowerIcon,
  restart: ResetIcon,
  slow: SlowIcon,
  cut: CutIcon,
  rate: SlidersIcon,
  heal: HealIcon,
  send: ArrowRightIcon,
};
const TONES: Readonly<Record<Intervention['action'], string>> = {
  crash: 'text-fail',
  restart: 'text-ok',
  slow: 'text-warn',
  cut: 'text-fail',
  rate: 'text-accent',
  heal: 'text-ok',
  send: 'text-accent',
};

function targetName(t: T, { nodes, links }: Scenario, { target }: Intervention): string {
  const nodeCalled = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    return node ? nodeName(t, node) : t('intervention.gone');
  };
  if ('node' in target) return nodeCalled(target.node);
  const link = links.find((one) => one.id === target.link);
  return link ? t('link.name', { from: nodeCalled(link.from), to: nodeCalled(link.to) }) : t('intervention.gone');
}

function deed(t: T, intervention: Intervention): string {
  const values = {
    factor: intervention.action === 'slow' ? formatNumber(intervention.factor) : '',
    rate: intervention.action === 'rate' ? formatRate(intervention.ratePerSec) : '',
  };
  const what = t(`intervention.${intervention.action}`, values);
  if (intervention.durationMs === null) return what;
  return `${what} ${t('intervention.for', { duration: formatMs(intervention.durationMs) })}`;
}

/** What was done to the system, oldest first; each entry selects what it was done to. */
export function InterventionList() {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  const select = useSelection((state) => state.select);
  const inOrder = [...scenario.interventions].sort((a, b) => a.atMs - b.atMs);
  return (
    <ol className="flex flex-col">
      {inOrder.map((intervention, index) => {
        const Mark = ICONS[intervention.action];
        const { target } = intervention;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two alike at the same instant are two all the same.
          <li key={`${intervention.atMs} ${index}`}>
            <button
              className="flex w-full items-center gap-2.5 rounded-md px-1.5 py-1 text-left hover:bg-surface-2 touch:min-h-10"
              onClick={() => select('node' in target ? { nodes: [target.node] } : { links: [target.link] })}
              type="button"
            >
              <span className="figures shrink-0 text-xs text-text-3">{formatClock(intervention.atMs)}</span>
              <Mark className={cx('shrink-0', TONES[intervention.action])} size={15} />
              <span className="min-w-0 truncate">
                <span className="font-medium">{targetName(t, scenario, intervention)}</span>
                <span className="text-text-2"> · {deed(t, intervention)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
