import { useEffect, useRef, useState } from 'react';
import { formatClock, formatNumber } from '../i18n/format';
import { t as textNow, useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { moves, usePlayback } from '../stores/playback';
import { Button } from '../ui/Button';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/IconButton';
import { ChevronDownIcon, CloseIcon, PauseIcon, PlayIcon, ResetIcon } from '../ui/icons';
import { later } from '../ui/later';
import { Menu, MenuItem, MenuTitle } from '../ui/Menu';
import { Popover } from '../ui/Popover';
import { tooltip } from '../ui/tooltip';
import { CommandButton, CommandItem } from './CommandButton';
import { commands } from './commands';
import { SPEEDS } from './speeds';
import { useEnabled } from './use-command';

const SeedForm = later(async () => (await import('./SeedForm')).SeedForm);
const FinishProgress = later(async () => (await import('./FinishProgress')).FinishProgress);

/** What is over sooner needs no progress bar, ms. */
const NOTICEABLE_MS = 250;

function PlayButton({ large }: { readonly large: boolean }) {
  const t = useT();
  const phase = usePlayback((state) => state.phase);
  const enabled = useEnabled(commands.run);
  const running = moves(phase);
  const again = phase === 'finished' || phase === 'stopped';
  return (
    <IconButton
      className={large ? 'h-12 w-16 rounded-2xl' : 'w-11'}
      disabled={!enabled}
      icon={running ? PauseIcon : again ? ResetIcon : PlayIcon}
      iconSize={large ? 24 : 18}
      label={t(running ? 'action.pause' : again ? 'action.runAgain' : 'action.run')}
      look="primary"
      onClick={commands.run.run}
      shortcut={commands.run.shortcut}
    />
  );
}

/** The playhead, and what this machine manages when it cannot keep up. Both are written past React. */
function Clock({ className }: { readonly className?: string }) {
  const t = useT();
  const clock = useRef<HTMLSpanElement>(null);
  const behind = useRef<HTMLSpanElement>(null);
  const loads = useDocument((state) => state.loadRevision);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document starts at zero before its first tick.
  useEffect(() => {
    const show = (atMs: number, achieved: number | null) => {
      if (clock.current) clock.current.textContent = formatClock(atMs);
      if (!behind.current) return;
      behind.current.hidden = achieved === null;
      if (achieved === null) return;
      const speed = formatNumber(achieved, 2);
      behind.current.textContent = `≈${speed}×`;
      behind.current.title = textNow('run.achieved', { speed });
    };
    const tick = live.latest();
    show(tick?.atMs ?? 0, null);
    return live.onTick((now) => show(now.atMs, now.behind ? now.achievedSpeed : null));
  }, [loads]);

  return (
    <span className={cx('relative inline-flex items-center', className)} {...tooltip(t('run.clock'))}>
      <span aria-label={t('run.clock')} className="figures text-text" ref={clock} role="timer">
        00:00.000
      </span>
      <span
        className="figures absolute top-full right-0 rounded bg-warn-soft px-1 text-2xs leading-4 text-warn"
        hidden
        ref={behind}
      />
    </span>
  );
}

function SpeedMenu({ up }: { readonly up: boolean }) {
  const t = useT();
  const speed = usePlayback((state) => state.speed);
  const setSpeed = usePlayback((state) => state.setSpeed);
  const name = (value: number) => t('run.speedValue', { speed: formatNumber(value, 3) });
  return (
    <Popover
      align="center"
      label={t('run.speed')}
      role="menu"
      side={up ? 'top' : 'bottom'}
      trigger={(props) => (
        <Button
          {...props}
          aria-label={`${t('run.speed')}: ${name(speed)}`}
          className="figures min-w-16 gap-1 px-1.5 text-text"
          look="quiet"
          {...tooltip(t('run.speed'))}
        >
          {name(speed)}
          <ChevronDownIcon className="text-text-3" size={12} />
        </Button>
      )}
    >
      {(close) => (
        <Menu narrow>
          <MenuTitle>{t('run.speed')}</MenuTitle>
          {SPEEDS.map((one) => (
            <MenuItem
              checked={one === speed}
              key={one}
              onSelect={() => {
                setSpeed(one);
                close();
              }}
            >
              <span className="figures">{name(one)}</span>
            </MenuItem>
          ))}
          <CommandItem command={commands.finish} onDone={close} />
        </Menu>
      )}
    </Popover>
  );
}

function SeedField() {
  const t = useT();
  const seed = useDocument((state) => state.scenario.seed);
  return (
    <Popover
      align="center"
      className="w-72 p-3"
      label={t('run.seed')}
      trigger={(props) => (
        <Button
          {...props}
          aria-label={`${t('run.seed')}: ${seed}`}
          className="gap-1.5 px-2 text-text-3"
          look="quiet"
          {...tooltip(t('run.seed'))}
        >
          <span className="text-xs font-normal">{t('run.seed')}</span>
          <span className="figures max-w-24 truncate text-text">{seed}</span>
        </Button>
      )}
    >
      {() => <SeedForm />}
    </Popover>
  );
}

/** Whether a run to the end takes so long that one wants to know how far it is. */
function useLongFinish(): boolean {
  const finishing = usePlayback((state) => state.phase === 'finishing');
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!finishing) return;
    const timer = setTimeout(() => setLong(true), NOTICEABLE_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [finishing]);
  return finishing && long;
}

/** Runs to the end, or stops on the way there: the same button, so that it keeps the focus. */
function FinishButton() {
  const t = useT();
  const finishing = usePlayback((state) => state.phase === 'finishing');
  const enabled = useEnabled(commands.finish);
  return (
    <IconButton
      disabled={!enabled}
      icon={finishing ? CloseIcon : commands.finish.icon}
      label={t(finishing ? 'run.stopFinish' : 'action.finish')}
      onClick={commands.finish.run}
      shortcut={finishing ? 'Escape' : commands.finish.shortcut}
    />
  );
}

const Line = () => <span className="mx-1 h-4 w-px shrink-0 bg-line" />;

/** Everything that moves time, for the middle of the top bar. */
export function RunControls({ roomy }: { readonly roomy: boolean }) {
  const finishing = useLongFinish();
  return (
    <div className="flex shrink-0 items-center gap-0.5 rounded-xl border border-line bg-canvas p-0.5">
      <CommandButton command={commands.reset} />
      <PlayButton large={false} />
      <CommandButton command={commands.step} />
      <FinishButton />
      <Line />
      {finishing ? <FinishProgress /> : <SpeedMenu up={false} />}
      <Line />
      <Clock className="px-1.5 text-sm" />
      {roomy && (
        <>
          <Line />
          <SeedField />
        </>
      )}
    </div>
  );
}

/** The same for the lower edge of a phone, within reach of the thumb. */
export function PhoneRunControls() {
  const finishing = useLongFinish();
  return (
    <div className="grid grid-cols-[1fr_auto_1fr] items-center gap-2 px-3 pt-2 sm:flex-1 sm:pb-2">
      <Clock className="justify-self-start text-sm" />
      <div className="flex items-center gap-1">
        <CommandButton command={commands.reset} size="lg" />
        <PlayButton large />
        <CommandButton command={commands.step} size="lg" />
      </div>
      <div className="justify-self-end">{finishing ? <FinishProgress /> : <SpeedMenu up />}</div>
    </div>
  );
}
