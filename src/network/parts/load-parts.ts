import type { LinkSpecParams } from '../links/link';
import { saysOfWire } from '../wire/wire-params';
import { addParts, hasPart, type Parts } from './parts';

const loaders: { readonly [K in keyof Parts]: () => Promise<Parts[K]> } = {
  breaker: () => import('../policies/breaker'),
  bulkhead: () => import('../policies/bulkhead'),
  connections: () => import('../wire/connections'),
  contract: () => import('../contracts/link-contract'),
  fallback: () => import('../policies/fallback'),
  gathering: () => import('../serving/gathering'),
  hedging: () => import('../policies/hedging'),
  idempotency: () => import('../policies/idempotency'),
  limiter: () => import('../policies/create-rate-limiter'),
  retryBudget: () => import('../policies/retry-budget'),
  streams: () => import('../streams/streams'),
  wire: () => import('../wire/wire'),
};

/** Which parts a link with these parameters is built of. */
function partsOf(params: Partial<LinkSpecParams>): (keyof Parts)[] {
  const uses: { readonly [K in keyof Parts]: unknown } = {
    breaker: params.breaker,
    bulkhead: params.bulkhead,
    connections: params.connections,
    contract: params.contract,
    fallback: params.fallback,
    gathering: null,
    hedging: params.hedge,
    idempotency: params.idempotency,
    limiter: params.rateLimit,
    retryBudget: params.retry?.budget,
    streams: params.stream,
    wire: saysOfWire(params) || null,
  };
  return (Object.keys(uses) as (keyof Parts)[]).filter((name) => (uses[name] ?? null) !== null);
}

async function load<K extends keyof Parts>(name: K): Promise<void> {
  addParts({ [name]: await loaders[name]() });
}

/** Whether operations that a visitor wrote have a step of that name, however deep. */
const hasStep = (value: unknown, name: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (('step' in value && value.step === name) || Object.values(value).some((inner) => hasStep(inner, name)));

interface HasParams {
  readonly params: unknown;
}

/** Fetches what links and nodes with these parameters need and is not there yet; null: nothing to wait for. */
export function loadParts(links: readonly HasParams[], nodes: readonly HasParams[]): Promise<unknown> | null {
  const wanted = new Set(links.flatMap(({ params }) => partsOf(params as Partial<LinkSpecParams>)));
  const doSteps = (name: string) =>
    nodes.some(({ params }) => hasStep((params as Record<string, unknown>).operations, name));
  if (doSteps('stream')) wanted.add('streams');
  if (doSteps('gather')) wanted.add('gathering');
  const missing = [...wanted].filter((name) => !hasPart(name));
  return missing.length === 0 ? null : Promise.all(missing.map(load));
}
