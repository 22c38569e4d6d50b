import { lazy, Suspense } from 'react';
import { useT } from '../i18n/language';
import { useLayout } from '../stores/layout';
import { ToastLayer } from '../ui/toast';
import { TooltipLayer } from '../ui/tooltip';
import { useKeyboard } from './keyboard';
import { Stage } from './Stage';
import { useScreen } from './screen';
import { TopBar } from './TopBar';
import { useLook } from './use-look';

const Announcements = lazy(() => import('./Announcements').then((module) => ({ default: module.Announcements })));
const FileDrop = lazy(() => import('./FileDrop').then((module) => ({ default: module.FileDrop })));
const ShareDialog = lazy(() => import('./ShareDialog').then((module) => ({ default: module.ShareDialog })));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog').then((module) => ({ default: module.ShortcutsDialog })));

function Dialogs() {
  const { dialog, setDialog } = useLayout();
  const close = () => setDialog(null);
  return (
    <Suspense fallback={null}>
      {dialog === 'share' && <ShareDialog onClose={close} />}
      {dialog === 'shortcuts' && <ShortcutsDialog onClose={close} />}
    </Suspense>
  );
}

export function App() {
  const t = useT();
  const screen = useScreen();
  const look = useLook();
  useKeyboard();
  return (
    <div className="relative flex h-dvh flex-col overflow-hidden">
      <button
        className="sr-only z-50 rounded-lg bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
        onClick={() => document.querySelector<HTMLElement>('#canvas .react-flow__node')?.focus()}
        type="button"
      >
        {t('app.skip')}
      </button>
      <TopBar screen={screen} />
      <Stage look={look} screen={screen} />
      <Dialogs />
      <Suspense fallback={null}>
        <FileDrop />
        <Announcements />
      </Suspense>
      <ToastLayer />
      <TooltipLayer />
    </div>
  );
}
