import { create } from 'zustand';

export interface Selected {
  readonly nodes: readonly string[];
  readonly links: readonly string[];
}

interface SelectionState extends Selected {
  select(selected: Partial<Selected>): void;
  clear(): void;
}

const sameIds = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, i) => id === b[i]);

/** What is selected on the canvas, by id. Selecting what is selected already changes nothing. */
export const useSelection = create<SelectionState>()((set, get) => ({
  nodes: [],
  links: [],
  select: ({ nodes = [], links = [] }) => {
    const now = get();
    if (!sameIds(nodes, now.nodes) || !sameIds(links, now.links)) set({ nodes, links });
  },
  clear: () => get().select({}),
}));
