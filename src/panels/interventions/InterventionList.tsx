import { useMemo, useState } from 'react';
import { formatClock } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { useDocument } from '../../stores/document';
import { useSelection } from '../../stores/selection';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { IconButton } from '../../ui/IconButton';
import { PlusIcon, SlidersIcon } from '../../ui/icons';
import { later } from '../../ui/later';
import { deed, ICONS, TONES, targetName } from '../intervention-words';
import { rowsInSight } from './window';

const InterventionDialog = later(async () => (await import('./InterventionDialog')).InterventionDialog);

/** CSS pixels; as high as a finger needs. */
const ROW = 40;
/** So many rows are shown at once; the others are a scroll away. */
const ROWS_SHOWN = 8;

/**
 * What was done to the system and what is to be done, oldest first. Each entry selects what it is done to, and can be
 * changed. Of a long list only what is in sight is on the page.
 */
export function InterventionList() {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  const select = useSelection((state) => state.select);
  const [scrolled, setScrolled] = useState(0);
  /** The place of the one being edited; `new`: one that is not there yet. */
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const { interventions } = scenario;
  const inOrder = useMemo(
    () =>
      interventions
        .map((intervention, index) => ({ intervention, index }))
        .sort((a, b) => a.intervention.atMs - b.intervention.atMs),
    [interventions],
  );
  const hasFractions = interventions.some(({ atMs }) => atMs % 1_000 !== 0);
  const clock = (atMs: number) => (hasFractions ? formatClock(atMs) : formatClock(atMs).replace(/\.\d+$/, ''));
  const { from, to } = rowsInSight(inOrder.length, ROW, scrolled, ROWS_SHOWN * ROW);
  return (
    <div className="flex flex-col gap-1.5">
      <ol
        aria-label={t('inspector.interventions')}
        className="overflow-y-auto"
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
        style={{ maxHeight: ROWS_SHOWN * ROW }}
      >
        <li aria-hidden="true" style={{ height: from * ROW }} />
        {inOrder.slice(from, to).map(({ intervention, index }, row) => {
          const Mark = ICONS[intervention.action];
          const { target } = intervention;
          const name = targetName(t, scenario, intervention);
          const what = deed(t, intervention, scenario.contracts);
          return (
            <li
              aria-posinset={from + row + 1}
              aria-setsize={inOrder.length}
              className="flex items-center"
              key={index}
              style={{ height: ROW }}
            >
              <button
                className="flex h-full min-w-0 flex-1 items-center gap-2.5 rounded-md px-1.5 text-left hover:bg-surface-2"
                onClick={() => select('node' in target ? { nodes: [target.node] } : { links: [target.link] })}
                type="button"
              >
                <span className="figures shrink-0 text-xs text-text-3">{clock(intervention.atMs)}</span>
                <Mark className={cx('shrink-0', TONES[intervention.action])} size={15} />
                <span className="min-w-0 flex-1 leading-4">
                  <span className="block truncate font-medium" title={name}>
                    {name}
                  </span>
                  <span className="sr-only"> · </span>
                  <span className="block truncate text-xs text-text-2" title={what}>
                    {what}
                  </span>
                </span>
              </button>
              <IconButton
                icon={SlidersIcon}
                iconSize={14}
                label={t('interventionEditor.change', { what: `${name}: ${what}` })}
                onClick={() => setEdited(index)}
                size="sm"
              />
            </li>
          );
        })}
        <li aria-hidden="true" style={{ height: (inOrder.length - to) * ROW }} />
      </ol>
      {scenario.nodes.length > 0 && (
        <Button className="self-start" icon={PlusIcon} look="quiet" onClick={() => setEdited('new')}>
          {t('interventionEditor.addShort')}
        </Button>
      )}
      {edited !== null && (
        <InterventionDialog index={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}
