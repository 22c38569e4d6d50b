import type { KindBehaviour } from '../network/behaviour';
import type { KindDefinition } from '../network/kind';
import { knowQueues } from '../network/messaging/queues-of';

/** The kinds of the first scenario are there from the start: with the rest of the worker they are less, and no wait. */
const first = import.meta.glob<Record<string, unknown>>(
  ['./client/kind.ts', './database/kind.ts', './gateway/kind.ts', './service/kind.ts'],
  { eager: true },
);
const modules = import.meta.glob<Record<string, unknown>>([
  './*/kind.ts',
  '!./_*/**',
  '!./{client,database,gateway,service}/**',
]);
/** Where messages wait follows from a broker's parameters; the kinds of the first scenario keep none. */
const definitions = import.meta.glob<Record<string, unknown>>([
  './*/params.ts',
  '!./_*/**',
  '!./{client,database,gateway,service}/**',
]);

const isBehaviour = (value: unknown): value is KindBehaviour =>
  typeof value === 'object' && value !== null && 'kind' in value && 'create' in value;

const behaviourIn = (module: Record<string, unknown> | undefined): KindBehaviour | undefined =>
  Object.values(module ?? {}).find(isBehaviour);

const loaded: Record<string, KindBehaviour> = {};
for (const behaviour of Object.values(first).map(behaviourIn)) if (behaviour) loaded[behaviour.kind] = behaviour;

/** The behaviours that there are, by kind: those of the first scenario, and what {@link loadBehaviours} has brought. For the worker, which fetches only what it runs. */
export const loadedBehaviours: Readonly<Record<string, KindBehaviour>> = loaded;

const isDefinition = (value: unknown): value is KindDefinition =>
  typeof value === 'object' && value !== null && 'kind' in value && 'params' in value;

async function load(kind: string): Promise<void> {
  const [module, described] = await Promise.all([
    modules[`./${kind}/kind.ts`]?.(),
    definitions[`./${kind}/params.ts`]?.(),
  ]);
  const behaviour = behaviourIn(module);
  const definition = Object.values(described ?? {}).find(isDefinition);
  if (definition) knowQueues(definition);
  if (behaviour) loaded[kind] = behaviour;
}

/** Fetches the behaviours of kinds that are not there yet, with what is to be known of their queues; null: nothing to wait for. An unknown kind stays unknown. */
export function loadBehaviours(kinds: Iterable<string>): Promise<unknown> | null {
  const missing = [...new Set(kinds)].filter((kind) => !(kind in loaded));
  return missing.length === 0 ? null : Promise.all(missing.map(load));
}
