import { Canvas } from '../canvas/Canvas';
import { useT } from '../i18n/language';
import { useLayout } from '../stores/layout';
import { cx } from '../ui/cx';
import { later } from '../ui/later';
import type { Screen } from './screen';
import { Timeline } from './side-panels';

const Palette = later(async () => (await import('./desk')).PalettePanel);
const HintLine = later(async () => (await import('./desk')).HintLine);
const InspectorPanel = later(async () => (await import('./desk')).InspectorPanel);
const DockPanel = later(async () => (await import('./desk')).DockPanel);
const PhonePanels = later(async () => (await import('./PhonePanels')).PhonePanels);
const PhoneBar = later(
  async () => (await import('./PhoneBar')).PhoneBar,
  () => <div className="h-29 shrink-0 sm:h-16" />,
);

/** What two charts, one over the other, need. */
const TWO_ROWS = 300;

function InspectorPlace({ over }: { readonly over: boolean }) {
  const t = useT();
  const width = useLayout((state) => state.inspectorWidth);
  return (
    <aside
      aria-label={t('region.inspector')}
      className={cx(
        'flex flex-col border-l border-line bg-surface',
        over ? 'absolute inset-y-0 right-0 z-10 shadow-2' : 'relative shrink-0',
      )}
      style={{ width }}
    >
      <InspectorPanel over={over} />
    </aside>
  );
}

function DockPlace({ look, tall }: { readonly look: string; readonly tall: boolean }) {
  const t = useT();
  const height = useLayout((state) => state.dockHeight);
  return (
    <aside
      aria-label={t('action.toggleDock')}
      className="relative max-h-[min(50dvh,calc(100dvh-22rem))] shrink-0 border-t border-line bg-surface"
      style={{ height: tall ? Math.max(height, TWO_ROWS) : height }}
    >
      <DockPanel look={look} />
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
        <div className="relative flex min-h-0 flex-1 overflow-clip">
          {!phone && open.palette && (
            <div className={cx('shrink-0 border-r border-line bg-surface', screen === 'tablet' ? 'w-22' : 'w-52')}>
              <Palette narrow={screen === 'tablet'} />
            </div>
          )}
          <main className="relative min-w-0 flex-1" id="canvas">
            <Canvas />
            <HintLine />
          </main>
          {screen === 'tablet' && sheet === 'inspector' && <InspectorPlace over />}
          {phone && <PhonePanels look={look} />}
        </div>
        <Timeline />
        {!phone && open.dock && <DockPlace look={look} tall={screen === 'tablet'} />}
        {phone && <PhoneBar />}
      </div>
      {screen === 'desktop' && open.inspector && <InspectorPlace over={false} />}
    </div>
  );
}
