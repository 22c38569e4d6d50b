import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export type Panel = 'palette' | 'inspector' | 'dock';
export type DialogName = 'gallery' | 'palette' | 'share' | 'shortcuts';

interface LayoutState {
  /** Which panels are folded out, where there is room beside the canvas. */
  readonly open: Readonly<Record<Panel, boolean>>;
  /** CSS pixels. */
  readonly inspectorWidth: number;
  readonly dockHeight: number;
  /** The panel that covers the lower half of a phone. */
  readonly sheet: Panel | null;
  /** Which parts of the inspector's forms were folded out or in, by the forms' and the parts' names. */
  readonly sections: Readonly<Record<string, boolean>>;
  readonly dialog: DialogName | null;
  setOpen(panel: Panel, open: boolean): void;
  setInspectorWidth(width: number): void;
  setDockHeight(height: number): void;
  setSheet(sheet: Panel | null): void;
  setSection(name: string, open: boolean): void;
  setDialog(dialog: DialogName | null): void;
}

/** How the page is arranged; what concerns panels beside the canvas is remembered in localStorage. */
export const useLayout = create<LayoutState>()(
  persist(
    (set) => ({
      open: { palette: true, inspector: true, dock: true },
      inspectorWidth: 304,
      dockHeight: 216,
      sheet: null,
      sections: {},
      dialog: null,
      setOpen: (panel, open) => set((before) => ({ open: { ...before.open, [panel]: open } })),
      setInspectorWidth: (inspectorWidth) => set({ inspectorWidth }),
      setDockHeight: (dockHeight) => set({ dockHeight }),
      setSheet: (sheet) => set({ sheet }),
      setSection: (name, open) => set((before) => ({ sections: { ...before.sections, [name]: open } })),
      setDialog: (dialog) => set({ dialog }),
    }),
    {
      name: 'spillway.layout',
      version: 1,
      storage: createJSONStorage(() => localStorage),
      partialize: ({ open, inspectorWidth, dockHeight, sections }) => ({ open, inspectorWidth, dockHeight, sections }),
    },
  ),
);
