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
  preemption: () => import('../serving/preemption'),
  retryBudget: () => import('../policies/retry-budget'),
  sharing: () => import('../serving/shared-work'),
  shedding: () => import('../serving/shedding'),
  streams: () => import('../streams/streams'),
  wire: () => import('../wire/wire'),
};

type PartOfLinks = Exclude<keyof Parts, 'gathering' | 'preemption' | 'sharing' | 'shedding'>;

/** Which parts a link with these parameters is built of. */
function partsOfLink(params: Partial<LinkSpecParams>): PartOfLinks[] {
  const uses: { readonly [K in PartOfLinks]: unknown } = {
    breaker: params.breaker,
    bulkhead: params.bulkhead,
    connections: params.connections,
    contract: params.contract,
    fallback: params.fallback,
    hedging: params.hedge,
    idempotency: params.idempotency,
    limiter: params.rateLimit,
    retryBudget: params.retry?.budget,
    streams: params.stream,
    wire: saysOfWire(params) || null,
  };
  return (Object.keys(uses) as PartOfLinks[]).filter((name) => (uses[name] ?? null) !== null);
}

/** Whether operations that a visitor wrote have a step of that name, however deep. */
const hasStep = (value: unknown, name: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (('step' in value && value.step === name) || Object.values(value).some((inner) => hasStep(inner, name)));

/** Which parts a node with these parameters is built of. */
function partsOfNode({ operations, discipline, shedding = null }: Readonly<Record<string, unknown>>): (keyof Parts)[] {
  const parts: (keyof Parts)[] = [];
  if (hasStep(operations, 'stream')) parts.push('streams');
  if (hasStep(operations, 'gather')) parts.push('gathering');
  if (discipline === 'sharing') parts.push('sharing');
  if (discipline === 'preemptive') parts.push('preemption');
  if (shedding !== null) parts.push('shedding');
  return parts;
}

async function load<K extends keyof Parts>(name: K): Promise<void> {
  addParts({ [name]: await loaders[name]() });
}

interface HasParams {
  readonly params: unknown;
}

/** Fetches what links and nodes with these parameters need and is not there yet; null: nothing to wait for. */
export function loadParts(links: readonly HasParams[], nodes: readonly HasParams[]): Promise<unknown> | null {
  const wanted = new Set([
    ...links.flatMap(({ params }) => partsOfLink(params as Partial<LinkSpecParams>)),
    ...nodes.flatMap(({ params }) => partsOfNode(params as Readonly<Record<string, unknown>>)),
  ]);
  const missing = [...wanted].filter((name) => !hasPart(name));
  return missing.length === 0 ? null : Promise.all(missing.map(load));
}
