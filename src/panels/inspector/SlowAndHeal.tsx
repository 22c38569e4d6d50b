import { useT } from '../../i18n/language';
import type { InterventionTarget } from '../../scenario/scenario';
import { usePlayback } from '../../stores/playback';
import { Button } from '../../ui/Button';
import { ErrorsIcon, LossIcon } from '../../ui/fault-icons';
import { IconButton } from '../../ui/IconButton';
import { CutIcon, HealIcon, MoreIcon, PauseIcon, SlowIcon } from '../../ui/icons';
import { Menu, MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { tooltip } from '../../ui/tooltip';
import { ERROR_SHARE, LOSS_SHARE, SLOW_FACTOR } from '../usual-faults';

interface EntriesProps {
  readonly target: InterventionTarget;
  readonly onDone: () => void;
}

/** Faults that are wanted less often than a kill, a cut and a slow-down. */
function MoreFaults({ target, onDone }: EntriesProps) {
  const t = useT();
  const { intervene } = usePlayback.getState();
  const done = (run: () => void) => () => {
    onDone();
    run();
  };
  const until = { target, durationMs: null };
  if ('node' in target) {
    return (
      <Menu>
        <MenuItem
          detail={t('fault.pauseHelp')}
          icon={PauseIcon}
          onSelect={done(() => intervene({ ...until, action: 'pause' }))}
          shortcut="P"
        >
          {t('fault.pause')}
        </MenuItem>
        <MenuItem
          detail={t('fault.errorsHelp')}
          icon={ErrorsIcon}
          onSelect={done(() => intervene({ ...until, action: 'errors', share: ERROR_SHARE }))}
          shortcut="M"
        >
          {t('fault.errors')}
        </MenuItem>
        <MenuItem
          detail={t('fault.partitionHelp')}
          icon={CutIcon}
          onSelect={done(() => intervene({ ...until, action: 'partition' }))}
        >
          {t('fault.partition')}
        </MenuItem>
      </Menu>
    );
  }
  return (
    <Menu>
      <MenuItem
        detail={t('fault.lossHelp')}
        icon={LossIcon}
        onSelect={done(() => intervene({ ...until, action: 'loss', share: LOSS_SHARE }))}
        shortcut="L"
      >
        {t('fault.loss')}
      </MenuItem>
      {(['there', 'back'] as const).map((way) => (
        <MenuItem
          detail={t(`fault.${way}Help`)}
          icon={CutIcon}
          key={way}
          onSelect={done(() => intervene({ ...until, action: 'cut', way }))}
        >
          {t(`fault.${way}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** What can be done to components and links alike: make it slow, do worse to it, and mend whatever was done to it. */
export function SlowAndHeal({ target }: { readonly target: InterventionTarget }) {
  const t = useT();
  const intervene = usePlayback((state) => state.intervene);
  return (
    <>
      <Button
        icon={SlowIcon}
        onClick={() => intervene({ action: 'slow', target, durationMs: null, factor: SLOW_FACTOR })}
        {...tooltip(t('action.slowHelp'), 'W')}
      >
        {t('action.slow')}
      </Button>
      <Button
        icon={HealIcon}
        onClick={() => intervene({ action: 'heal', target, durationMs: null })}
        {...tooltip(t('action.heal'), 'H')}
      >
        {t('action.heal')}
      </Button>
      <Popover
        label={t('fault.more')}
        role="menu"
        trigger={(props) => (
          <IconButton {...props} className="border border-line-strong" icon={MoreIcon} label={t('fault.more')} />
        )}
      >
        {(close) => <MoreFaults onDone={close} target={target} />}
      </Popover>
    </>
  );
}
