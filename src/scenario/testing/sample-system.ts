import type { KindCatalogue } from '../../network/kind';
import { checkScenario } from '../check-scenario';
import type { Scenario } from '../scenario';
import { protocolsBetween } from '../wiring';

const NAMES =
  'Orders Payments Users Products Inventory Shipping Pricing Search Cart Reviews Mail Billing Sessions Catalogue Ledger Fraud Offers Returns Media Audit';

/**
 * A system of a given size such as people draw it: layers from clients to databases, most things named, some tuned,
 * everything on the canvas's grid, a few faults. The same every time.
 */
export function sampleSystem(size: number, catalogue: KindCatalogue): Scenario {
  let state = 12_345;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * limit);
  };
  const names = NAMES.split(' ');
  const kinds = Array.from({ length: size }, (_, index) => {
    if (index === 0) return 'client';
    if (index === 1) return 'gateway';
    const share = below(10);
    return share < 6 ? 'service' : share < 8 ? 'database' : share < 9 ? 'rabbitmq' : 'load-balancer';
  });
  const counts = new Map<string, number>();
  const nodes = kinds.map((kind, index) => {
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const round = Math.floor(number / names.length);
    const label = kind === 'service' ? `${names[number % names.length]}${round > 0 ? ` ${round + 1}` : ''}` : '';
    const position = { x: (index % 7) * 304 + below(9) * 8, y: Math.floor(index / 7) * 176 + below(7) * 8 };
    const params: Record<string, unknown> = {};
    if (kind === 'client') params.arrivals = { process: 'poisson', ratePerSec: 80 };
    if (kind === 'service' && below(2) === 0) params.concurrency = 2 + below(30);
    if (kind === 'service' && below(2) === 0) params.serviceTime = { dist: 'exponential', meanMs: 5 + below(60) };
    if (kind === 'service' && below(4) === 0) params.queueLimit = 10 * (1 + below(20));
    if (kind === 'database' && below(2) === 0) params.poolSize = 5 * (1 + below(10));
    return { id: number === 1 ? kind : `${kind}-${number}`, kind, label, position, params };
  });
  const callers = nodes.filter((node) => catalogue[node.kind].calls.length > 0 && node.kind !== 'client');
  const links: Record<string, unknown>[] = [{ id: 'l1', from: nodes[0].id, to: nodes[1].id, protocol: 'rest' }];
  for (const node of nodes.slice(2)) {
    for (let count = 1 + below(2); count > 0; count--) {
      const caller = callers[below(callers.length)];
      const shared = protocolsBetween(catalogue[caller.kind], catalogue[node.kind]);
      if (caller === node || shared.length === 0) continue;
      const plain = shared[0] !== 'amqp';
      const params: Record<string, unknown> = {};
      if (plain && below(3) === 0) params.timeoutMs = 500 * (1 + below(10));
      if (plain && below(5) === 0) params.retry = { maxAttempts: 2 + below(3) };
      if (plain && below(6) === 0) params.breaker = {};
      links.push({
        id: `l${links.length + 1}`,
        from: caller.id,
        to: node.id,
        protocol: shared[below(shared.length)],
        params,
      });
    }
  }
  const interventions = Array.from({ length: 3 }, () => ({
    atMs: 1000 + below(60_000) + below(4096) / 4096,
    action: 'crash',
    target: { node: nodes[below(nodes.length)].id },
    durationMs: null,
  }));
  const checked = checkScenario(
    {
      version: 1,
      title: 'A system of ours',
      seed: 42,
      durationMs: null,
      nodes,
      links,
      interventions,
      view: { speed: 2 },
    },
    catalogue,
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
}
