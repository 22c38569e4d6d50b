import { type RandomStream, RandomStreams } from '../../kernel/random';
import type { KindCatalogue } from '../../network/kind';
import { checkScenario } from '../../scenario/check-scenario';
import type { Scenario } from '../../scenario/scenario';
import { linkFields, protocolsBetween } from '../../scenario/wiring';
import { everyKind, type Kinds } from './kinds';

type Json = Record<string, unknown>;
interface NodeJson {
  readonly id: string;
  readonly kind: string;
  readonly params: Readonly<Json>;
}
interface LinkJson {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly params: Readonly<Json>;
}

/** Draws what a system is made of. Everything follows from the seed. */
class Draw {
  constructor(
    private readonly random: RandomStream,
    private readonly catalogue: KindCatalogue,
  ) {}

  below(n: number): number {
    return this.random.below(n);
  }
  chance(probability: number): boolean {
    return this.random.unit() < probability;
  }
  of<T>(...options: readonly T[]): T {
    return options[this.below(options.length)];
  }
  many<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** Short times, of which many coincide: ties are where mistakes hide. */
  duration(): Json {
    return this.of<Json>(
      { dist: 'constant', valueMs: 0 },
      { dist: 'constant', valueMs: this.of(1, 5, 10) },
      { dist: 'exponential', meanMs: this.of(1, 8, 30) },
      { dist: 'lognormal', meanMs: 5, p99Ms: 25, cv: null },
      { dist: 'uniform', minMs: 0, maxMs: 12 },
    );
  }

  arrivals(): Json {
    const ratePerSec = this.of(5, 30, 80);
    return this.of<Json>(
      { process: 'poisson', ratePerSec },
      { process: 'poisson', ratePerSec },
      { process: 'constant', ratePerSec },
      { process: 'closed', users: this.of(1, 4), thinkTime: { dist: 'exponential', meanMs: 40 } },
      { process: 'bursts', ratePerSec, size: this.of(1, 7) },
      { process: 'ramp', fromPerSec: 0, toPerSec: ratePerSec, durationMs: 800 },
      { process: 'spike', ratePerSec, factor: this.of(0, 4), startMs: 300, durationMs: 300 },
      { process: 'diurnal', minPerSec: 0, maxPerSec: ratePerSec, periodMs: 500 },
      { process: 'replay', timesMs: this.many(20, () => this.below(150) * 10) },
      { process: 'manual' },
    );
  }

