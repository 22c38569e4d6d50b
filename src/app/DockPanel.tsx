import { useT } from '../i18n/language';
import { useLayout } from '../stores/layout';
import { IconButton } from '../ui/IconButton';
import { ChevronDownIcon } from '../ui/icons';
import { Resizer } from '../ui/Resizer';
import { commands } from './commands';
import { Dock } from './side-panels';

const HEIGHT = { min: 140, max: 520 };

/** What is in the dock's place: the edge to drag, its tabs, and a way to fold it away. */
export function DockPanel({ look }: { readonly look: string }) {
  const t = useT();
  const { dockHeight, setDockHeight } = useLayout();
  const fold = (
    <IconButton
      icon={ChevronDownIcon}
      iconSize={16}
      label={`${t('action.close')}: ${t('action.toggleDock')}`}
      onClick={commands.toggleDock.run}
      shortcut={commands.toggleDock.shortcut}
      size="sm"
    />
  );
  return (
    <>
      <h2 className="sr-only">{t('action.toggleDock')}</h2>
      <Resizer
        edge="top"
        label={t('resize.dock')}
        max={HEIGHT.max}
        min={HEIGHT.min}
        onResize={setDockHeight}
        size={dockHeight}
      />
      <Dock aside={fold} look={look} />
    </>
  );
}
