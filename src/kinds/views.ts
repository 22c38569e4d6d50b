import type { KindView } from '../ui/kind-view';

const known: Record<string, KindView> = {};

/** The faces of the kinds, by name: those of the first scenario, and all once {@link allKinds} has brought them. */
export const kindViews: Readonly<Record<string, KindView>> = known;

const isView = (value: unknown): value is KindView =>
  typeof value === 'object' && value !== null && 'kind' in value && 'Face' in value;

/** Takes in the faces of some modules. */
export function addViews(modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
  for (const module of Object.values(modules)) {
    for (const view of Object.values(module).filter(isView)) known[view.kind] = view;
  }
}

addViews(
  import.meta.glob(['./client/view.tsx', './gateway/view.tsx', './service/view.tsx', './database/view.tsx'], {
    eager: true,
  }),
);