  nodeParams(kind: string, operations: readonly string[]): Json {
    const startupMs = this.of(0, 10, 200);
    const queueLimit = this.of(null, 0, 1, 5, 50);
    const concurrency = this.of(1, 2, 5);
    switch (kind) {
      case 'client': {
        const mix = this.many(this.below(4), () => ({ operation: this.of(...operations), weight: this.of(1, 3) }));
        return { arrivals: this.arrivals(), mix, keys: this.of({ pattern: 'one' }, { pattern: 'turns', count: 5 }) };
      }
      case 'scheduler':
        return {
          schedule: { by: 'interval', everyMs: this.of(7, 40, 150) },
          offsetMs: this.of(0, 20),
          jitterMs: this.of(0, 0, 30),
          operation: this.of('', ...operations),
          calls: this.of(1, 3),
          overlap: this.of('allow', 'skip', 'queue', 'replace'),
          missed: this.of('skip', 'once', 'all'),
          startupMs,
        };
      case 'service': {
        const fanOut = this.of('sequential', 'parallel');
        return {
          concurrency,
          queueLimit,
          fanOut,
          startupMs,
          serviceTime: this.duration(),
          discipline: this.of('fifo', 'fifo', 'lifo', 'priority', 'preemptive', 'sharing'),
          priorities: this.many(this.below(3), () => ({ operation: this.of(...operations), priority: this.below(3) })),
          queueTimeout: this.chance(0.3) ? this.duration() : null,
          replicas: this.of(1, 1, 2, 3),
          graceMs: this.of(0, 20, 30_000),
          warmUp: this.chance(0.2) ? { requests: 5, factor: 4 } : null,
          sessions: this.chance(0.2) ? { idleMs: this.of(100, 60_000) } : null,
          liveness: this.chance(0.2) ? { periodMs: 40, timeoutMs: this.of(10, 60), failures: this.of(1, 2) } : null,
          shedding: this.of(
            null,
            null,
            { rule: 'queueLength', maxQueued: this.of(0, 3) },
            { rule: 'codel', targetMs: 2, intervalMs: 20 },
            { rule: 'controlledDelay', targetMs: 2, intervalMs: 20 },
          ),
          autoscaling: this.chance(0.2)
            ? {
                maxReplicas: 4,
                metric: { name: this.of('cpu', 'workers', 'inFlight', 'queue'), target: this.of(0.5, 0.9) },
                syncMs: 50,
                scaleDown: { windowMs: 100 },
              }
            : null,
        };
      }
      case 'gateway':
        return {
          concurrency,
          queueLimit,
          startupMs,
          overhead: this.duration(),
          auth: this.of(null, { by: 'work', time: this.duration() }),
          rateLimit: this.of(null, { ratePerSec: 5, burst: 2, per: this.of('user', 'everybody') }),
          cache: this.of(null, { ttlMs: 50, capacity: this.of(1, 3) }),
        };
      case 'external-api':
        return {
          responseTime: this.duration(),
          errorRate: this.of(0, 0.2),
          rateLimit: this.of(null, { ratePerSec: 5, burst: 2, per: this.of('user', 'everybody') }),
          quota: this.of(null, { calls: 4, windowMs: 300 }),
          retryAfter: this.chance(0.5),
          whenDown: this.of('error', 'refused', 'silent'),
          outages: this.many(this.below(3), () => ({ fromMs: this.below(800), durationMs: this.of(1, 200) })),
          randomOutages: this.of(null, { mtbfMs: 200, mttrMs: 30 }),
        };
      case 'serverless':
        return {
          serviceTime: this.duration(),
          coldStart: this.duration(),
          concurrencyLimit: this.of(1, 3, 100),
          keepAliveMs: this.of(0, 20, 300_000),
          provisioned: this.of(0, 2),
          scaling: this.of(null, { instances: this.of(1, 3), perMs: this.of(10, 400) }),
          timeoutMs: this.of(null, 5, 40),
          asyncRetries: this.of(0, 1, 3),
          retryDelayMs: this.of(0, 10, 100),
          maxMessageAgeMs: this.of(50, 21_600_000),
          startupMs,
        };
      case 'load-balancer':
        return {
          policy: this.of(
            ...['round-robin', 'least-connections', 'random', 'random-choices'],
            ...['ip-hash', 'hash', 'consistent-hash', 'least-requests'],
          ),
          maxFails: this.below(3),
          failTimeoutMs: this.of(50, 10_000),
          maxTries: this.of(1, 3),
          nextUpstream: { http500: this.chance(0.3), http503: this.chance(0.3) },
          workerConnections: this.of(null, 4, 40),
          slowStart: this.of(null, { windowMs: 100 }),
          healthCheck: this.of(null, { intervalMs: 30, timeoutMs: this.of(5, 50), fails: 2 }),
          outliers: this.of(null, { consecutiveFailures: 2, intervalMs: 50, baseEjectionMs: 100, maxEjected: 0.5 }),
          spillover: this.of(null, {}),
          clientTransfer: this.chance(0.3) ? this.duration() : null,
          buffering: this.chance(0.5),
          overhead: this.duration(),
          startupMs,
        };
      case 'database':
        return {
          poolSize: concurrency,
          maxWaiters: queueLimit,
          connectionTimeoutMs: this.of(null, null, 5, 40),
          queryTime: this.duration(),
          writeOperations: ['b'],
          writeShare: this.of(0, 0.3),
          writeTime: this.of(null, this.duration()),
          rowLocks: this.chance(0.5),
          replicas: this.of(0, 0, 1, 3),
          replicationLag: this.duration(),
          reads: this.of('replicas', 'primary'),
          outbox: this.of<Json>(
            { relay: 'none' },
            { relay: 'poll', intervalMs: this.of(1, 30), batch: this.of(1, 10) },
            { relay: 'log', delayMs: this.of(0, 3) },
          ),
          startupMs,
        };
      case 'cache':
        return {
          capacity: this.of(1, 3, 100),
          ttlMs: this.of(null, 5, 100),
          ttlJitter: this.of(0, 0.5),
          eviction: this.of('lru', 'lfu', 'fifo'),
          singleFlight: this.chance(0.5),
          leaseMs: this.of(5, 200),
          refreshAheadMs: this.of(null, 50),
          writeOperations: ['b'],
          writes: this.of('through', 'around'),
          accessTime: this.duration(),
          concurrency,
          queueLimit,
          startupMs,
        };
      case 'sqs':
        return {
          queues: [this.sqsQueue('work'), this.sqsQueue('rest'), this.sqsQueue('dead')],
          topics: [{ name: 'both', queues: ['work', 'rest', 'missing'] }],
          servers: this.of(1, 2, 5),
          duplicateShare: this.of(0, 0.2),
        };
      case 'rabbitmq':
        return this.rabbitmq(startupMs);
      case 'kafka':
        return this.kafka(startupMs);
      case 'redis':
        return this.redis(startupMs);
      case 'event-store':
        return {
          loadOperations: ['a'],
          eventsPerAppend: this.of(1, 1, 3),
          checksVersion: this.chance(0.5),
          appendTime: this.duration(),
          loadTime: this.duration(),
          perEventMs: this.of(0, 0.05, 1),
          snapshotEvery: this.of(null, 2, 100),
          concurrency,
          queueLimit,
          startupMs,
        };
      case 'orchestrator':
        return {
          answers: this.of('atEnd', 'atEnd', 'accepted'),
          persistent: this.chance(0.6),
          logTime: this.duration(),
          undoTries: this.of(1, 3, 10),
          undoDelayMs: this.of(1, 20),
          startupMs,
        };
      default:
        return {};
    }
  }

