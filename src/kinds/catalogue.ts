import type { KindCatalogue, KindDefinition } from '../network/kind';

const modules = import.meta.glob<Record<string, KindDefinition>>(['./*/params.ts', '!./_*/**'], { eager: true });

/** Every kind's definition, found by its folder: no list to edit. */
export const catalogue: KindCatalogue = Object.fromEntries(
  Object.values(modules)
    .flatMap((module) => Object.values(module))
    .filter((value): value is KindDefinition => typeof value === 'object' && 'kind' in value && 'params' in value)
    .map((definition) => [definition.kind, definition]),
);
