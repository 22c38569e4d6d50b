import type { KindCatalogue } from '../../../network/kind';
import { linkFields, protocolsBetween } from '../../../scenario/wiring';
import type { Draw, Json, LinkJson, NodeJson } from './draw';
import { kafkaConsuming, kafkaPublishing } from './kafka';
import { randomPolicies } from './policies';
import { rabbitmqConsuming, rabbitmqPublishing } from './rabbitmq';
import { redisConsuming, redisPublishing } from './redis';
import { sqsReceiving, sqsSending } from './sqs';

/** Nodes in layers, wired to what was there before, and now and then backwards in a circle. */
export function randomLinks(draw: Draw, nodes: readonly NodeJson[], catalogue: KindCatalogue): LinkJson[] {
  const links: LinkJson[] = [];
  const connect = (from: NodeJson, to: NodeJson) => {
    const protocols = protocolsBetween(catalogue[from.kind], catalogue[to.kind]);
    if (protocols.length === 0) return;
    const params = linkParams(draw, catalogue, from.kind, to.kind);
    links.push({ id: `l${links.length}`, from: from.id, to: to.id, protocol: draw.of(...protocols), params });
  };
  nodes.forEach((node, index) => {
    for (let count = 1 + draw.below(2); index > 0 && count > 0; count--) connect(nodes[draw.below(index)], node);
    if (index > 2 && draw.chance(0.15)) connect(node, nodes[draw.below(index)]);
  });
  return links;
}

function linkParams(draw: Draw, catalogue: KindCatalogue, from: string, to: string): Json {
  const latency = draw.duration();
  const queue = draw.of('', 'work', 'rest', 'missing');
  const contract = draw.chance(0.4) ? randomContract(draw) : null;
  if (from === 'kafka') return { latency, contract, ...kafkaConsuming(draw) };
  if (to === 'kafka') return { latency, contract, ...kafkaPublishing(draw) };
  if (from === 'redis') return { latency, contract, ...redisConsuming(draw) };
  if (to === 'redis') return { latency, contract, ...redisPublishing(draw) };
  if (from === 'sqs') return { latency, queue, contract, ...sqsReceiving(draw) };
  if (to === 'sqs') return { latency, queue, contract, ...sqsSending(draw) };
  if (from === 'rabbitmq') return { latency, queue, contract, ...rabbitmqConsuming(draw) };
  if (to === 'rabbitmq') return { latency, queue, contract, ...rabbitmqPublishing(draw) };
  if (from === 'event-store') {
    const checkpointEvery = draw.of(1, 3);
    return { latency, batch: draw.of(1, 2, 32), checkpointEvery, retryDelayMs: draw.of(5, 60), contract };
  }
  const { fields } = linkFields(catalogue[from], catalogue[to]);
  if (!('timeoutMs' in fields)) return { latency, contract };
  return { latency, contract, ...randomPolicies(draw), ...wire(draw), ...share(draw, 'backup' in fields) };
}

const randomContract = (draw: Draw): Json => ({
  contract: 'c',
  callerVersion: draw.of(1, 2, 3),
  calleeVersion: draw.of(1, 2, 3),
  reader: draw.of('tolerant', 'strict'),
});

/** What goes over the wire, and how. */
const wire = (draw: Draw): Json => ({
  payload: draw.chance(0.3)
    ? {
        request: draw.of<Json>({ shape: 'order', count: draw.of(1, 100) }, { shape: 'custom', bytes: 5_000 }),
        response: draw.of<Json>({ shape: 'ping', count: 1 }, { shape: 'telemetry', count: 10 }),
        format: draw.of('byProtocol', 'json', 'avro'),
        cpuScale: draw.of(0, 1, 500),
      }
    : null,
  connections: draw.chance(0.3)
    ? {
        max: draw.of(1, 2, 6),
        streams: draw.of(1, 2, 100),
        tls: draw.of('none', 'tls13', 'tls12'),
        idleMs: draw.of(null, 0, 20, 200),
        maxWaiting: draw.of(null, 0, 2),
        acquireTimeoutMs: draw.of(null, 10, 50),
      }
    : null,
  bytesPerSec: draw.of(null, null, null, 100_000),
  stream: draw.chance(0.25)
    ? {
        direction: draw.of('server', 'client', 'bidirectional'),
        messages: draw.of(0, 1, 3, 10),
        interval: { dist: 'exponential', meanMs: draw.of(1, 5, 100) },
      }
    : null,
});

/** What a balancer makes of a link among others. */
const share = (draw: Draw, isBalanced: boolean): Json => ({
  weight: draw.of(0, 1, 1, 2),
  ...(isBalanced ? { backup: draw.chance(0.3), down: draw.chance(0.1), maxConnections: draw.of(null, null, 2) } : {}),
});