  rabbitmq(startupMs: number): Json {
    const queue = (name: string): Json => ({
      name,
      durable: this.chance(0.6),
      type: this.of('classic', 'classic', 'quorum'),
      exclusive: this.chance(0.1),
      autoDelete: this.chance(0.1),
      maxLength: this.of(null, null, 1, 4),
      overflow: this.of('dropHead', 'rejectPublish'),
      messageTtlMs: this.of(null, null, 0, 15, 60),
      deadLetterExchange: this.of('', 'events', 'missing'),
      deadLetterRoutingKey: this.of('', 'work', 'rest'),
      deliveryLimit: this.of(null, 0, 2, 20),
      maxPriority: this.of(null, null, 2),
      singleActiveConsumer: this.chance(0.2),
    });
    return {
      startupMs,
      exchanges: [
        { name: 'events', type: this.of('direct', 'topic', 'fanout', 'headers'), alternate: this.of('', '') },
      ],
      bindings: [
        { from: 'events', to: 'rest', key: this.of('#', 'a.*') },
        { from: 'events', to: 'work', key: this.of('#', 'a.b') },
      ],
      queues: [queue('work'), queue('rest')],
      nodes: this.of(1, 1, 3),
      electionMs: this.of(0, 30),
      persistMs: this.of(0, 0, 4),
    };
  }

  kafka(startupMs: number): Json {
    const topic = (name: string): Json => ({
      name,
      partitions: this.of(1, 2, 3),
      cleanup: this.of('delete', 'delete', 'compact'),
      replicationFactor: this.of(1, 2, 3),
      minInsyncReplicas: this.of(1, 2),
      retentionMs: this.of(null, 200, 604_800_000),
      segmentBytes: this.of(3_000, 1_073_741_824),
    });
    return {
      topics: [topic('work'), topic('rest'), topic('work.dlt')],
      brokers: this.of(1, 2, 3),
      replicationMs: this.of(0, 2, 20),
      uncleanLeaderElection: this.chance(0.3),
      brokerSessionTimeoutMs: this.of(20, 60),
      replicaLagMaxMs: 100,
      groupInitialRebalanceDelayMs: this.of(0, 0, 50),
      offsetsRetentionMs: this.of(100, 604_800_000),
      retentionCheckMs: this.of(50, 150),
      startupMs,
    };
  }

  kafkaPublishing(): Json {
    return {
      topic: this.of('', 'work', 'rest', 'missing'),
      keyed: this.chance(0.6),
      acks: this.of('all', 'all', '1', '0'),
      confirm: this.chance(0.5),
      idempotence: this.chance(0.6),
      lingerMs: this.of(0, 5),
      batchBytes: this.of(1, 3_000, 16_384),
      requestTimeoutMs: this.of(15, 60),
      deliveryTimeoutMs: this.of(60, 300),
      retryBackoffMs: this.of(1, 20),
      retries: this.of(0, 5, 2_147_483_647),
      maxInFlight: this.of(1, 5),
      bufferBytes: this.of(2_000, 33_554_432),
      maxBlockMs: this.of(0, 60),
    };
  }

