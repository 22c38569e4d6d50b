import { type DockTab, useDockTab } from '../stores/dock-tab';
import { live } from '../stores/live';
import { usePlayback } from '../stores/playback';

const KEY = 'spillway.moment';

interface Moment {
  /** The playhead, virtual ms. */
  readonly atMs: number;
  readonly dockTab: DockTab;
}

const isReload = (): boolean =>
  performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'reload');

/** Notes where in the run this tab is. Where storage is refused, nothing is kept. */
function noteMoment(): void {
  const moment: Moment = { atMs: live.latest()?.atMs ?? 0, dockTab: useDockTab.getState().tab };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(moment));
  } catch {
    // Then a reload begins at zero.
  }
}

/** Notes where in the run this tab is, whenever its page goes away. Returns how to stop. */
export function keepMoment(): () => void {
  addEventListener('pagehide', noteMoment);
  return () => removeEventListener('pagehide', noteMoment);
}

/** After a reload, goes back to where in the run this tab was: the same run, and it stands still. */
export function comeBackToMoment(): void {
  if (!isReload()) return;
  try {
    const { atMs, dockTab } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Moment>;
    if (dockTab) useDockTab.getState().setTab(dockTab);
    if (typeof atMs === 'number' && atMs > 0) usePlayback.getState().seek(atMs);
  } catch {
    // What cannot be read is as good as nothing.
  }
}
