import type { KindBehaviour } from '../network/behaviour';
import '../network/parts/every-part';

const modules = import.meta.glob<Record<string, KindBehaviour>>(['./*/kind.ts', '!./_*/**'], { eager: true });

/** Every kind's behaviour by the kind's name, found by its folder: no list to edit; and with them all that links are made of. For the worker and the headless run. */
export const behaviours: Readonly<Record<string, KindBehaviour>> = Object.fromEntries(
  Object.values(modules)
    .flatMap((module) => Object.values(module))
    .filter((value): value is KindBehaviour => typeof value === 'object' && 'kind' in value && 'create' in value)
    .map((behaviour) => [behaviour.kind, behaviour]),
);
