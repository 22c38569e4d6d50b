import { useT } from '../i18n/language';
import { Button } from '../ui/Button';
import { IconButton } from '../ui/IconButton';
import { ChevronDownIcon, FolderIcon } from '../ui/icons';
import { later } from '../ui/later';
import { Popover } from '../ui/Popover';
import { tooltip } from '../ui/tooltip';

const Entries = later(async () => (await import('./ScenarioEntries')).ScenarioEntries);

/** Ready-made scenarios, one's own, and files. */
export function ScenariosMenu({ withText }: { readonly withText: boolean }) {
  const t = useT();
  const name = t('scenario.menu');
  return (
    <Popover
      align="end"
      label={name}
      role="menu"
      trigger={(props) =>
        withText ? (
          <Button {...props} icon={FolderIcon} look="quiet">
            {name}
            <ChevronDownIcon className="-mr-1 text-text-3" size={13} />
          </Button>
        ) : (
          <IconButton {...props} {...tooltip(name)} icon={FolderIcon} label={name} />
        )
      }
    >
      {(close) => <Entries onDone={close} />}
    </Popover>
  );
}
