import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { canvasView } from '../canvas/canvas-view';
import { copySelected, pasteAt } from '../canvas/clipboard';
import { useConnecting } from '../canvas/connecting';
import { type OpenMenu, useContextMenu } from '../canvas/context-menu';
import { useRenaming } from '../canvas/renaming';
import { changeZone, isParted, membersOf, moveIntoZone, toggleParted, useZoneNaming } from '../canvas/zone';
import { useT } from '../i18n/language';
import { deedName, nodeName } from '../i18n/names';
import { catalogue } from '../kinds/catalogue';
import { ZONE_COLOURS, zoneOf, zonesOf } from '../scenario/zones';
import { DEEDS, performOnAll, targetsAmong } from '../stores/deeds';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { cx } from '../ui/cx';
import { deedIcon } from '../ui/deed-icons';
import { CheckIcon, CopyIcon, CutIcon, HealIcon, PlusIcon, SlidersIcon, TrashIcon, UploadIcon } from '../ui/icons';
import { Menu, MenuItem, MenuLine, MenuTitle } from '../ui/Menu';
import { ArrowRightIcon } from '../ui/step-icons';
import { CommandItem } from './CommandButton';
import { openPaletteAt } from './command-palette/place';
import { commands } from './commands';

/** So many zones are offered to move into; the inspector takes any. */
const ZONES_OFFERED = 5;
const MARGIN = 8;

interface EntriesProps {
  readonly onDone: () => void;
}

/** What can be done to what is selected, in a run and to the drawing. */
function SelectionEntries({ onDone }: EntriesProps) {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  const { nodes, links } = useSelection();
  const targets = targetsAmong(scenario, { nodes, links });
  const chosen = scenario.nodes.filter(({ id }) => nodes.includes(id));
  const single = chosen.length === 1 && links.length === 0 ? chosen[0] : null;
  const deeds = DEEDS.filter((deed) => targets.some(([, node]) => deed.fits(node)));
  const zone = single ? zoneOf(scenario, single.id) : '';
  const others = zonesOf(scenario).filter(({ id }) => id !== zone);
  const done = (act: () => void) => () => {
    onDone();
    act();
  };
  return (
    <>
      <MenuTitle>{single ? nodeName(t, single) : t('contextMenu.selected', { count: targets.length })}</MenuTitle>
      {deeds.map((deed) => (
        <MenuItem
          icon={deedIcon(deed.name)}
          key={deed.name}
          onSelect={done(() => performOnAll(deed, targets))}
          shortcut={deed.shortcut}
        >
          {deedName(t, deed.name, single?.kind)}
        </MenuItem>
      ))}
      <MenuLine />
      {single && (
        <MenuItem icon={SlidersIcon} onSelect={done(() => useRenaming.getState().start(single.id))} shortcut="F2">
          {t('shortcut.rename')}
        </MenuItem>
      )}
      {single && catalogue[single.kind].calls.length > 0 && (
        <MenuItem icon={ArrowRightIcon} onSelect={done(() => useConnecting.getState().start(single.id))} shortcut="C">
          {t('contextMenu.connect')}
        </MenuItem>
      )}
      {nodes.length > 0 && (
        <>
          <CommandItem command={commands.duplicate} onDone={onDone} />
          <MenuItem icon={CopyIcon} onSelect={done(() => void copySelected())} shortcut="Mod+C">
            {t('shortcut.copy')}
          </MenuItem>
          <CommandItem command={commands.group} onDone={onDone} />
          {others.slice(0, ZONES_OFFERED).map(({ id }) => (
            <MenuItem icon={PlusIcon} key={id} onSelect={done(() => moveIntoZone(nodes, id))}>
              {t('zone.moveInto', { name: id })}
            </MenuItem>
          ))}
          {zone !== '' && (
            <MenuItem icon={PlusIcon} onSelect={done(() => moveIntoZone(nodes, ''))}>
              {t('zone.leave', { name: zone })}
            </MenuItem>
          )}
        </>
      )}
      <CommandItem command={commands.remove} onDone={onDone} />
    </>
  );
}

