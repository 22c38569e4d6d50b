import { lazy, Suspense } from 'react';
import { Canvas } from '../canvas/Canvas';
import { useT } from '../i18n/language';
import { useLayout } from '../stores/layout';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/IconButton';
import { ChevronDownIcon, CloseIcon } from '../ui/icons';
import { Resizer } from '../ui/Resizer';
import { commands } from './commands';
import { HintLine } from './HintLine';
import type { Screen } from './screen';
import { Dock, Inspector, Palette, Timeline } from './side-panels';

const PhoneBar = lazy(() => import('./PhoneBar').then((module) => ({ default: module.PhoneBar })));
const PhonePanels = lazy(() => import('./PhonePanels').then((module) => ({ default: module.PhonePanels })));

const INSPECTOR = { min: 280, max: 480 };
const DOCK = { min: 140, max: 520 };
/** What two charts, one over the other, need. */
const TWO_ROWS = 340;

function InspectorPanel({ over }: { readonly over: boolean }) {
  const t = useT();
  const { inspectorWidth, setInspectorWidth } = useLayout();
  return (
    <aside
      aria-label={t('inspector.title')}
      className={cx(
        'flex flex-col border-l border-line bg-surface',
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
      {over && (
        <div className="flex items-center justify-between border-b border-line py-0.5 pr-1 pl-4">
          <h2 className="text-xs font-medium text-text-3">{t('inspector.title')}</h2>
          <IconButton icon={CloseIcon} label={t('action.close')} onClick={commands.toggleInspector.run} />
        </div>
      )}
      <div className="min-h-0 flex-1">
        <Inspector />
      </div>
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
      <h2 className="sr-only">{t('action.toggleDock')}</h2>
      <Resizer
        edge="top"
        label={t('resize.dock')}
        max={DOCK.max}
        min={DOCK.min}
        onResize={setDockHeight}
        size={dockHeight}
      />
      <Dock aside={fold} look={look} />
    </aside>
  );
}

interface StageProps {
  readonly screen: Screen;
  /** Changes with theme and language. */
  readonly look: string;
}

/**
 * The canvas and what is around it: panels beside it as far as they are folded out; on a tablet the inspector lies over
 * it; on a phone every panel does. The canvas stays mounted whatever the window's size becomes.
 */
export function Stage({ screen, look }: StageProps) {
  const open = useLayout((state) => state.open);
  const sheet = useLayout((state) => state.sheet);
  const phone = screen === 'phone';
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="relative flex min-h-0 flex-1 overflow-hidden">
          {!phone && open.palette && (
            <div className={cx('shrink-0 border-r border-line bg-surface', screen === 'tablet' ? 'w-22' : 'w-52')}>
              <Palette narrow={screen === 'tablet'} />
            </div>
          )}
          <main className="relative min-w-0 flex-1" id="canvas">
            <Canvas />
            <HintLine />
          </main>
          {screen === 'tablet' && sheet === 'inspector' && <InspectorPanel over />}
          {phone && (
            <Suspense fallback={null}>
              <PhonePanels look={look} />
            </Suspense>
          )}
        </div>
        <Timeline />
        {!phone && open.dock && <DockPanel look={look} tall={screen === 'tablet'} />}
        {phone && (
          <Suspense fallback={<div className="h-29 shrink-0" />}>
            <PhoneBar />
          </Suspense>
        )}
      </div>
      {screen === 'desktop' && open.inspector && <InspectorPanel over={false} />}
    </div>
  );
}
