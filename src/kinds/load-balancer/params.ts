import { duration } from '../../network/duration-field';
import { defineKind, HTTP_PROTOCOLS } from '../../network/kind';
import { outlierField } from '../../network/policies/outlier-field';
import { choice, flag, group, integer, list, milliseconds, number, optional, ratio, text } from '../../schema/fields';

/** What makes it ask another target: nginx's `proxy_next_upstream`, with its default `error timeout`. */
const nextUpstreamField = group({
  /** No answer: refused, reset or unreachable. */
  error: flag(true),
  timeout: flag(true),
  /** An answer that is an error. */
  http500: flag(false),
  /** Turned away: no room, or shed. */
  http503: flag(false),
  /** Too many requests. */
  http429: flag(false),
  /** Also requests of {@link nonIdempotentOperations} that a target has seen already. */
  nonIdempotent: flag(false),
  /** No further target once so much time has passed since the first was asked. */
  withinMs: optional(milliseconds(10_000, 1)),
});

/** Probes of its own; nginx Plus, `health_check`, with its defaults. */
export const healthCheckField = group({
  intervalMs: milliseconds(5_000, 10),
  /** Unhealthy after so many failed probes in a row. */
  fails: integer({ default: 1, min: 1, max: 100 }),
  /** Healthy again after so many that succeed. */
  passes: integer({ default: 1, min: 1, max: 100 }),
  /** A probe without an answer has failed after so long. */
  timeoutMs: milliseconds(1_000, 1),
  /** What the probe asks for. */
  operation: text({ maxLength: 60 }),
});

/** Envoy's slow start. nginx Plus has `slow_start`, which grows in a straight line too. */
export const slowStartField = group({
  windowMs: milliseconds(30_000, 1),
  /** Of its weight, at the least. */
  minWeight: ratio(0.1),
  /** 1: in a straight line; more: faster at the beginning. */
  aggression: number({ default: 1, min: 0.01, max: 100 }),
});

/** Envoy's priority levels: backups take over by as much as the others are unhealthy, not only when all are. */
export const spilloverField = group({
  overprovisioning: number({ default: 1.4, min: 0.01, max: 100, unit: 'factor' }),
  /** A level with fewer healthy targets than this share uses all of them, if the levels together cannot take the load. */
  panicShare: ratio(0.5),
});

/** What it wants to know of a target besides its weight. */
const targetField = group({
  /** Gets requests only when no other target can take them. */
  backup: flag(false),
  /** Taken out by hand; keeps its place in the hash. */
  down: flag(false),
  /** Null: as the load balancer says. */
  maxFails: optional(integer({ default: 1, min: 0, max: 1_000 })),
  failTimeoutMs: optional(milliseconds(10_000, 1)),
  /** nginx's `max_conns`. */
  maxConnections: optional(integer({ default: 100, min: 1, max: 1_000_000 })),
});

export const loadBalancer = defineKind({
  kind: 'load-balancer',
  group: 'traffic',
  params: group(
    {
      policy: choice(
        [
          'round-robin',
          'least-connections',
          'random',
          'random-choices',
          'ip-hash',
          'hash',
          'consistent-hash',
          'least-requests',
        ],
        'round-robin',
      ),
      /** How many different targets `random-choices` draws at random, to take the least loaded of them. */
      choices: integer({ default: 2, min: 1, max: 1_000 }),
      /** What `hash` and `consistent-hash` look at. */
      hashBy: choice(['key', 'source'], 'key'),
      overhead: duration({ dist: 'constant', valueMs: 0.1 }),
      /** nginx's passive health check: after so many failures within `failTimeoutMs` a target is left out for as long. */
      maxFails: integer({ default: 1, min: 0, max: 1_000 }),
      failTimeoutMs: milliseconds(10_000, 1),
      /** How many targets one request may try, the first included. */
      maxTries: integer({ default: 3, min: 1, max: 100 }),
      nextUpstream: nextUpstreamField,
      /** Operations that are a POST; `*` stands for all. */
      nonIdempotentOperations: list(text({ maxLength: 60 }), { maxItems: 100 }),
      /** nginx's `worker_connections`: a request takes two, one to its client and one to its target. */
      workerConnections: optional(integer({ default: 1_024, min: 2, max: 1_000_000 })),
      /** How long a client takes to send its request and to take the answer, where that is slow. */
      clientTransfer: optional(duration({ dist: 'exponential', meanMs: 500 })),
      /** nginx's `proxy_buffering`: the proxy waits for the client; switched off, the target does. */
      buffering: flag(true),
      slowStart: optional(slowStartField),
      healthCheck: optional(healthCheckField),
      outliers: optional(outlierField),
      spillover: optional(spilloverField),
      startupMs: milliseconds(1_000),
    },
    {
      failover: ['maxFails', 'failTimeoutMs', 'maxTries', 'nextUpstream', 'nonIdempotentOperations'],
      health: ['slowStart', 'healthCheck', 'outliers', 'spillover'],
      wire: ['workerConnections', 'clientTransfer', 'buffering'],
    },
  ),
  target: targetField,
  accepts: [...HTTP_PROTOCOLS],
  calls: [...HTTP_PROTOCOLS],
  relays: true,
  modes: ['up', 'crashed', 'starting'],
});

export type LoadBalancerParams = typeof loadBalancer.params.default;
export type PolicyName = LoadBalancerParams['policy'];
export type NextUpstream = LoadBalancerParams['nextUpstream'];
export type HealthCheckParams = typeof healthCheckField.default;
export type SlowStartParams = typeof slowStartField.default;
export type SpilloverParams = typeof spilloverField.default;
export type TargetParams = typeof targetField.default;