  kafkaConsuming(): Json {
    return {
      topic: this.of('', 'work', 'rest', 'work,rest', 'missing'),
      group: this.of('', 'one', 'one'),
      members: this.of(1, 2, 3),
      assignor: this.of('range', 'roundRobin', 'sticky', 'cooperativeSticky'),
      autoOffsetReset: this.of('latest', 'earliest'),
      commit: this.of('auto', 'afterProcessing', 'beforeProcessing'),
      autoCommitMs: this.of(20, 200),
      onError: this.of('retry', 'skip', 'deadLetterTopic'),
      attempts: this.of(1, 2),
      retryBackoffMs: this.of(0, 10),
      maxPollRecords: this.of(1, 3, 500),
      fetchMinBytes: this.of(1, 1, 5_000),
      fetchMaxWaitMs: this.of(5, 50),
      sessionTimeoutMs: this.of(40, 100),
      heartbeatMs: this.of(10, 30),
      maxPollIntervalMs: this.of(30, 400),
      idempotency: this.chance(0.2) ? { ttlMs: 10_000, capacity: 100 } : null,
    };
  }

  redis(startupMs: number): Json {
    const structure = (name: string): Json => ({
      name,
      type: this.of('list', 'stream', 'stream', 'channel'),
      maxLength: this.of(null, null, 1, 4),
    });
    return {
      structures: [structure('work'), structure('rest')],
      commandTime: this.of({ dist: 'constant', valueMs: 0 }, { dist: 'constant', valueMs: 1 }, this.duration()),
      slowCommand: this.of(null, null, { everyMs: 150, takesMs: 40 }),
      persistence: this.of<Json>(
        { mode: 'none' },
        { mode: 'rdb', savePoints: [{ afterMs: this.of(0, 100), changes: this.of(1, 5) }], snapshotMs: this.of(0, 20) },
        { mode: 'aof', fsync: this.of('always', 'everysec', 'no'), fsyncMs: this.of(0, 2) },
      ),
      crash: this.of('process', 'machine'),
      replica: this.of(null, null, { lagMs: this.of(0, 15), failoverMs: this.of(0, 60) }),
      maxMemoryBytes: this.of(null, null, 2_000),
      eviction: this.of('noeviction', 'allkeys-lru', 'allkeys-lfu'),
      outputBuffer: this.of({}, { hardBytes: 1_200, softBytes: 600, softMs: 20 }),
      startupMs,
    };
  }

  redisPublishing(): Json {
    return {
      topic: this.of('', 'work', 'rest', 'missing'),
      key: this.of('', '', 'one'),
      entryBytes: this.of(100, 500),
      confirm: this.chance(0.5),
    };
  }

  redisConsuming(): Json {
    return {
      structure: this.of('', 'work', 'rest', 'missing', 'missing,*', 'w*'),
      consumers: this.of(1, 3),
      keep: this.chance(0.5),
      group: this.of('', 'one'),
      count: this.of(1, 3, 10),
      blockMs: this.of(0, 20, 5_000),
      noAck: this.chance(0.2),
      readsOwnFirst: this.chance(0.5),
      claimAfterMs: this.of(null, 10, 100),
      deletesConsumer: this.chance(0.2),
      socketBytes: this.of(0, 1_000),
      idempotency: this.chance(0.2) ? { ttlMs: 10_000, capacity: 100 } : null,
    };
  }

  sqsQueue(name: string): Json {
    return {
      name,
      type: this.of('standard', 'standard', 'fifo'),
      visibilityTimeoutMs: this.of(0, 10, 60, 200, 30_000),
      delayMs: this.of(0, 0, 30),
      maxReceiveCount: this.of(null, 1, 2, 3),
      deadLetterQueue: this.of('dead', 'work', 'missing'),
      maxInFlight: this.of(1, 10, 120_000, 120_000),
      contentBasedDeduplication: this.chance(0.5),
    };
  }

  sqsSending(): Json {
    return {
      topic: this.of('', '', '', 'both', 'both', 'missing'),
      key: this.of('', 'group'),
      deduplicationId: this.of('messageId', 'none'),
      delayMs: this.of(0, 0, 20),
      messageBytes: this.of(1, 2_000, 2_000, 2_000, 2_000, 2_000_000),
      batch: this.of(1, 1, 3),
      batchWaitMs: this.of(0, 5, 50),
      confirm: this.chance(0.5),
    };
  }

  sqsReceiving(): Json {
    return {
      pollers: this.of(1, 3),
      waitTimeMs: this.of(0, 5, 20_000),
      batchSize: this.of(1, 4, 10),
      processing: this.of('oneByOne', 'together'),
      deleteAfter: this.of('processing', 'processing', 'receive'),
      heartbeat: this.chance(0.3),
      idempotency: this.chance(0.2) ? { ttlMs: this.of(50, 10_000), capacity: this.of(2, 1_000) } : null,
    };
  }