function ZoneEntries({ zone, onDone }: EntriesProps & { readonly zone: string }) {
  const t = useT();
  const colour =
    useDocument((state) => zonesOf(state.scenario).find(({ id }) => id === zone)?.colour) ?? ZONE_COLOURS[0];
  const parted = isParted(zone);
  const done = (act: () => void) => () => {
    onDone();
    act();
  };
  return (
    <>
      <MenuTitle>{zone}</MenuTitle>
      <MenuItem icon={parted ? HealIcon : CutIcon} onSelect={done(() => toggleParted(zone))}>
        {t(parted ? 'zone.heal' : 'zone.partition')}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={SlidersIcon} onSelect={done(() => useZoneNaming.getState().start(zone))} shortcut="F2">
        {t('shortcut.rename')}
      </MenuItem>
      <MenuItem icon={CheckIcon} onSelect={done(() => useSelection.getState().select({ nodes: membersOf(zone) }))}>
        {t('zone.select')}
      </MenuItem>
      <MenuItem icon={TrashIcon} onSelect={done(() => changeZone(zone, null))} shortcut="Delete">
        {t('zone.ungroup')}
      </MenuItem>
      <MenuLine />
      {/* biome-ignore lint/a11y/useSemanticElements: these are entries of a menu */}
      <div aria-label={t('zone.colour')} className="flex gap-1 px-1 pb-1" role="group">
        {ZONE_COLOURS.map((one) => (
          <button
            aria-checked={one === colour}
            aria-label={t(`zone.colours.${one}`)}
            className="zone-swatch grid size-8 place-items-center rounded-lg outline-none hover:bg-surface-2 focus:bg-surface-2 touch:size-10"
            data-colour={one}
            key={one}
            onClick={done(() => changeZone(zone, { colour: one }))}
            role="menuitemradio"
            type="button"
          >
            <span
              className={cx(
                'size-4.5 rounded-full border',
                one === colour ? 'border-text outline-2 outline-offset-2 outline-line-strong' : 'border-transparent',
              )}
            />
          </button>
        ))}
      </div>
    </>
  );
}

function CanvasEntries({ at, onDone }: EntriesProps & { readonly at: OpenMenu['at'] }) {
  const t = useT();
  const done = (act: () => void) => () => {
    onDone();
    act();
  };
  return (
    <>
      <MenuItem icon={PlusIcon} onSelect={done(() => openPaletteAt(canvasView.at(at)))}>
        {t('contextMenu.add')}
      </MenuItem>
      <MenuItem icon={UploadIcon} onSelect={done(() => void pasteAt(canvasView.at(at)))} shortcut="Mod+V">
        {t('shortcut.paste')}
      </MenuItem>
      <MenuLine />
      <CommandItem command={commands.undo} onDone={onDone} />
      <CommandItem command={commands.redo} onDone={onDone} />
      <MenuLine />
      <CommandItem command={commands.tidy} onDone={onDone} />
      <CommandItem command={commands.fit} onDone={onDone} />
      <CommandItem command={commands.palette} onDone={onDone} />
    </>
  );
}

/** A box at a point of the window, for as long as it is mounted; gone with Escape or a press elsewhere. */
function MenuAt({
  at,
  onClose,
  children,
}: {
  readonly at: OpenMenu['at'];
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  // Not a plain effect: when that is taken back, the box is gone, and nobody knows whether it had the focus.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const opener = document.activeElement;
    // Not `auto`: the browser would close it as soon as the finger of a long press is lifted.
    element.showPopover();
    const { offsetWidth: width, offsetHeight: height } = element;
    element.style.left = `${Math.max(MARGIN, Math.min(at.x, innerWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, at.y + height > innerHeight - MARGIN ? Math.min(at.y, innerHeight - height - MARGIN) : at.y)}px`;
    element.querySelector<HTMLElement>('[role^="menuitem"]:not(:disabled)')?.focus();
    const onPointerDown = (event: Event) => {
      if (!(event.target instanceof Node && element.contains(event.target))) onClose();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' && event.key !== 'Tab') return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    addEventListener('pointerdown', onPointerDown, true);
    addEventListener('keydown', onKeyDown, true);
    addEventListener('blur', onClose);
    addEventListener('resize', onClose);
    return () => {
      removeEventListener('pointerdown', onPointerDown, true);
      removeEventListener('keydown', onKeyDown, true);
      removeEventListener('blur', onClose);
      removeEventListener('resize', onClose);
      if (element.contains(document.activeElement) && opener instanceof HTMLElement) opener.focus();
    };
  }, [at, onClose]);
  return (
    <div
      aria-label={t('contextMenu.title')}
      className="fixed m-0 max-h-[calc(100dvh-1rem)] max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-surface p-1.5 text-text shadow-2"
      popover="manual"
      ref={box}
      role="menu"
    >
      <Menu>{children}</Menu>
    </div>
  );
}

/** The menu of what was clicked on the canvas. */
export function ContextMenu() {
  const { menu, close } = useContextMenu();
  if (!menu) return null;
  const { about, at } = menu;
  // In the landmark of what it is about, so that a screen reader tells where it is.
  return createPortal(
    <MenuAt at={at} key={`${at.x} ${at.y}`} onClose={close}>
      {about === 'selection' && <SelectionEntries onDone={close} />}
      {about === 'canvas' && <CanvasEntries at={at} onDone={close} />}
      {typeof about === 'object' && <ZoneEntries onDone={close} zone={about.zone} />}
    </MenuAt>,
    document.querySelector('main') ?? document.body,
  );
}
