import type { Draw, Json, Room } from './draw';

export function clientParams(draw: Draw, operations: readonly string[]): Json {
  const mix = draw.many(draw.below(4), () => ({ operation: draw.of(...operations), weight: draw.of(1, 3) }));
  return { arrivals: arrivals(draw), mix, keys: draw.of({ pattern: 'one' }, { pattern: 'turns', count: 5 }) };
}

export function schedulerParams(draw: Draw, operations: readonly string[], { startupMs }: Room): Json {
  return {
    schedule: { by: 'interval', everyMs: draw.of(7, 40, 150) },
    offsetMs: draw.of(0, 20),
    jitterMs: draw.of(0, 0, 30),
    operation: draw.of('', ...operations),
    calls: draw.of(1, 3),
    overlap: draw.of('allow', 'skip', 'queue', 'replace'),
    missed: draw.of('skip', 'once', 'all'),
    startupMs,
  };
}

/** Every process by which requests come. */
function arrivals(draw: Draw): Json {
  const ratePerSec = draw.of(5, 30, 80);
  return draw.of<Json>(
    { process: 'poisson', ratePerSec },
    { process: 'poisson', ratePerSec },
    { process: 'constant', ratePerSec },
    { process: 'closed', users: draw.of(1, 4), thinkTime: { dist: 'exponential', meanMs: 40 } },
    { process: 'bursts', ratePerSec, size: draw.of(1, 7) },
    { process: 'ramp', fromPerSec: 0, toPerSec: ratePerSec, durationMs: 800 },
    { process: 'spike', ratePerSec, factor: draw.of(0, 4), startMs: 300, durationMs: 300 },
    { process: 'diurnal', minPerSec: 0, maxPerSec: ratePerSec, periodMs: 500 },
    { process: 'replay', timesMs: draw.many(20, () => draw.below(150) * 10) },
    { process: 'manual' },
  );
}