  contract(): Json {
    return {
      contract: 'c',
      callerVersion: this.of(1, 2, 3),
      calleeVersion: this.of(1, 2, 3),
      reader: this.of('tolerant', 'strict'),
    };
  }

  linkParams(from: string, to: string): Json {
    const latency = this.duration();
    const { fields } = linkFields(this.catalogue[from], this.catalogue[to]);
    const queue = this.of('', 'work', 'rest', 'missing');
    const contract = this.chance(0.4) ? this.contract() : null;
    if (from === 'kafka') return { latency, contract, ...this.kafkaConsuming() };
    if (to === 'kafka') return { latency, contract, ...this.kafkaPublishing() };
    if (from === 'redis') return { latency, contract, ...this.redisConsuming() };
    if (to === 'redis') return { latency, contract, ...this.redisPublishing() };
    if (from === 'sqs') return { latency, queue, contract, ...this.sqsReceiving() };
    if (to === 'sqs') return { latency, queue, contract, ...this.sqsSending() };
    if (from === 'rabbitmq') {
      return {
        latency,
        queue,
        prefetch: this.of(0, 1, 3),
        ack: this.of('manual', 'manual', 'auto'),
        onFailure: this.of('requeue', 'reject'),
        priority: this.of(0, 0, 1),
        ackTimeoutMs: this.of(null, null, 25),
        contract,
      };
    }
    if (to === 'rabbitmq') {
      return {
        latency,
        queue,
        exchange: this.of('', '', 'events', 'missing'),
        routingKey: this.of('', '', 'a.b', 'work'),
        persistent: this.chance(0.6),
        confirm: this.chance(0.5),
        mandatory: this.chance(0.3),
        priority: this.of(0, 1, 9),
        ttlMs: this.of(null, null, 0, 20),
        contract,
      };
    }
    if (from === 'event-store') {
      const checkpointEvery = this.of(1, 3);
      return { latency, batch: this.of(1, 2, 32), checkpointEvery, retryDelayMs: this.of(5, 60), contract };
    }
    if (!('timeoutMs' in fields)) return { latency, contract };
    return {
      latency,
      contract,
      timeoutMs: this.of(null, 2, 20, 60),
      retry: this.chance(0.4)
        ? {
            maxAttempts: this.of(1, 2, 4),
            baseMs: this.of(0, 5, 40),
            backoff: this.of('constant', 'exponential', 'envoy'),
            jitter: this.of('none', 'full', 'equal', 'decorrelated', 'grpc', 'kafka'),
            on: {
              error: this.chance(0.2),
              breakerOpen: this.chance(0.2),
              rateLimited: this.chance(0.3),
              bulkheadFull: this.chance(0.3),
            },
            budget: this.of(
              null,
              { rule: 'share', ratio: 0.3, minPerSec: 5, windowMs: 1_000 },
              { rule: 'concurrent', minConcurrent: 2 },
              { rule: 'throttle', maxTokens: 6 },
            ),
          }
        : null,
      breaker: this.chance(0.3)
        ? {
            window: this.of('calls', 'seconds'),
            windowSize: 8,
            minimumCalls: 4,
            slowCalls: this.of(null, { overMs: 15 }),
            openMs: this.of(20, 200),
            probes: this.of(1, 3),
            maxHalfOpenMs: this.of(null, 50),
          }
        : null,
      deadlineMs: this.of(null, null, null, 15, 80),
      hedge: this.chance(0.2)
        ? {
            afterMs: this.of(0, 5, 30),
            max: this.of(2, 4),
            nonFatal: { error: this.chance(0.3), timeout: this.chance(0.7) },
            throttle: this.of(null, { maxTokens: 6 }),
          }
        : null,
      rateLimit: this.chance(0.2)
        ? this.of<Json>(
            { algorithm: 'tokenBucket', ratePerSec: this.of(10, 60), burst: this.of(1, 5), maxWaitMs: this.of(0, 100) },
            { algorithm: 'leakyBucket', ratePerSec: 40, burst: 6, free: this.of(0, 2) },
            { algorithm: this.of('fixedWindow', 'slidingLog', 'slidingCounter'), limit: 5, windowMs: 100 },
          )
        : null,
      bulkhead: this.chance(0.25)
        ? { maxConcurrent: this.of(1, 3), maxQueued: this.of(0, 1, 4), maxWaitMs: this.of(null, 10, 60) }
        : null,
      fallback: this.chance(0.2)
        ? {
            source: this.of<Json>({ from: 'value' }, { from: 'cache', maxAgeMs: 100 }),
            on: { error: this.chance(0.5) },
          }
        : null,
      idempotency: this.chance(0.25) ? { ttlMs: this.of(50, 10_000), capacity: this.of(2, 1_000) } : null,
      payload: this.chance(0.3)
        ? {
            request: this.of<Json>({ shape: 'order', count: this.of(1, 100) }, { shape: 'custom', bytes: 5_000 }),
            response: this.of<Json>({ shape: 'ping', count: 1 }, { shape: 'telemetry', count: 10 }),
            format: this.of('byProtocol', 'json', 'avro'),
            cpuScale: this.of(0, 1, 500),
          }
        : null,
      connections: this.chance(0.3)
        ? {
            max: this.of(1, 2, 6),
            streams: this.of(1, 2, 100),
            tls: this.of('none', 'tls13', 'tls12'),
            idleMs: this.of(null, 0, 20, 200),
            maxWaiting: this.of(null, 0, 2),
            acquireTimeoutMs: this.of(null, 10, 50),
          }
        : null,
      bytesPerSec: this.of(null, null, null, 100_000),
      stream: this.chance(0.25)
        ? {
            direction: this.of('server', 'client', 'bidirectional'),
            messages: this.of(0, 1, 3, 10),
            interval: { dist: 'exponential', meanMs: this.of(1, 5, 100) },
          }
        : null,
      weight: this.of(0, 1, 1, 2),
      ...('backup' in fields
        ? { backup: this.chance(0.3), down: this.chance(0.1), maxConnections: this.of(null, null, 2) }
        : {}),
    };
  }

