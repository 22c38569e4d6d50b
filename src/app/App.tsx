import { lazy, Suspense } from 'react';
import { Canvas } from '../canvas/Canvas';
import { canvasView } from '../canvas/canvas-view';
import { placeNode } from '../canvas/place-node';
import { t as textNow, useT } from '../i18n/language';
import { Palette } from '../panels/Palette';
import { useLayout } from '../stores/layout';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/IconButton';
import { ChevronDownIcon } from '../ui/icons';
import { Resizer } from '../ui/Resizer';
import { Sheet } from '../ui/Sheet';
import { ToastLayer, toast } from '../ui/toast';
import { TooltipLayer } from '../ui/tooltip';
import { Announcements } from './Announcements';
import { commands } from './commands';
import { FileDrop } from './FileDrop';
import { HintLine } from './HintLine';
import { useKeyboard } from './keyboard';
import { PhoneBar } from './PhoneBar';
import { type Screen, useInspectorOver, useScreen } from './screen';
import { TopBar } from './TopBar';
import { useLook } from './use-look';

/** Whoever opens the page sees the canvas first: what stands beside it follows. */
const Dock = lazy(() => import('../panels/Dock').then((module) => ({ default: module.Dock })));
const Inspector = lazy(() => import('../panels/Inspector').then((module) => ({ default: module.Inspector })));
const ShareDialog = lazy(() => import('./ShareDialog').then((module) => ({ default: module.ShareDialog })));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog').then((module) => ({ default: module.ShortcutsDialog })));

const INSPECTOR = { min: 280, max: 480 };
const DOCK = { min: 140, max: 520 };
/** What two charts, one over the other, need. */
const TWO_ROWS = 340;

/** Puts a component where the visitor looks, and keeps it in view. */
function place(kind: string) {
  const id = placeNode(kind, canvasView.centre());
  if (id) canvasView.reveal(id);
  else toast({ tone: 'error', text: textNow('palette.full') });
  if (id) useLayout.getState().setSheet(null);
}

const InspectorOfSelection = () => (
  <Suspense fallback={null}>
    <Inspector onDuplicate={commands.duplicate.run} onRemove={commands.remove.run} />
  </Suspense>
);

function InspectorPanel({ over }: { readonly over: boolean }) {
  const t = useT();
  const { inspectorWidth, setInspectorWidth } = useLayout();
  return (
    <aside
      aria-label={t('inspector.title')}
      className={cx(
        'border-l border-line bg-surface',
        over ? 'absolute inset-y-0 right-0 z-10 shadow-2' : 'relative shrink-0',
      )}
      style={{ width: inspectorWidth }}
    >
      <Resizer
        edge="left"
        label={t('resize.inspector')}
        max={INSPECTOR.max}
        min={INSPECTOR.min}
        onResize={setInspectorWidth}
        size={inspectorWidth}
      />
      <InspectorOfSelection />
    </aside>
  );
}

function DockPanel({ look, tall }: { readonly look: string; readonly tall: boolean }) {
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
    <aside
      aria-label={t('action.toggleDock')}
      className="relative max-h-[50dvh] shrink-0 border-t border-line bg-surface"
      style={{ height: tall ? Math.max(dockHeight, TWO_ROWS) : dockHeight }}
    >
      <Resizer
        edge="top"
        label={t('resize.dock')}
        max={DOCK.max}
        min={DOCK.min}
        onResize={setDockHeight}
        size={dockHeight}
      />
      <Suspense fallback={null}>
        <Dock aside={fold} look={look} />
      </Suspense>
    </aside>
  );
}

/** Canvas in the middle, panels around it as far as they are folded out; on a tablet the inspector lies over it. */
function Stage({ screen, look }: { readonly screen: Screen; readonly look: string }) {
  const open = useLayout((state) => state.open);
  const over = useInspectorOver();
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="relative flex min-h-0 flex-1">
          {open.palette && (
            <div className={cx('shrink-0 border-r border-line bg-surface', screen === 'tablet' ? 'w-22' : 'w-60')}>
              <Palette narrow={screen === 'tablet'} onPlace={place} />
            </div>
          )}
          <main className="relative min-w-0 flex-1" id="canvas">
            <Canvas />
            <HintLine />
          </main>
          {screen === 'tablet' && over && <InspectorPanel over />}
        </div>
        {open.dock && <DockPanel look={look} tall={screen === 'tablet'} />}
      </div>
      {screen === 'desktop' && open.inspector && <InspectorPanel over={false} />}
    </div>
  );
}

/** The canvas fills a phone; panels come up over its lower half. */
function PhoneStage({ look }: { readonly look: string }) {
  const t = useT();
  const { sheet, setSheet } = useLayout();
  const close = () => setSheet(null);
  return (
    <>
      <div className="relative min-h-0 flex-1 overflow-hidden">
        <main className="h-full" id="canvas">
          <Canvas />
          <HintLine />
        </main>
        {sheet === 'palette' && (
          <Sheet onClose={close} title={t('palette.title')}>
            <Palette onPlace={place} />
          </Sheet>
        )}
        {sheet === 'inspector' && (
          <Sheet onClose={close} title={t('inspector.title')}>
            <InspectorOfSelection />
          </Sheet>
        )}
        {sheet === 'dock' && (
          <Sheet onClose={close} title={t('dock.title')} untitled>
            <Suspense fallback={null}>
              <Dock look={look} />
            </Suspense>
          </Sheet>
        )}
      </div>
      <PhoneBar />
    </>
  );
}

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
      {screen === 'phone' ? <PhoneStage look={look} /> : <Stage look={look} screen={screen} />}
      <Dialogs />
      <FileDrop />
      <Announcements />
      <ToastLayer />
      <TooltipLayer />
    </div>
  );
}
