const ROWS = 25;
const KINDS = /** @type {const} */ (['client', 'gateway', 'load-balancer', 'service']);
const LATENCY_MS = 1_500;
/** 75 links with two lanes each, on which rate × latency are under way: 20,000 in all. */
const RATE_PER_SEC = 20_000 / ((KINDS.length - 1) * ROWS * 2 * (LATENCY_MS / 1_000));

/** How long after its start the scenario has its full number of particles, virtual ms. */
export const FULL_AFTER_MS = LATENCY_MS * 6;

/** @param {string} kind */
const paramsOf = (kind) => {
  if (kind === 'client') return { arrivals: { process: 'poisson', ratePerSec: RATE_PER_SEC } };
  if (kind === 'gateway') return { concurrency: 10_000, overhead: { dist: 'constant', valueMs: 0.1 } };
  if (kind === 'service') return { concurrency: 100, serviceTime: { dist: 'constant', valueMs: 1 } };
  return {};
};

/** A scenario of 100 nodes in which, at speed 1, about 20,000 requests and answers are on their way at once. */
export function hundredNodes() {
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const nodes = rows.flatMap((row) =>
    KINDS.map((kind, column) => ({
      id: `${kind}-${row}`,
      kind,
      // Long links: where there is no room for so many, they would be painted as flows.
      position: { x: (Math.floor(row / 13) * KINDS.length + column) * 820, y: (row % 13) * 288 },
      params: paramsOf(kind),
    })),
  );
  const links = rows.flatMap((row) =>
    KINDS.slice(1).map((kind, column) => ({
      id: `link-${row}-${column}`,
      from: `${KINDS[column]}-${row}`,
      to: `${kind}-${row}`,
      protocol: 'rest',
      params: { latency: { dist: 'constant', valueMs: LATENCY_MS }, timeoutMs: null },
    })),
  );
  return { version: 1, title: 'A hundred nodes', seed: 1, durationMs: null, nodes, links, view: { speed: 1 } };
}