  steps(links: readonly string[], operations: readonly string[], depth: number): Json[] {
    return this.many(1 + this.below(3), (): Json => {
      const call = (): Json => ({ step: 'call', link: this.of(...links), operation: this.of('', ...operations) });
      const options: (() => Json)[] = [
        () => ({ step: 'work', serviceTime: this.chance(0.5) ? this.duration() : null }),
        () => ({ step: 'reply' }),
      ];
      if (links.length > 0) {
        options.push(call, call, () => ({ step: 'publish', link: this.of(...links) }));
        options.push(() => ({
          step: 'stream',
          link: this.of(...links),
          operation: '',
          direction: this.of('server', 'client', 'bidirectional'),
          messages: this.of(0, 1, 5),
          interval: { dist: 'exponential', meanMs: this.of(1, 20) },
        }));
        options.push(() => ({ step: 'cached', cache: this.of(...links), origin: this.of(...links), operation: '' }));
        options.push(() => ({
          step: 'parallel',
          steps: this.many(1 + this.below(3), () =>
            this.chance(0.7) ? call() : { step: 'publish', link: this.of(...links) },
          ),
        }));
      }
      if (depth > 0) {
        options.push(() => ({
          step: 'branch',
          probability: this.of(0, 0.3, 1),
          // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
          then: this.steps(links, operations, depth - 1),
          else: this.chance(0.5) ? this.steps(links, operations, depth - 1) : [],
        }));
      }
      return this.of(...options)();
    });
  }

