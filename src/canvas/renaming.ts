import { create } from 'zustand';

interface RenamingState {
  /** The node whose name is being edited in place; null: none. */
  readonly node: string | null;
  start(node: string): void;
  stop(): void;
}

export const useRenaming = create<RenamingState>()((set) => ({
  node: null,
  start: (node) => set({ node }),
  stop: () => set({ node: null }),
}));
