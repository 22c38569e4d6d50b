import { useT } from '../i18n/language';
import { Dialog } from '../ui/Dialog';
import { Kbd } from '../ui/Kbd';
import { allCommands, type Command } from './commands';
import { KEYED_DEEDS } from './FaultKeys';

const GROUPS = ['run', 'edit', 'view', 'file'] as const satisfies readonly Command['group'][];

/** Keys that the canvas itself knows. */
const ON_CANVAS: readonly (readonly [shortcut: string, key: string])[] = [
  ['Tab', 'shortcut.pick'],
  ['↑ ↓ ← →', 'shortcut.move'],
  ['C', 'shortcut.connect'],
  ['F2', 'shortcut.rename'],
  ['Mod+A', 'shortcut.selectAll'],
  ['Mod+C', 'shortcut.copy'],
  ['Mod+V', 'shortcut.paste'],
  ['Shift+F10', 'contextMenu.title'],
];

function Row({ name, shortcut }: { readonly name: string; readonly shortcut: string }) {
  return (
    <li className="flex items-center justify-between gap-4 py-1">
      <span className="text-text-2">{name}</span>
      <Kbd shortcut={shortcut} />
    </li>
  );
}

/** All keys, read from the commands themselves. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t('shortcut.title')} width="xl">
      <div className="columns-1 gap-10 sm:columns-2 lg:columns-3">
        {GROUPS.map((group) => (
          <section className="mb-5 break-inside-avoid" key={group}>
            <h3 className="mb-1 text-xs font-semibold">{t(`shortcut.${group}`)}</h3>
            <ul>
              {allCommands.map(
                (command) =>
                  command.group === group &&
                  command.shortcut && (
                    <Row key={command.name} name={t(`action.${command.name}`)} shortcut={command.shortcut} />
                  ),
              )}
            </ul>
          </section>
        ))}
        <section className="mb-5 break-inside-avoid">
          <h3 className="mb-1 text-xs font-semibold">{t('shortcut.faults')}</h3>
          <ul>
            {KEYED_DEEDS.map(({ name, shortcut = '' }) => (
              <Row key={name} name={t(`deed.${name}`)} shortcut={shortcut} />
            ))}
          </ul>
        </section>
        <section className="mb-5 break-inside-avoid">
          <h3 className="mb-1 text-xs font-semibold">{t('shortcut.canvas')}</h3>
          <ul>
            {ON_CANVAS.map(([shortcut, key]) => (
              <Row key={key} name={t(key)} shortcut={shortcut} />
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
