/** The ready-made scenarios in the order in which they are shown, by what they are about. */
export const THEMES = {
  cascade: ['store', 'store-with-rabbitmq'],
  overload: ['retry-storm', 'fan-out', 'backlog', 'blind-tester'],
  policies: ['hedged-tail', 'breaker', 'bulkhead', 'rate-limit', 'deadline', 'fallback', 'idempotent-payments'],
  protocols: ['six-connections', 'text-or-binary', 'cancelled-or-wasted', 'streams-hold-workers'],
  contracts: ['rolling-deploy'],
  scaling: ['late-autoscaler', 'killed-by-the-probe', 'lost-sessions'],
  edges: ['partial-page', 'told-to-wait', 'cold-starts'],
  data: ['cache-stampede', 'pool-exhaustion', 'stale-read', 'outbox'],
  messaging: [
    'rabbitmq-routing',
    'rabbitmq-fair-dispatch',
    'rabbitmq-backlog',
    'rabbitmq-dead-letters',
    'rabbitmq-quorum',
    'sqs-visibility',
    'sqs-poison',
    'sqs-fifo-groups',
    'sqs-polling',
    'kafka-two-groups',
    'kafka-hot-partition',
    'kafka-rebalance',
    'kafka-replay',
    'kafka-acks',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Theme = keyof typeof THEMES;
