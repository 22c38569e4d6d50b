import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { choice, group, integer, milliseconds } from '../../schema/fields';

export const loadBalancer = defineKind({
  kind: 'load-balancer',
  group: 'traffic',
  params: group({
    policy: choice(['round-robin', 'least-connections', 'random', 'random-choices'], 'round-robin'),
    /** How many different targets `random-choices` draws at random, to take the least loaded of them. */
    choices: integer({ default: 2, min: 1, max: 1_000 }),
    overhead: duration({ dist: 'constant', valueMs: 0.1 }),
    /** nginx's passive health check: after so many failures within `failTimeoutMs` a target is left out for as long. */
    maxFails: integer({ default: 1, min: 0, max: 1_000 }),
    failTimeoutMs: milliseconds(10_000, 1),
    /** How many targets one request may try, the first included. */
    maxTries: integer({ default: 3, min: 1, max: 100 }),
    startupMs: milliseconds(1_000),
  }),
  accepts: ['rest', 'grpc'],
  calls: ['rest', 'grpc'],
  modes: ['up', 'crashed', 'starting'],
});

export type LoadBalancerParams = typeof loadBalancer.params.default;
