import { useT } from '../i18n/language';
import { IconButton, type IconButtonProps } from '../ui/IconButton';
import { MenuItem } from '../ui/Menu';
import type { Command } from './commands';
import { useEnabled } from './use-command';

interface CommandButtonProps extends Partial<Pick<IconButtonProps, 'size' | 'className' | 'pressed' | 'iconSize'>> {
  readonly command: Command;
}

/** A command as a button with its icon; name, shortcut and whether it can be pressed come from the command. */
export function CommandButton({ command, ...look }: CommandButtonProps) {
  const t = useT();
  const enabled = useEnabled(command);
  return (
    <IconButton
      disabled={!enabled}
      icon={command.icon}
      label={t(`action.${command.name}`)}
      onClick={command.run}
      shortcut={command.shortcut}
      {...look}
    />
  );
}

/** A command as an entry of a menu. */
export function CommandItem({ command, onDone }: { readonly command: Command; readonly onDone: () => void }) {
  const t = useT();
  const enabled = useEnabled(command);
  return (
    <MenuItem
      disabled={!enabled}
      icon={command.icon}
      onSelect={() => {
        onDone();
        command.run();
      }}
      shortcut={command.shortcut}
    >
      {t(`action.${command.name}`)}
    </MenuItem>
  );
}
