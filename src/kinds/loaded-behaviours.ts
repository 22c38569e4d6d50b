import type { KindBehaviour } from '../network/behaviour';

const modules = import.meta.glob<Record<string, unknown>>(['./*/kind.ts', '!./_*/**']);

const loaded: Record<string, KindBehaviour> = {};

/** The behaviours that {@link loadBehaviours} has brought, by kind. For the worker, which fetches only what it runs. */
export const loadedBehaviours: Readonly<Record<string, KindBehaviour>> = loaded;

const isBehaviour = (value: unknown): value is KindBehaviour =>
  typeof value === 'object' && value !== null && 'kind' in value && 'create' in value;

async function load(kind: string): Promise<void> {
  const module = await modules[`./${kind}/kind.ts`]?.();
  const behaviour = Object.values(module ?? {}).find(isBehaviour);
  if (behaviour) loaded[kind] = behaviour;
}

/** Fetches the behaviours of kinds that are not there yet; null: nothing to wait for. An unknown kind stays unknown. */
export function loadBehaviours(kinds: Iterable<string>): Promise<unknown> | null {
  const missing = [...new Set(kinds)].filter((kind) => !(kind in loaded));
  return missing.length === 0 ? null : Promise.all(missing.map(load));
}
