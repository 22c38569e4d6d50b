import './theme.css';
import '../ui/ui.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { allKinds } from '../kinds/all-kinds';
import { useDocuments } from '../stores/documents';
import { usePlayback } from '../stores/playback';
import { bringAlong } from '../ui/later';
import { pageIsShown } from '../ui/when-idle';
import { App } from './App';
import { keepAppearance } from './appearance';
import { CrashScreen } from './CrashScreen';
import { holdEarlyKeys } from './early-keys';
import { firstScenario } from './presets';

/** A field takes over what was typed when it is left; a page that goes away leaves it too. */
function finishTyping(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** Puts on the stage what the address, this tab or the storage hold; what one did not make oneself runs at once. */
async function boot(): Promise<void> {
  const { boot: open, leave, comeBack, openLink } = useDocuments.getState();
  const opened = await open(location.hash, firstScenario());
  if (opened === 'own') void import('./moment').then(({ comeBackToMoment }) => comeBackToMoment());
  else usePlayback.getState().play();
  // By the frame after the next, what was just put on the stage is on the screen.
  requestAnimationFrame(() => requestAnimationFrame(pageIsShown));

  addEventListener('pagehide', () => {
    finishTyping();
    leave();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave();
    else void comeBack();
  });
  addEventListener('hashchange', async () => {
    if (location.hash && (await openLink(location.hash))) usePlayback.getState().play();
  });
}

function show(): void {
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <CrashScreen>
        <App />
      </CrashScreen>
    </StrictMode>,
  );
}

holdEarlyKeys();
bringAlong(allKinds);
bringAlong(() => import('../stores/with-editing'));
// The language comes first: a ready-made scenario is put into its words.
void keepAppearance().then(() => {
  void boot();
  show();
});
