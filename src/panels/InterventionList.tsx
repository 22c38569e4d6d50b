import { formatClock } from '../i18n/format';
import { useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { cx } from '../ui/cx';
import { deed, ICONS, TONES, targetName } from './intervention-words';

/** What was done to the system, oldest first; each entry selects what it was done to. */
export function InterventionList() {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  const select = useSelection((state) => state.select);
  const inOrder = [...scenario.interventions].sort((a, b) => a.atMs - b.atMs);
  return (
    <ol aria-label={t('inspector.interventions')} className="flex flex-col">
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
