/** Columns of pairs on the canvas, and canvas units from one pair to the next. */
const PAIR_WIDTH = 620;
const PAIR_HEIGHT = 200;
const RATE_PER_SEC = 4;
const LATENCY_MS = 500;

/**
 * A scenario of that many nodes: clients, each with a service of its own, in a block about as wide as a screen is.
 * @param {number} nodeCount even
 */
export function pairs(nodeCount) {
  const count = nodeCount / 2;
  const columns = Math.ceil(Math.sqrt((count * PAIR_HEIGHT * 16) / (PAIR_WIDTH * 9)));
  const all = Array.from({ length: count }, (_, pair) => pair);
  const at = (/** @type {number} */ pair, right = 0) => ({
    x: (pair % columns) * PAIR_WIDTH + right,
    y: Math.floor(pair / columns) * PAIR_HEIGHT,
  });
  return {
    version: 1,
    title: `Pairs, ${nodeCount}`,
    seed: 1,
    durationMs: null,
    nodes: all.flatMap((pair) => [
      {
        id: `client-${pair}`,
        kind: 'client',
        position: at(pair),
        params: { arrivals: { process: 'poisson', ratePerSec: RATE_PER_SEC } },
      },
      { id: `service-${pair}`, kind: 'service', position: at(pair, 300), params: {} },
    ]),
    links: all.map((pair) => ({
      id: `link-${pair}`,
      from: `client-${pair}`,
      to: `service-${pair}`,
      protocol: 'rest',
      params: { latency: { dist: 'constant', valueMs: LATENCY_MS } },
    })),
    view: { speed: 1 },
  };
}
