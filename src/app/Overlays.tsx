import { useEffect } from 'react';
import { useLayout } from '../stores/layout';
import { later } from '../ui/later';
import { TooltipLayer } from '../ui/TooltipLayer';
import { ToastLayer } from '../ui/toast';
import { Announcements } from './Announcements';
import { FileDrop } from './FileDrop';
import { keepMoment } from './moment';

const CommandPalette = later(async () => (await import('./command-palette/CommandPalette')).CommandPalette);
const ContextMenu = later(async () => (await import('./ContextMenu')).ContextMenu);
const FaultKeys = later(async () => (await import('./FaultKeys')).FaultKeys);
const GalleryDialog = later(async () => (await import('./GalleryDialog')).GalleryDialog);
const ShareDialog = later(async () => (await import('./ShareDialog')).ShareDialog);
const ShortcutsDialog = later(async () => (await import('./ShortcutsDialog')).ShortcutsDialog);

/** What lies over the page, or over none of it: dialogs, messages, tooltips. */
export function Overlays() {
  const { dialog, setDialog } = useLayout();
  const close = () => setDialog(null);
  useEffect(keepMoment, []);
  return (
    <>
      {dialog === 'gallery' && <GalleryDialog onClose={close} />}
      {dialog === 'palette' && <CommandPalette onClose={close} />}
      {dialog === 'share' && <ShareDialog onClose={close} />}
      {dialog === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      <ContextMenu />
      <FaultKeys />
      <FileDrop />
      <Announcements />
      <ToastLayer />
      <TooltipLayer />
    </>
  );
}