  intervention(nodes: readonly NodeJson[], links: readonly LinkJson[]): Json {
    const atMs = this.below(60) * 25;
    const durationMs = this.of(null, 25, 300);
    const client = { node: this.of(...nodes.filter((node) => node.kind === 'client')).id };
    const node = { node: this.of(...nodes).id };
    const services = nodes.filter((candidate) => candidate.kind === 'service');
    const scaled = services.length > 0 ? { node: this.of(...services).id } : null;
    const keepers = nodes.filter((candidate) => candidate.kind === 'cache' || candidate.kind === 'database');
    const keeper = keepers.length > 0 ? this.of(...keepers) : null;
    const broker = nodes.find((candidate) => candidate.kind === 'rabbitmq');
    const store = nodes.find((candidate) => candidate.kind === 'event-store');
    const logs = nodes.find((candidate) => candidate.kind === 'kafka');
    if (logs && this.chance(0.3)) return this.kafkaFault(logs, links, durationMs, atMs);
    const memory = nodes.find((candidate) => candidate.kind === 'redis');
    if (memory && this.chance(0.15)) return this.redisFault({ node: memory.id }, atMs);
    const letters = nodes.find((candidate) => candidate.kind === 'sqs');
    if (letters && this.chance(0.15)) return { action: 'redrive', target: { node: letters.id }, atMs };
    const link = links.length > 0 ? { link: this.of(...links).id } : null;
    const said = links.find(({ params }) => params.contract);
    const rated = nodes.find((candidate) => 'ratePerSec' in ((candidate.params.arrivals as Json | undefined) ?? {}));
    return this.of<Json>(
      { action: 'crash', target: node, durationMs, atMs },
      { action: 'crash', target: node, durationMs: this.of(25, 300), atMs },
      { action: 'restart', target: node, atMs },
      { action: 'slow', target: link && this.chance(0.5) ? link : node, factor: this.of(0.1, 10), durationMs, atMs },
      broker ? this.rabbitmqFault(broker, durationMs, atMs) : { action: 'heal', target: node, atMs },
      store ? { action: 'rebuild', target: { node: store.id }, atMs } : { action: 'heal', target: node, atMs },
      link ? this.faultOf(link, durationMs, atMs) : { action: 'heal', target: node, atMs },
      { action: 'heal', target: link && this.chance(0.5) ? link : node, atMs },
      { action: 'send', target: client, count: this.of(1, 5), atMs },
      scaled
        ? this.of<Json>(
            { action: 'scale', target: scaled, replicas: this.of(1, 2, 4), durationMs, atMs },
            { action: this.of('rollOut', 'crashReplica'), target: scaled, atMs },
          )
        : { action: 'restart', target: node, atMs },
      keeper
        ? { action: keeper.kind === 'cache' ? 'flush' : 'fillDisk', target: { node: keeper.id }, durationMs, atMs }
        : { action: 'restart', target: node, atMs },
      said
        ? {
            action: 'deploy',
            target: { node: this.of(said.from, said.to) },
            contract: 'c',
            version: this.of(1, 2, 3),
            rollMs: this.of(0, 200),
            durationMs,
            atMs,
          }
        : { action: 'restart', target: node, atMs },
      { action: 'errors', target: node, share: this.of(0.2, 1), durationMs, atMs },
      { action: 'pause', target: node, durationMs, atMs },
      { action: 'starve', target: node, share: this.of(0.5, 0.99), durationMs, atMs },
      { action: 'stopConsuming', target: node, durationMs, atMs },
      { action: 'skewClock', target: node, byMs: this.of(-500, 70_000), durationMs, atMs },
      { action: 'partition', target: node, durationMs, atMs },
      { action: 'spike', target: client, factor: this.of(0, 0.5, 6), durationMs, atMs },
      rated
        ? { action: 'rate', target: { node: rated.id }, ratePerSec: this.of(0, 10, 200), durationMs, atMs }
        : { action: 'send', target: client, count: 1, atMs },
    );
  }

  private rabbitmqFault({ id, params }: NodeJson, durationMs: unknown, atMs: unknown): Json {
    const target = { node: id };
    const nodes = Number(params.nodes);
    const options: Json[] = [
      { action: 'poison', target, count: this.of(1, 3), atMs },
      { action: 'purge', target, atMs },
    ];
    if (nodes > 1) options.push({ action: 'crashMember', target, member: this.below(nodes), durationMs, atMs });
    return this.of(...options);
  }

  private kafkaFault({ id, params }: NodeJson, links: readonly LinkJson[], durationMs: unknown, atMs: unknown): Json {
    const target = { node: id };
    const consuming = links.find(({ from }) => from === id);
    const options: Json[] = [
      {
        action: 'resetOffsets',
        target,
        to: this.of('earliest', 'latest', 'offset', 'time'),
        value: this.of(0, 3, 250),
        atMs,
      },
    ];
    if (params.brokers !== 1) {
      options.push({ action: this.of('crashMember', 'lagMember'), target, member: this.below(3), durationMs, atMs });
    }
    if (consuming) {
      const consumers = this.of(0, 1, 4);
      options.push({ action: 'scaleConsumers', target: { link: consuming.id }, consumers, durationMs, atMs });
    }
    return this.of(...options);
  }

  private redisFault(target: Json, atMs: unknown): Json {
    const to = this.of('earliest', 'latest', 'offset', 'time');
    return this.of<Json>(
      { action: 'purge', target, atMs },
      { action: 'resetOffsets', target, to, value: this.of(0, 3, 250), atMs },
    );
  }

  private faultOf(link: Json, durationMs: unknown, atMs: unknown): Json {
    return this.of<Json>(
      { action: 'cut', target: link, durationMs, atMs },
      { action: 'cut', way: this.of('there', 'back'), target: link, durationMs, atMs },
      { action: 'loss', share: this.of(0.1, 0.7), target: link, durationMs, atMs },
      { action: 'delay', byMs: this.of(10, 200), target: link, durationMs, atMs },
    );
  }
}

