import type { KindCatalogue, KindDefinition } from '../network/kind';
import { knowQueues } from '../network/messaging/queues-of';

const known: Record<string, KindDefinition> = {};

/**
 * The definitions of the kinds, by name. From the start, those of the first scenario; the page fetches the others when
 * it has time ({@link allKinds}), and whoever needs them at once imports `every-definition`.
 */
export const catalogue: KindCatalogue = known;

const isDefinition = (value: unknown): value is KindDefinition =>
  typeof value === 'object' && value !== null && 'kind' in value && 'params' in value;

/** Takes in the definitions of some modules. The order of the kinds never depends on who came first. */
export function addDefinitions(modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
  const found = Object.values(modules).flatMap((module) => Object.values(module).filter(isDefinition));
  const all = [...Object.values(known).filter(({ kind }) => !found.some((one) => one.kind === kind)), ...found];
  for (const { kind } of all) delete known[kind];
  for (const definition of all.sort((a, b) => (a.kind < b.kind ? -1 : 1))) known[definition.kind] = definition;
  for (const definition of found) knowQueues(definition);
}

addDefinitions(
  import.meta.glob(['./client/params.ts', './gateway/params.ts', './service/params.ts', './database/params.ts'], {
    eager: true,
  }),
);
