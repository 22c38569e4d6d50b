import { LANGUAGES, type Language, useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { useLayout } from '../stores/layout';
import { type Theme, useSettings } from '../stores/settings';
import { Button } from '../ui/Button';
import { IconButton } from '../ui/IconButton';
import type { Icon } from '../ui/icon';
import { LanguageIcon, LogoIcon, MoonIcon, MoreIcon, ShareIcon, SunIcon, SystemThemeIcon } from '../ui/icons';
import { Menu, MenuItem, MenuLine, MenuTitle } from '../ui/Menu';
import { Popover } from '../ui/Popover';
import { TextInput } from '../ui/TextInput';
import { tooltip } from '../ui/tooltip';
import { CommandButton, CommandItem } from './CommandButton';
import { type Command, commands } from './commands';
import { useKeyboard } from './keyboard';
import { RunControls } from './RunControls';
import { ScenariosMenu } from './ScenariosMenu';
import type { Screen } from './screen';
import { useEnabled } from './use-command';

const THEMES: Readonly<Record<Theme, Icon>> = { system: SystemThemeIcon, light: SunIcon, dark: MoonIcon };

function TitleField() {
  const t = useT();
  const title = useDocument((state) => state.scenario.title);
  const setTitle = useDocument((state) => state.setTitle);
  return (
    <TextInput
      className="field-sizing-content max-w-[calc(100%+0.375rem)] truncate"
      label={t('scenario.title')}
      maxLength={200}
      onCommit={setTitle}
      placeholder={t('scenario.untitled')}
      quiet
      value={title}
    />
  );
}

function ThemeItems({ onDone }: { readonly onDone: () => void }) {
  const t = useT();
  const { theme, setTheme } = useSettings();
  return (
    <>
      <MenuTitle>{t('theme.title')}</MenuTitle>
      {(Object.keys(THEMES) as Theme[]).map((one) => (
        <MenuItem
          checked={one === theme}
          icon={THEMES[one]}
          key={one}
          onSelect={() => {
            setTheme(one);
            onDone();
          }}
        >
          {t(`theme.${one}`)}
        </MenuItem>
      ))}
    </>
  );
}

function LanguageItems({ onDone }: { readonly onDone: () => void }) {
  const t = useT();
  const { language, setLanguage } = useSettings();
  return (
    <>
      <MenuTitle>{t('language')}</MenuTitle>
      {(Object.keys(LANGUAGES) as Language[]).map((one) => (
        <MenuItem
          checked={one === language}
          icon={LanguageIcon}
          key={one}
          onSelect={() => {
            setLanguage(one);
            onDone();
          }}
        >
          <span lang={one}>{LANGUAGES[one]}</span>
        </MenuItem>
      ))}
    </>
  );
}

/** What the bar itself has no room for, by the size of the screen; theme, language and help are always here. */
const MORE: Readonly<Record<Screen, readonly Command[]>> = {
  phone: [commands.undo, commands.redo, commands.finish, commands.fit],
  tablet: [commands.finish, commands.togglePalette, commands.toggleDock],
  desktop: [],
};

function MoreMenu({ screen }: { readonly screen: Screen }) {
  const t = useT();
  return (
    <Popover
      align="end"
      label={t('action.more')}
      role="menu"
      trigger={(props) => <IconButton {...props} icon={MoreIcon} label={t('action.more')} />}
    >
      {(close) => (
        <Menu>
          {MORE[screen].map((command) => (
            <CommandItem command={command} key={command.name} onDone={close} />
          ))}
          {MORE[screen].length > 0 && <MenuLine />}
          <ThemeItems onDone={close} />
          <MenuLine />
          <LanguageItems onDone={close} />
          <MenuLine />
          <CommandItem command={commands.palette} onDone={close} />
          <CommandItem command={commands.tidy} onDone={close} />
          {screen !== 'phone' && <CommandItem command={commands.shortcuts} onDone={close} />}
        </Menu>
      )}
    </Popover>
  );
}

function ShareButton({ withText }: { readonly withText: boolean }) {
  const t = useT();
  const enabled = useEnabled(commands.share);
  if (!withText) return <CommandButton command={commands.share} />;
  return (
    <Button
      disabled={!enabled}
      icon={ShareIcon}
      onClick={commands.share.run}
      {...tooltip(t('share.title'), commands.share.shortcut)}
    >
      {t('action.share')}
    </Button>
  );
}

function PanelButtons() {
  const open = useLayout((state) => state.open);
  return (
    <div className="flex">
      <CommandButton command={commands.togglePalette} pressed={open.palette} />
      <CommandButton command={commands.toggleDock} pressed={open.dock} />
      <CommandButton command={commands.toggleInspector} pressed={open.inspector} />
    </div>
  );
}

function InspectorButton() {
  const sheet = useLayout((state) => state.sheet);
  return <CommandButton command={commands.toggleInspector} pressed={sheet === 'inspector'} />;
}

export function TopBar({ screen }: { readonly screen: Screen }) {
  const phone = screen === 'phone';
  // Whatever has a button here has a key as soon as the button can be seen.
  useKeyboard();
  return (
    <header className="relative z-20 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-2 sm:h-13 sm:px-3">
      <div className="flex min-w-0 flex-1 items-center gap-1">
        <span className="flex shrink-0 items-center gap-2 pl-1">
          <LogoIcon className="text-text" size={24} />
          <h1 className={screen === 'desktop' ? 'text-[0.9375rem] font-semibold tracking-tight' : 'sr-only'}>
            Spillway
          </h1>
        </span>
        <span className="mx-2 hidden h-4 w-px shrink-0 bg-line-strong lg:block" />
        <div className="ml-3 min-w-0 lg:ml-2">
          <TitleField />
        </div>
        {!phone && (
          <div className="flex shrink-0">
            <CommandButton command={commands.undo} />
            <CommandButton command={commands.redo} />
          </div>
        )}
      </div>
      {!phone && <RunControls roomy={screen === 'desktop'} />}
      <div className="flex shrink-0 items-center justify-end gap-1 lg:flex-1">
        <ScenariosMenu withText={screen === 'desktop'} />
        <ShareButton withText={screen === 'desktop'} />
        {screen === 'desktop' && <PanelButtons />}
        {screen === 'tablet' && <InspectorButton />}
        <MoreMenu screen={screen} />
      </div>
    </header>
  );
}
