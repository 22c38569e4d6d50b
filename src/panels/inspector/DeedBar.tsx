import { useT } from '../../i18n/language';
import { deedName } from '../../i18n/names';
import { DEEDS, type Deed, performOnAll, type Targets } from '../../stores/deeds';
import { Button } from '../../ui/Button';
import { deedIcon } from '../../ui/deed-icons';
import { IconButton } from '../../ui/IconButton';
import { MoreIcon } from '../../ui/icons';
import { Menu, MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { tooltip } from '../../ui/tooltip';

interface DeedBarProps {
  /** Components, links, or several of them. */
  readonly targets: Targets;
}

/** What is wanted less often than the rest is behind a button. */
const RARE: ReadonlySet<string> = new Set([
  'pause',
  'errors',
  'partition',
  'there',
  'back',
  'loss',
  'starve',
  'delay',
  'stopConsuming',
  'poison',
  'skewClock',
]);
/** Replicas have a place of their own. */
const ELSEWHERE: ReadonlySet<string> = new Set(['scaleUp', 'scaleDown', 'rollOut', 'crashReplica']);

/** What can be done to components and links while they run. */
export function DeedBar({ targets }: DeedBarProps) {
  const t = useT();
  const fitting = DEEDS.filter((deed) => !ELSEWHERE.has(deed.name) && targets.some(([, node]) => deed.fits(node)));
  const kind = targets.length === 1 ? targets[0][1]?.kind : null;
  const usual = fitting.filter(({ name }) => !RARE.has(name));
  const rare = fitting.filter(({ name }) => RARE.has(name));
  const name = (deed: Deed) => deedName(t, deed.name, kind);
  const help = (deed: Deed) => t(`deed.${deed.name}Help`);
  return (
    <div className="flex flex-wrap gap-1.5 *:gap-1 *:px-2">
      {usual.map((deed) => (
        <Button
          icon={deedIcon(deed.name)}
          key={deed.name}
          look={deed.harm ? 'danger' : 'plain'}
          onClick={() => performOnAll(deed, targets)}
          {...tooltip(help(deed), deed.shortcut)}
        >
          {name(deed)}
        </Button>
      ))}
      {rare.length > 0 && (
        <Popover
          label={t('deed.more')}
          role="menu"
          trigger={(props) => (
            <IconButton {...props} className="border border-line-strong" icon={MoreIcon} label={t('deed.more')} />
          )}
        >
          {(close) => (
            <Menu>
              {rare.map((deed) => (
                <MenuItem
                  detail={help(deed)}
                  icon={deedIcon(deed.name)}
                  key={deed.name}
                  onSelect={() => {
                    close();
                    performOnAll(deed, targets);
                  }}
                  shortcut={deed.shortcut}
                >
                  {name(deed)}
                </MenuItem>
              ))}
            </Menu>
          )}
        </Popover>
      )}
    </div>
  );
}
