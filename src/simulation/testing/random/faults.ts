import type { Draw, Json, LinkJson, NodeJson } from './draw';
import { kafkaFault } from './kafka';
import { rabbitmqFault } from './rabbitmq';
import { redisFault } from './redis';

/** Something that is done to a system, by a scenario or by hand. */
export function randomIntervention(draw: Draw, nodes: readonly NodeJson[], links: readonly LinkJson[]): Json {
  const atMs = draw.below(60) * 25;
  const durationMs = draw.of(null, 25, 300);
  const client = { node: draw.of(...nodes.filter((node) => node.kind === 'client')).id };
  const node = { node: draw.of(...nodes).id };
  const services = nodes.filter((candidate) => candidate.kind === 'service');
  const scaled = services.length > 0 ? { node: draw.of(...services).id } : null;
  const keepers = nodes.filter((candidate) => candidate.kind === 'cache' || candidate.kind === 'database');
  const keeper = keepers.length > 0 ? draw.of(...keepers) : null;
  const broker = nodes.find((candidate) => candidate.kind === 'rabbitmq');
  const store = nodes.find((candidate) => candidate.kind === 'event-store');
  const logs = nodes.find((candidate) => candidate.kind === 'kafka');
  if (logs && draw.chance(0.3)) return kafkaFault(draw, logs, links, durationMs, atMs);
  const memory = nodes.find((candidate) => candidate.kind === 'redis');
  if (memory && draw.chance(0.15)) return redisFault(draw, { node: memory.id }, atMs);
  const letters = nodes.find((candidate) => candidate.kind === 'sqs');
  if (letters && draw.chance(0.15)) return { action: 'redrive', target: { node: letters.id }, atMs };
  const link = links.length > 0 ? { link: draw.of(...links).id } : null;
  const said = links.find(({ params }) => params.contract);
  const rated = nodes.find((candidate) => 'ratePerSec' in ((candidate.params.arrivals as Json | undefined) ?? {}));
  return draw.of<Json>(
    { action: 'crash', target: node, durationMs, atMs },
    { action: 'crash', target: node, durationMs: draw.of(25, 300), atMs },
    { action: 'restart', target: node, atMs },
    { action: 'slow', target: link && draw.chance(0.5) ? link : node, factor: draw.of(0.1, 10), durationMs, atMs },
    broker ? rabbitmqFault(draw, broker, durationMs, atMs) : { action: 'heal', target: node, atMs },
    store ? { action: 'rebuild', target: { node: store.id }, atMs } : { action: 'heal', target: node, atMs },
    link ? linkFault(draw, link, durationMs, atMs) : { action: 'heal', target: node, atMs },
    { action: 'heal', target: link && draw.chance(0.5) ? link : node, atMs },
    { action: 'send', target: client, count: draw.of(1, 5), atMs },
    scaled
      ? draw.of<Json>(
          { action: 'scale', target: scaled, replicas: draw.of(1, 2, 4), durationMs, atMs },
          { action: draw.of('rollOut', 'crashReplica'), target: scaled, atMs },
        )
      : { action: 'restart', target: node, atMs },
    keeper
      ? { action: keeper.kind === 'cache' ? 'flush' : 'fillDisk', target: { node: keeper.id }, durationMs, atMs }
      : { action: 'restart', target: node, atMs },
    said
      ? {
          action: 'deploy',
          target: { node: draw.of(said.from, said.to) },
          contract: 'c',
          version: draw.of(1, 2, 3),
          rollMs: draw.of(0, 200),
          durationMs,
          atMs,
        }
      : { action: 'restart', target: node, atMs },
    { action: 'errors', target: node, share: draw.of(0.2, 1), durationMs, atMs },
    { action: 'pause', target: node, durationMs, atMs },
    { action: 'starve', target: node, share: draw.of(0.5, 0.99), durationMs, atMs },
    { action: 'stopConsuming', target: node, durationMs, atMs },
    { action: 'skewClock', target: node, byMs: draw.of(-500, 70_000), durationMs, atMs },
    { action: 'partition', target: node, durationMs, atMs },
    { action: 'spike', target: client, factor: draw.of(0, 0.5, 6), durationMs, atMs },
    rated
      ? { action: 'rate', target: { node: rated.id }, ratePerSec: draw.of(0, 10, 200), durationMs, atMs }
      : { action: 'send', target: client, count: 1, atMs },
  );
}

function linkFault(draw: Draw, link: Json, durationMs: unknown, atMs: unknown): Json {
  return draw.of<Json>(
    { action: 'cut', target: link, durationMs, atMs },
    { action: 'cut', way: draw.of('there', 'back'), target: link, durationMs, atMs },
    { action: 'loss', share: draw.of(0.1, 0.7), target: link, durationMs, atMs },
    { action: 'delay', byMs: draw.of(10, 200), target: link, durationMs, atMs },
  );
}
