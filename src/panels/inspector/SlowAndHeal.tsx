import { useT } from '../../i18n/language';
import type { InterventionTarget } from '../../scenario/scenario';
import { usePlayback } from '../../stores/playback';
import { Button } from '../../ui/Button';
import { HealIcon, SlowIcon } from '../../ui/icons';
import { tooltip } from '../../ui/tooltip';

const SLOW_FACTOR = 10;

/** What can be done to components and links alike: make it slow, and mend whatever was done to it. */
export function SlowAndHeal({ target }: { readonly target: InterventionTarget }) {
  const t = useT();
  const intervene = usePlayback((state) => state.intervene);
  return (
    <>
      <Button
        icon={SlowIcon}
        onClick={() => intervene({ action: 'slow', target, durationMs: null, factor: SLOW_FACTOR })}
        {...tooltip(t('action.slowHelp'))}
      >
        {t('action.slow')}
      </Button>
      <Button icon={HealIcon} onClick={() => intervene({ action: 'heal', target, durationMs: null })}>
        {t('action.heal')}
      </Button>
    </>
  );
}
