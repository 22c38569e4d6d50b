import { useT } from '../i18n/language';
import { later } from '../ui/later';
import { Stage } from './Stage';
import { useScreen } from './screen';
import { useLook } from './use-look';

const Overlays = later(async () => (await import('./desk')).Overlays);
const TopBar = later(
  async () => (await import('./desk')).TopBar,
  () => <div className="h-12 shrink-0 border-b border-line bg-surface sm:h-13" />,
);

export function App() {
  const t = useT();
  const screen = useScreen();
  const look = useLook();
  return (
    <div className="relative flex h-dvh flex-col overflow-clip">
      <button
        className="sr-only z-50 rounded-lg bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
        onClick={() => document.querySelector<HTMLElement>('#canvas .react-flow__node')?.focus()}
        type="button"
      >
        {t('app.skip')}
      </button>
      <TopBar screen={screen} />
      <Stage look={look} screen={screen} />
      <Overlays />
    </div>
  );
}