/** Of the versions, some understand each other, some one way only, and some not at all. */
const CONTRACTS = [
  {
    id: 'c',
    format: 'json',
    versions: [
      { version: 1, fields: [{ name: 'a' }] },
      { version: 2, fields: [{ name: 'a' }, { name: 'b', required: false }] },
      { version: 3, fields: [{ name: 'a' }, { name: 'b' }] },
    ],
  },
];

const MIDDLE = [
  ...['service', 'service', 'service', 'service', 'gateway', 'load-balancer', 'database', 'cache'],
  ...['rabbitmq', 'kafka', 'sqs', 'redis', 'event-store', 'orchestrator'],
];

/** Nodes in layers, wired to what was there before, and now and then backwards in a circle. */
function wire(draw: Draw, nodes: readonly NodeJson[], catalogue: KindCatalogue): LinkJson[] {
  const links: LinkJson[] = [];
  const connect = (from: NodeJson, to: NodeJson) => {
    const protocols = protocolsBetween(catalogue[from.kind], catalogue[to.kind]);
    if (protocols.length === 0) return;
    const params = draw.linkParams(from.kind, to.kind);
    links.push({ id: `l${links.length}`, from: from.id, to: to.id, protocol: draw.of(...protocols), params });
  };
  nodes.forEach((node, index) => {
    for (let count = 1 + draw.below(2); index > 0 && count > 0; count--) connect(nodes[draw.below(index)], node);
    if (index > 2 && draw.chance(0.15)) connect(node, nodes[draw.below(index)]);
  });
  return links;
}

/** A small system with everything in it, full queues, short timeouts and faults; the same for the same seed. */
export function randomSystem(seed: number, middle: readonly string[] = MIDDLE, kinds: Kinds = everyKind): Scenario {
  const { catalogue } = kinds;
  const draw = new Draw(new RandomStreams(seed).stream('random system'), catalogue);
  const plain: NodeJson[] = [
    ...draw.many(1 + draw.below(2), (i) => ({ id: `client${i}`, kind: 'client', params: {} })),
    ...draw.many(2 + draw.below(5), (i) => ({ id: `n${i}`, kind: draw.of(...middle), params: {} })),
  ];
  const links = wire(draw, plain, catalogue);
  const operations = ['a', 'b', ...plain.map((node) => node.id)];
  const nodes = plain.map((node): NodeJson => {
    const own = links.filter((link) => link.from === node.id).map((link) => link.id);
    const params = draw.nodeParams(node.kind, operations);
    if (node.kind === 'service' && draw.chance(0.6)) {
      params.operations = Object.fromEntries(['a', 'b', node.id].map((name) => [name, draw.steps(own, ['a'], 2)]));
    }
    if (node.kind === 'gateway' && own.length > 0) {
      params.routes = draw.many(draw.below(3), () => ({ operation: draw.of('a', 'b'), link: draw.of(...own) }));
    }
    if (node.kind === 'orchestrator' && own.length > 0) {
      params.steps = draw.many(1 + draw.below(3), () => ({
        link: draw.of(...own),
        operation: draw.of('', 'a'),
        undo: draw.of('', 'b'),
        // A command sent as a message may never be answered, and then its saga would never end.
        timeoutMs: draw.of(5, 60),
        retries: draw.of(0, 0, 2),
        retryDelayMs: draw.of(0, 20),
      }));
    }
    return { ...node, params };
  });
  const interventions = draw.many(draw.below(7), () => draw.intervention(nodes, links));
  const contracts = CONTRACTS;
  const checked = checkScenario(
    { version: 1, seed, durationMs: null, nodes, links, contracts, interventions },
    catalogue,
  );
  if (!checked.ok) throw new Error(`seed ${seed}: ${JSON.stringify(checked.issues)}`);
  return checked.value;
}

/** Something that a visitor might do to that system at that time; the same for the same seed. */
export function randomActions(scenario: Scenario, seed: number, count: number): { atMs: number; action: object }[] {
  const draw = new Draw(new RandomStreams(seed).stream('random actions'), everyKind.catalogue);
  return draw
    .many(count, () => {
      const { atMs, ...action } = draw.intervention(scenario.nodes, scenario.links);
      return { atMs: (atMs as number) + draw.of(0, 0, 3.123), action };
    })
    .sort((a, b) => a.atMs - b.atMs);
}
