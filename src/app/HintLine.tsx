import { useEffect, useState } from 'react';
import { hasText, useT } from '../i18n/language';
import { nodeName } from '../i18n/names';
import { PRESETS } from '../scenario/presets';
import type { Scenario } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { Button } from '../ui/Button';
import { IconButton } from '../ui/IconButton';
import { CloseIcon, PowerIcon } from '../ui/icons';
import { openPreset } from './presets';

const firstCrash = ({ interventions }: Scenario) => interventions.find(({ action }) => action === 'crash');

/** Long enough after the kill for the cascade to have reached the shoppers, virtual ms. */
const CASCADE_MS = 4_000;

/** Whether the playhead is so far behind the first crash that its consequences are to be seen. */
function useCascaded(): boolean {
  const first = useDocument((state) => firstCrash(state.scenario)?.atMs ?? Infinity);
  const [cascaded, setCascaded] = useState(false);
  useEffect(() => live.onTick(({ atMs }) => setCascaded(atMs >= first + CASCADE_MS)), [first]);
  return cascaded;
}

/** One line over the canvas that says what to try, and then what to try next. It can be closed. */
export function HintLine() {
  const t = useT();
  const hint = useDocument((state) => state.scenario.view.hint);
  const tried = useDocument((state) => state.scenario.interventions.length > 0);
  const payments = useDocument(({ scenario }) => scenario.nodes.find(({ id }) => id === 'payments'));
  const cascaded = useCascaded();
  const queued = PRESETS.find((preset) => preset.id === 'store-with-rabbitmq');
  const next = tried && cascaded && hint === 'killPayments' && queued;
  if (!hint || (tried && !next)) return null;
  const key = `hint.${hint}`;
  // As it is called on the canvas: in whichever language, and after it was renamed.
  const name = payments ? nodeName(t, payments) : t('readyMade.nodes.payments');
  return (
    <aside className="pointer-events-none absolute inset-x-3 top-3 z-10 flex justify-center">
      <div className="pointer-events-auto flex min-h-9 items-center gap-2 rounded-2xl border border-line bg-surface py-0.5 pr-1 pl-3.5 shadow-2">
        <PowerIcon className="shrink-0 text-fail" size={16} />
        {/* On a phone the button goes below the line; sign and cross keep their places. */}
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 py-1">
          <p className="text-text">{next ? t('hint.cascade') : hasText(key) ? t(key, { name }) : hint}</p>
          {next && (
            <Button className="h-7" look="primary" onClick={() => void openPreset(next)}>
              {t('hint.tryQueue')}
            </Button>
          )}
        </div>
        <IconButton
          icon={CloseIcon}
          iconSize={14}
          label={t('action.close')}
          onClick={() => useDocument.getState().setView({ hint: undefined })}
          size="sm"
        />
      </div>
    </aside>
  );
}
