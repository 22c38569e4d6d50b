import { useEffect } from 'react';
import { formatDate } from '../i18n/format';
import { useT } from '../i18n/language';
import { PRESETS_BY_THEME } from '../scenario/presets';
import { useDocuments } from '../stores/documents';
import type { DocumentSummary } from '../stores/documents-lists';
import { IconButton } from '../ui/IconButton';
import { FileIcon, PlayIcon, ResetIcon, TrashIcon } from '../ui/icons';
import { Menu, MenuItem, MenuLine, MenuTitle } from '../ui/Menu';
import { toast } from '../ui/toast';
import { CommandItem } from './CommandButton';
import { commands } from './commands';
import { openPreset } from './presets';

/** Longer lists are for a page of their own. */
const LISTED = 6;

function Own({ document, onDone }: { readonly document: DocumentSummary; readonly onDone: () => void }) {
  const t = useT();
  const { id, open, remove, restore } = useDocuments();
  const title = document.title || t('scenario.untitled');
  const bin = async () => {
    await remove(document.id);
    toast({
      text: t('scenario.removed', { title }),
      action: { label: t('action.undo'), run: () => void restore(document.id) },
    });
  };
  return (
    <div className="group relative" role="none">
      <MenuItem
        checked={document.id === id}
        detail={`${formatDate(document.savedAtMs)} · ${t('scenario.components', { count: document.nodeCount })}`}
        icon={FileIcon}
        onSelect={() => {
          onDone();
          void open(document.id);
        }}
      >
        {title}
      </MenuItem>
      <span className="absolute top-1/2 right-1 -translate-y-1/2 rounded-md bg-surface opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100">
        <IconButton
          icon={TrashIcon}
          label={`${t('scenario.moveToBin')}: ${title}`}
          onClick={() => void bin()}
          role="menuitem"
          size="sm"
        />
      </span>
    </div>
  );
}

/** Ready-made scenarios, one's own with the bin, and files. */
export function ScenarioEntries({ onDone }: { readonly onDone: () => void }) {
  const t = useT();
  const { recent, bin, refresh, restore } = useDocuments();
  useEffect(() => {
    void useDocuments.getState().flush().then(refresh);
  }, [refresh]);
  return (
    <Menu>
      <MenuTitle>{t('scenario.ready')}</MenuTitle>
      {PRESETS_BY_THEME[0].presets.map((preset) => (
        <MenuItem
          detail={t(`presetLine.${preset.id}`)}
          icon={PlayIcon}
          key={preset.id}
          onSelect={() => {
            onDone();
            void openPreset(preset);
          }}
        >
          {t(`${preset.texts}.title`)}
        </MenuItem>
      ))}
      <CommandItem command={commands.gallery} onDone={onDone} />
      {recent.length > 0 && <MenuTitle>{t('scenario.own')}</MenuTitle>}
      {recent.slice(0, LISTED).map((document) => (
        <Own document={document} key={document.id} onDone={onDone} />
      ))}
      {bin.length > 0 && <MenuTitle>{t('scenario.bin')}</MenuTitle>}
      {bin.slice(0, LISTED).map((document) => (
        <MenuItem
          detail={t('scenario.restore')}
          icon={ResetIcon}
          key={document.id}
          onSelect={() => void restore(document.id)}
        >
          {document.title || t('scenario.untitled')}
        </MenuItem>
      ))}
      <MenuLine />
      <CommandItem command={commands.newScenario} onDone={onDone} />
      <CommandItem command={commands.import} onDone={onDone} />
      <CommandItem command={commands.export} onDone={onDone} />
    </Menu>
  );
}
