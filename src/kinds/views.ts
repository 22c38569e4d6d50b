import type { KindView } from '../ui/kind-view';

const modules = import.meta.glob<Record<string, KindView>>(['./*/view.tsx', '!./_*/**'], { eager: true });

/** Every kind's face by the kind's name, found by its folder: no list to edit. */
export const kindViews: Readonly<Record<string, KindView>> = Object.fromEntries(
  Object.values(modules)
    .flatMap((module) => Object.values(module))
    .filter((value) => typeof value === 'object' && 'kind' in value && 'Face' in value)
    .map((view) => [view.kind, view]),
);
