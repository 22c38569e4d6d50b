import type { Draw, Json, NodeJson } from './draw';

/** Two queues behind an exchange, full of limits. */
export function rabbitmqParams(draw: Draw, startupMs: number): Json {
  const queue = (name: string): Json => ({
    name,
    durable: draw.chance(0.6),
    type: draw.of('classic', 'classic', 'quorum'),
    exclusive: draw.chance(0.1),
    autoDelete: draw.chance(0.1),
    maxLength: draw.of(null, null, 1, 4),
    overflow: draw.of('dropHead', 'rejectPublish'),
    messageTtlMs: draw.of(null, null, 0, 15, 60),
    deadLetterExchange: draw.of('', 'events', 'missing'),
    deadLetterRoutingKey: draw.of('', 'work', 'rest'),
    deliveryLimit: draw.of(null, 0, 2, 20),
    maxPriority: draw.of(null, null, 2),
    singleActiveConsumer: draw.chance(0.2),
  });
  return {
    startupMs,
    exchanges: [{ name: 'events', type: draw.of('direct', 'topic', 'fanout', 'headers'), alternate: draw.of('', '') }],
    bindings: [
      { from: 'events', to: 'rest', key: draw.of('#', 'a.*') },
      { from: 'events', to: 'work', key: draw.of('#', 'a.b') },
    ],
    queues: [queue('work'), queue('rest')],
    nodes: draw.of(1, 1, 3),
    electionMs: draw.of(0, 30),
    persistMs: draw.of(0, 0, 4),
  };
}

export const rabbitmqPublishing = (draw: Draw): Json => ({
  exchange: draw.of('', '', 'events', 'missing'),
  routingKey: draw.of('', '', 'a.b', 'work'),
  persistent: draw.chance(0.6),
  confirm: draw.chance(0.5),
  mandatory: draw.chance(0.3),
  priority: draw.of(0, 1, 9),
  ttlMs: draw.of(null, null, 0, 20),
});

export const rabbitmqConsuming = (draw: Draw): Json => ({
  prefetch: draw.of(0, 1, 3),
  ack: draw.of('manual', 'manual', 'auto'),
  onFailure: draw.of('requeue', 'reject'),
  priority: draw.of(0, 0, 1),
  ackTimeoutMs: draw.of(null, null, 25),
});

/** What can be done to it and to no other node. */
export function rabbitmqFault(draw: Draw, { id, params }: NodeJson, durationMs: unknown, atMs: unknown): Json {
  const target = { node: id };
  const nodes = Number(params.nodes);
  const options: Json[] = [
    { action: 'poison', target, count: draw.of(1, 3), atMs },
    { action: 'purge', target, atMs },
  ];
  if (nodes > 1) options.push({ action: 'crashMember', target, member: draw.below(nodes), durationMs, atMs });
  return draw.of(...options);
}
