import { create } from 'zustand';

export type DockTab = 'metrics' | 'trace' | 'delivery' | 'backlogs' | 'events' | 'capacity';

interface DockTabState {
  readonly tab: DockTab;
  setTab(tab: DockTab): void;
}

/** Which part of the dock is to be seen: whoever shows a message opens its trace there. */
export const useDockTab = create<DockTabState>()((set) => ({
  tab: 'metrics',
  setTab: (tab) => set({ tab }),
}));
